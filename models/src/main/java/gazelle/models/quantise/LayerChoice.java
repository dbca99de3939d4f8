package gazelle.models.quantise;

import gazelle.protocol.model.LinearWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to make a stage integer.
 *
 * @param weights of its linear layers, with the rounding 2^(s-1) in the biases of the first
 * @param skipScale factor of an exact skip; 1 without one
 * @param ringBits l
 * @param shift s; 0 in the last stage
 * @param activationBits width of what the circuit keeps: aBits, or the signed bits of a square's root or a table's index; 0 in the last
 *     stage
 * @param table what the circuit looks up in; null if it does not
 * @param steps real value of one unit of what the stage gives, by channel
 * @param relativeError mean squared error of what the stage gives over its mean square
 * @param price traffic plus the priced error: the least is taken
 */
record LayerChoice(
        List<LinearWeights> weights,
        int skipScale,
        int ringBits,
        int shift,
        int activationBits,
        @Nullable Tabulation table,
        List<Double> steps,
        double relativeError,
        double price) {
    LayerChoice {
        weights = List.copyOf(weights);
        steps = List.copyOf(steps);
    }
}
