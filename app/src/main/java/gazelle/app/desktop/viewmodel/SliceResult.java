package gazelle.app.desktop.viewmodel;

import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.InferenceReport;

/**
 * A result, bound to the slice it is about.
 *
 * @param slice what was classified
 * @param card of the model that answered
 * @param report the answer and what it took
 */
public record SliceResult(OpenSlice slice, ModelCard card, InferenceReport report) {}
