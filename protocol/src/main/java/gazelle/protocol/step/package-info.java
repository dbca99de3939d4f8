/**
 * The steps of an inference that both parties take together, one for each layer; no input or output.
 *
 * <p>{@link gazelle.protocol.step.InferencePlan} turns a public specification into {@link gazelle.protocol.step.Step}s that both
 * parties derive alike. A step lists its messages and has a half for each party, which makes and takes them:
 *
 * <pre>
 *   linear layers                  LinearStep       LinearClientHalf  | LinearServerHalf
 *   activations, poolings, output  ActivationKind:
 *     garbled circuits             GarbledStep      GarbledClient     | GarbledServer
 *   sums, average pooling, joins   LocalStep        the same operation on either share
 * </pre>
 *
 * <p>Whoever drives them reads the {@link gazelle.protocol.step.Schedule} and knows no kind of layer.
 *
 * <p>Imports: {@code gazelle.crypto.circuit}, {@code gazelle.crypto.garbling}, {@code gazelle.crypto.linear},
 * {@code gazelle.crypto.ot}, {@code gazelle.crypto.packing}, {@code gazelle.crypto.rlwe}, {@code gazelle.crypto.share},
 * {@code gazelle.protocol.meter}, {@code gazelle.protocol.model}, {@code gazelle.protocol.profile},
 * {@code gazelle.protocol.wire}.
 */
@NullMarked
package gazelle.protocol.step;

import org.jspecify.annotations.NullMarked;
