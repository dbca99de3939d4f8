package gazelle.app.service;

import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.PixelRecipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A server's models that can be asked about a slice.
 *
 * @param offers at least one: the model for demonstration first, the others by title
 * @param leftOut a sentence for each model for slices whose network cannot be computed
 */
public record SliceModels(List<PlannedOffer> offers, List<String> leftOut) {
    /** Its answer can be checked with one's own eyes, so it comes first. */
    private static final String DEMONSTRATION = "slice-plane";

    public SliceModels {
        offers = List.copyOf(offers);
        leftOut = List.copyOf(leftOut);
        if (offers.isEmpty()) {
            throw new IllegalArgumentException("offers: none (expected: at least one)");
        }
    }

    /** Gives the cost of a model's inference. */
    @FunctionalInterface
    interface Costs {
        /**
         * Plans the model's inference.
         *
         * @throws SessionException {@code INCOMPATIBLE} if its network cannot be computed
         */
        InferenceCost of(String model) throws SessionException;
    }

    /**
     * The models that take slices and whose networks can be computed.
     *
     * @param offered all models of the server
     * @param costs plans them
     * @throws SessionException {@code INCOMPATIBLE} if there is none, or why none could be planned
     */
    static SliceModels among(List<ModelOffer> offered, Costs costs) throws SessionException {
        List<ModelOffer> forSlices = offered.stream()
                .filter(SliceModels::takesSlices)
                .sorted(Comparator.comparing(
                                (ModelOffer offer) -> !offer.card().name().equals(DEMONSTRATION))
                        .thenComparing(offer -> offer.card().title()))
                .toList();
        if (forSlices.isEmpty()) {
            throw noneForSlices(offered);
        }
        List<PlannedOffer> planned = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (ModelOffer offer : forSlices) {
            try {
                planned.add(new PlannedOffer(
                        offer, ProgressEstimate.of(costs.of(offer.card().name()))));
            } catch (SessionException unplannable) {
                if (unplannable.code() != SessionException.Code.INCOMPATIBLE) {
                    throw unplannable;
                }
                leftOut.add(String.valueOf(unplannable.getMessage()));
            }
        }
        if (planned.isEmpty()) {
            throw new SessionException(SessionException.Code.INCOMPATIBLE, String.join(" ", leftOut));
        }
        return new SliceModels(planned, leftOut);
    }

    private static SessionException noneForSlices(List<ModelOffer> offered) {
        return new SessionException(
                SessionException.Code.INCOMPATIBLE,
                "This server offers no model for slices: "
                        + offered.stream()
                                .map(offer -> offer.card().name())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + " takes small pictures pixel by pixel, which can be classified on the command line only."
                        + " Nothing was sent. Use another server.");
    }

    private static boolean takesSlices(ModelOffer offer) {
        return offer.network().input().shape().channels() == 1
                && !PixelRecipe.isOne(offer.card().input().normalise());
    }
}
