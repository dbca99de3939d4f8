/**
 * Trains the networks of the zoo: plans, labelled pictures with their augmentation, a seeded trainer with checkpoints, and the
 * export to ONNX that {@code gazelle-models compile} takes from there.
 *
 * <p>Only {@link gazelle.models.train.Trainer}, {@link gazelle.models.train.TrainableNetwork} and
 * {@link gazelle.models.train.Optimiser} touch the tensor library, whose API is needed to compile and whose native engine is
 * needed to run: it comes with the Maven profile {@code training}.
 *
 * <p>Imports: {@code gazelle.models.data}, {@code gazelle.models.onnx}, {@code gazelle.protocol.model},
 * {@code gazelle.viewer.display}, {@code gazelle.viewer.input}, {@code gazelle.viewer.series}, {@code gazelle.viewer.slice},
 * {@code ai.djl}, {@code picocli}.
 */
@NullMarked
package gazelle.models.train;

import org.jspecify.annotations.NullMarked;
