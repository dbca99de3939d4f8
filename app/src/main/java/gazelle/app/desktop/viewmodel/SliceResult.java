package gazelle.app.desktop.viewmodel;

import gazelle.app.record.ClassificationRecord;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.Prediction;

/**
 * A result, bound to the slice it is about.
 *
 * @param slice that was classified
 * @param card of the model that answered
 * @param record of the run; it has an answer
 */
public record SliceResult(OpenSlice slice, ModelCard card, ClassificationRecord record) {
    public SliceResult {
        if (record.prediction().isEmpty()) {
            throw new IllegalArgumentException("record: " + record.outcome() + " (expected: an answer)");
        }
    }

    /** Returns the answer. */
    public Prediction prediction() {
        return record.prediction().orElseThrow();
    }
}
