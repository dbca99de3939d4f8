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
 *     extend(n)      ---------------- 128/k - 1 bits an OT ------&gt;  extend(n, message)
 *     choose(x)      ---------------- 1 bit an OT ---------------&gt;  zeroLabels(d)
 *     labels                                                        zero labels = labels xor x Delta
 * </pre>
 *
 * <p>Base transfers: endemic OT (Masny, Rindal, ePrint 2019/706) over ML-KEM-768 of the JDK; the server is their receiver
 * with the bits of Delta as choices. Extension: SoftSpokenOT over F_2 with the repetition code (Roy, ePrint 2022/192,
 * semi-honest), with GGM trees by AES.
 *
 * <p>Security is against parties that follow the protocol. The paper's consistency check against a deviating client
 * is not made here: it belongs to {@link gazelle.crypto.ot.OtServer#extend}, after the
 * correction rows have been applied and before transfers enter the pool. Likewise the check of the punctured trees belongs
 * to {@link gazelle.crypto.ot.OtServerSetup#finish}.
 *
 * <p>Allowed dependencies: {@code gazelle.crypto.garbling} (Delta only), Bouncy Castle's SHAKE, the JDK.
 */
@NullMarked
package gazelle.crypto.ot;

import org.jspecify.annotations.NullMarked;
