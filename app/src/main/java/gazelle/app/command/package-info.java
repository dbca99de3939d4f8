/**
 * The command lines of {@code gazelle}: their options, lines for people and JSON lines for programs.
 *
 * <p>Imports: {@code gazelle.app.dicomweb}, {@code gazelle.app.record}, {@code gazelle.app.service},
 * {@code gazelle.app.verify}, {@code gazelle.crypto.processor}, {@code gazelle.protocol.meter}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.session}, {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.version},
 * {@code gazelle.protocol.wire}, {@code gazelle.viewer.codec}, {@code gazelle.viewer.dicom}, {@code gazelle.viewer.display},
 * {@code gazelle.viewer.format}, {@code gazelle.viewer.input}, {@code gazelle.viewer.series}, {@code gazelle.viewer.slice},
 * {@code com.fasterxml.jackson.annotation}, {@code picocli}, {@code tools.jackson}.
 */
@NullMarked
package gazelle.app.command;

import org.jspecify.annotations.NullMarked;
