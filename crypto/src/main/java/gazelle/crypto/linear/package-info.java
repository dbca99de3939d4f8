/**
 * Secure linear layers as two machines without I/O: the client encrypts its share of a layer's input and decrypts its share of
 * the output, the server multiplies by weights it alone knows.
 *
 * <pre>
 *   LinearClient                                   LinearServer
 *   publicMaterial ----------------------------&gt;  create          once per connection, after the server's nonce
 *   begin(plan, share)                             begin           layers in one order on both sides
 *   request(index)  ---------------------------&gt;  accept(index)   requestCount() times
 *   decrypt(plan, response, ...)  &lt;-------------  respond         responseCount() times
 *
 *   client's share + server's mask = 2^g * (sum w x) + eps mod 2^(l+g),   |eps| &lt; 2 &lt;= 2^(g-1)
 * </pre>
 *
 * <p>With g = 2 the next circuit rounds eps away; with g = 3 it still can when two outputs were added, with g = 4 four.
 *
 * <p>Both sides derive all sizes from {@link gazelle.crypto.linear.LinearPlan}, that is from the public shape. Sources: Cheetah
 * (ePrint 2022/207) for the coefficient encoding, Gazelle (USENIX Security 2018) for the protocol; masking after switching is
 * this project's own (see {@code rlwe}).
 *
 * <p>Imports: {@code gazelle.crypto.packing}, {@code gazelle.crypto.random}, {@code gazelle.crypto.ring},
 * {@code gazelle.crypto.rlwe}.
 */
@NullMarked
package gazelle.crypto.linear;

import org.jspecify.annotations.NullMarked;
