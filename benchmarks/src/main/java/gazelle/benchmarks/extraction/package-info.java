/**
 * The gain of a modified client that keeps to every message's form but chooses its shares: the attack of MUSE (ePrint 2021/1040) and SEEK
 * (arXiv 2209.06373), carried out against this project's own server and counted in inferences.
 *
 * <p>The attacker reads the network from its last linear layer to its first. Whatever the image, a large negative offset on a ReLU's input
 * share makes the activation 0, and what is then added to the share of the activation is exactly what the next layer multiplies. So each
 * weight can be brought before the output by itself, where offsets decide what a label, or a score, tells of it.
 *
 * <p>Imports: {@code gazelle.crypto.linear}, {@code gazelle.crypto.ot}, {@code gazelle.crypto.share},
 * {@code gazelle.protocol.host}, {@code gazelle.protocol.meter}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.profile}, {@code gazelle.protocol.session}, {@code gazelle.protocol.step},
 * {@code gazelle.protocol.transport}, {@code gazelle.protocol.wire}.
 */
@NullMarked
package gazelle.benchmarks.extraction;

import org.jspecify.annotations.NullMarked;
