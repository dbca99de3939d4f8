package gazelle.protocol.cost;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The part of an inference that each layer is, so that a progress bar moves evenly.
 *
 * @param shares one for each layer, their sum 1
 */
public record ProgressEstimate(List<Double> shares) {
    private static final int LAYERS_TO_JUDGE_BY = 2;

    /** The least that a layer takes, seconds: it is shown, and threads wake for it. */
    private static final double LEAST_SECONDS = 0.3e-3;

    public ProgressEstimate {
        shares = List.copyOf(shares);
    }

    /** Weighs the layers by their estimated seconds. */
    public static ProgressEstimate of(InferenceCost cost) {
        List<Double> seconds = cost.layers().stream()
                .map(layer -> Math.max(LEAST_SECONDS, layer.seconds()))
                .toList();
        double total = seconds.stream().mapToDouble(Double::doubleValue).sum();
        return new ProgressEstimate(seconds.stream().map(each -> each / total).toList());
    }

    /**
     * Returns how long the rest of an inference will take if it goes on as it began.
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

    /** Returns the part of the work that is done once {@code layers} layers are. */
    public double doneAfter(int layers) {
        return shares.subList(0, layers).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
