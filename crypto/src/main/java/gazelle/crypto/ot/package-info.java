/**
 * Correlated oblivious transfer whose offset is the garbling Delta: its output already is the wire label.
 *
 * <p>The server holds Delta and, for each transfer, a zero label; the client holds the label of the bit it chose. Message
 * in, message out, no I/O:
 *
 * <pre>
 *     client                                                        server
 *     OtClientSetup                                                 OtServerSetup(Delta)
 *                    &lt;--------------- request() ----------------    128 pairs of key vectors
 *     reply(request) ---------------- 256 ciphertexts, masked ---&gt;  finish(reply)
 *     client()                                                      = OtServer
 *     begin(n)                                                      begin(n)
 *     extend(m)      ---------------- 128/k - 1 bits an OT ------&gt;  extend(m, message)      until all n are made
 *     check()        ---------------- 2.3 to 2.6 KB -------------&gt;  verify(message)
 *     choose(x)      ---------------- 1 bit an OT ---------------&gt;  zeroLabels(d)
 *     labels                                                        zero labels = labels xor x Delta
 * </pre>
 *
 * <p>Base transfers: endemic OT (Masny, Rindal, ePrint 2019/706) over ML-KEM-768 of the JDK; the server is their receiver
 * with the bits of Delta as choices. Extension: SoftSpokenOT over F_2 with the repetition code (Roy, ePrint 2022/192), with GGM trees
 * by AES.
 *
 * <p>Both of the paper's checks against a deviating client are made, and no transfer can be taken without them: that of the trees in
 * {@link gazelle.crypto.ot.OtServerSetup#finish}, that of the choice vectors in {@link gazelle.crypto.ot.OtServer#verify}.
 * docs/protocol/transfers.md derives them and counts their soundness.
 *
 * <p>Imports: {@code gazelle.crypto.garbling}, {@code gazelle.crypto.vector}, {@code jdk.incubator.vector},
 * {@code org.bouncycastle}.
 */
@NullMarked
package gazelle.crypto.ot;

import org.jspecify.annotations.NullMarked;
