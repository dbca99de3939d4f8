package gazelle.models.quantise;

import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import java.util.List;

/**
 * A network of integers.
 *
 * @param spec its public part
 * @param weights its secret part
 * @param inputScale quantisation steps per unit of the normalised image
 * @param stages what was chosen for each circuit, in order
 */
public record QuantisedNetwork(NetworkSpec spec, NetworkWeights weights, double inputScale, List<StageReport> stages) {
    public QuantisedNetwork {
        stages = List.copyOf(stages);
    }

    /** Estimated bytes of all activations of one inference over a local network. */
    public double activationBytes() {
        return stages.stream().mapToDouble(StageReport::bytes).sum();
    }

    /**
     * The widths of one linear layer, or sum of two, and the circuit after it.
     *
     * @param layer the linear layer's name
     * @param activations how many circuits follow, one for each max-pooling window; 0 in the last stage
     * @param ringBits l
     * @param shift s
     * @param activationBits aBits
     * @param saturationBits h
     * @param largestWeight largest magnitude of a weight
     * @param relativeError mean squared error over mean square, on the calibration images
     * @param bytes estimated bytes of the circuits
     */
    public record StageReport(
            String layer,
            int activations,
            int ringBits,
            int shift,
            int activationBits,
            int saturationBits,
            int largestWeight,
            double relativeError,
            double bytes) {}
}
