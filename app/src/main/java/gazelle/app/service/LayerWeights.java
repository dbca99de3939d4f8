package gazelle.app.service;

import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.InferenceCost.LayerCost;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.ProtocolVersion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much of an inference each layer is, so that a progress bar moves evenly.
 *
 * @param shares one for each layer, their sum 1
 */
public record LayerWeights(List<Double> shares) {
    /** Relative times on an ordinary computer, in microseconds; only their proportions matter. */
    private static final double AND_GATE = 0.14;

    private static final double PRODUCT = 25;
    private static final double BYTE = 0.004;
    private static final double LAYER = 1500;

    private static final int LAYERS_TO_JUDGE_BY = 2;

    public LayerWeights {
        shares = List.copyOf(shares);
    }

    /** Weighs the layers of a network by their exact gates, products and bytes. */
    public static LayerWeights of(NetworkSpec network) {
        List<LayerCost> costs = InferenceCost.of(new InferencePlan(network, ProtocolVersion.RLWE, LinkProfile.WAN))
                .layers();
        double total = costs.stream().mapToDouble(LayerWeights::estimate).sum();
        return new LayerWeights(
                costs.stream().map(cost -> estimate(cost) / total).toList());
    }

    private static double estimate(LayerCost cost) {
        return LAYER
                + AND_GATE * cost.andGates()
                + PRODUCT * cost.products()
                + BYTE * (cost.bytesUp() + cost.bytesDown());
    }

    /**
     * How long the rest of an inference will take if it goes on as it began.
     *
     * @param finished layers that are done
     * @param finishedSeconds what they took in all
     * @param layerSeconds what the next one has taken so far
     * @return seconds, or nothing before the second layer is done
     */
    public OptionalDouble remaining(int finished, double finishedSeconds, double layerSeconds) {
        if (finished < LAYERS_TO_JUDGE_BY) {
            return OptionalDouble.empty();
        }
        double done = doneAfter(finished);
        double left = finishedSeconds / done * (1 - done);
        return OptionalDouble.of(Math.max(0, left - layerSeconds));
    }

    /** The share of the work that is done once {@code layers} layers are. */
    public double doneAfter(int layers) {
        return shares.subList(0, layers).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
