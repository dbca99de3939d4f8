/**
 * The record of one classification: the slice, the model, the server, the parameters, the amounts and the outcome.
 *
 * <p>JSON lines, the history, reports and DICOM results are made from a {@link gazelle.app.record.ClassificationRecord} and from
 * nothing else, so that they cannot tell different stories. May depend on {@code gazelle.app.service}, {@code gazelle.protocol} and
 * {@code gazelle.viewer} except its controls.
 */
@NullMarked
package gazelle.app.record;

import org.jspecify.annotations.NullMarked;
