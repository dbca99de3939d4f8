package gazelle.app.service;

import gazelle.protocol.model.InputCheck;
import gazelle.protocol.model.ModelCard;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.slice.SliceFile;
import java.util.List;
import java.util.Map;

/** Evaluates a model card's input checks on a slice; on this computer only, and never as a refusal. */
final class InputWarnings {
    private InputWarnings() {}

    /**
     * The warnings of the checks that the slice fails, in the card's order.
     *
     * @throws IllegalArgumentException if a check names a measure or a number of bins that this program does not know
     */
    static List<String> of(SliceFile slice, ModelCard card) {
        InputMeasures measures = InputMeasures.of(slice.image());
        Map<String, String> header = slice.info().headerFields();
        return card.inputChecks().stream()
                .filter(check -> evaluable(check).warns(measures, header))
                .map(InputCheck::warning)
                .toList();
    }

    private static gazelle.viewer.input.InputCheck evaluable(InputCheck check) {
        return switch (check) {
            case InputCheck.HeaderWords words ->
                new gazelle.viewer.input.InputCheck.HeaderWords(words.fields(), words.wanted(), words.unwanted());
            case InputCheck.MeasureRange range ->
                new gazelle.viewer.input.InputCheck.MeasureRange(
                        gazelle.viewer.input.InputCheck.Measure.parse(range.measure()), range.low(), range.high());
            case InputCheck.HistogramDistance distance ->
                new gazelle.viewer.input.InputCheck.HistogramDistance(distance.reference(), distance.limit());
        };
    }
}
