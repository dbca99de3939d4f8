/**
 * The record of one classification: the slice, the model, the server, the parameters, the amounts and the outcome.
 *
 * <p>JSON lines and the results on the screen are made from a {@link gazelle.app.record.ClassificationRecord} and
 * from nothing else, so that they cannot tell different stories; a history, reports and DICOM results are to be.
 *
 * <p>Imports: {@code gazelle.app.service}, {@code gazelle.protocol.meter}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.session}, {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.wire},
 * {@code gazelle.viewer.display}, {@code gazelle.viewer.slice}, {@code com.fasterxml.jackson.annotation},
 * {@code tools.jackson}.
 */
@NullMarked
package gazelle.app.record;

import org.jspecify.annotations.NullMarked;
