package gazelle.app.service;

import gazelle.protocol.model.InputCheck;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.InputPreparation;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.InputRecipe;
import gazelle.viewer.input.ModelInput;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.slice.SliceFile;
import java.util.List;

/**
 * A slice made ready for one model; it never leaves this computer unencrypted.
 *
 * @param input the real values, to show
 * @param quantised the integers that the inference takes
 * @param warnings of the card's input checks, to show before the run and on the result
 */
public record PreparedSlice(ModelInput input, QuantisedTensor quantised, List<String> warnings) {
    public PreparedSlice {
        warnings = List.copyOf(warnings);
    }

    /**
     * Prepares a slice as the model's card says.
     *
     * @throws UnsuitableImageException if the slice cannot be classified
     * @throws SessionException {@code INCOMPATIBLE} if the card asks for a preparation or check that this version doesn't know
     */
    public static PreparedSlice of(SliceFile slice, ModelOffer offer)
            throws UnsuitableImageException, SessionException {
        ModelInput input;
        List<String> warnings;
        try {
            input = slice.inputFor(recipe(offer));
            warnings = warnings(slice, offer.card());
        } catch (IllegalArgumentException unknown) {
            throw new SessionException(
                    SessionException.Code.INCOMPATIBLE,
                    "The model " + offer.card().name()
                            + " wants images prepared or checked in a way that this program does not know"
                            + " (" + unknown.getMessage()
                            + "). Nothing was sent. Install a newer version of this program.");
        }
        return new PreparedSlice(
                input,
                QuantisedTensor.quantise(
                        input.values(),
                        offer.card().input().scale(),
                        offer.network().input()),
                warnings);
    }

    /** The warnings of the checks that the slice fails, in the card's order; a check never refuses a slice. */
    private static List<String> warnings(SliceFile slice, ModelCard card) {
        MeasuredSlice measured = MeasuredSlice.of(slice);
        return card.inputChecks().stream()
                .filter(check -> check.isFailedBy(measured))
                .map(InputCheck::warning)
                .toList();
    }

    private static InputRecipe recipe(ModelOffer offer) {
        TensorShape shape = offer.network().input().shape();
        InputPreparation preparation = offer.card().input();
        return InputRecipe.parse(
                shape.channels(),
                shape.height(),
                shape.width(),
                preparation.resample(),
                preparation.crop(),
                preparation.normalise());
    }
}
