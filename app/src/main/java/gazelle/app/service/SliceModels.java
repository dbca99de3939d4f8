package gazelle.app.service;

import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.PixelRecipe;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Which of a server's models can be asked about a slice, and with which of them to begin. */
final class SliceModels {
    /** Its answer can be checked with one's own eyes, so it comes first. */
    private static final String DEMONSTRATION = "slice-plane";

    private SliceModels() {}

    /**
     * The models that take slices: the one for demonstration first, the others by title.
     *
     * @throws SessionException {@code INCOMPATIBLE} if there is none
     */
    static List<ModelOffer> among(List<ModelOffer> offers) throws SessionException {
        List<ModelOffer> usable = offers.stream()
                .filter(SliceModels::takesSlices)
                .sorted(Comparator.comparing(
                                (ModelOffer offer) -> !offer.card().name().equals(DEMONSTRATION))
                        .thenComparing(offer -> offer.card().title()))
                .toList();
        if (usable.isEmpty()) {
            throw new SessionException(
                    SessionException.Code.INCOMPATIBLE,
                    "This server offers no model for slices: "
                            + offers.stream()
                                    .map(offer -> offer.card().name())
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + " takes small pictures pixel by pixel, which can be classified on the command line only."
                            + " Nothing was sent. Use another server.");
        }
        return usable;
    }

    private static boolean takesSlices(ModelOffer offer) {
        return offer.network().input().shape().channels() == 1
                && !PixelRecipe.isOne(offer.card().input().normalise());
    }
}
