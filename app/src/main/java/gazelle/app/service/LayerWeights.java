package gazelle.app.service;

import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.InferenceCost.LayerCost;
import gazelle.protocol.layer.InferencePlan;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.ProtocolVersion;
import java.util.List;

/**
 * How much of an inference each layer is, so that a progress bar moves evenly.
 *
 * @param shares one for each layer, their sum 1
 */
public record LayerWeights(List<Double> shares) {
    /** Relative times on an ordinary computer, in microseconds; only their proportions matter. */
    private static final double AND_GATE = 0.7;

    private static final double PRODUCT = 900;
    private static final double BYTE = 0.02;
    private static final double LAYER = 200;

    public LayerWeights {
        shares = List.copyOf(shares);
    }

    /** Weighs the layers of a network by their exact gates, products and bytes. */
    public static LayerWeights of(NetworkSpec network) {
        List<LayerCost> costs = InferenceCost.of(new InferencePlan(network, ProtocolVersion.RLWE), LinkProfile.WAN)
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

    /** The share of the work that is done once {@code layers} layers are. */
    public double doneAfter(int layers) {
        return shares.subList(0, layers).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
