package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.InferenceReport;
import java.util.List;
import java.util.Optional;

/**
 * A result, bound to the slice it is about.
 *
 * @param slice what was classified
 * @param card of the model that answered
 * @param place the server that was asked
 * @param warnings of the model's input checks on the slice
 * @param report the answer and what it took
 * @param setUp what the set-up of the session took, if this run needed one
 */
public record SliceResult(
        OpenSlice slice,
        ModelCard card,
        String place,
        List<String> warnings,
        InferenceReport report,
        Optional<SetUp> setUp) {
    public SliceResult {
        warnings = List.copyOf(warnings);
    }
}
