/**
 * Slices from an archive of images over DICOMweb (PS3.18): search (QIDO-RS) and retrieval (WADO-RS).
 *
 * <p>The archive may be faulty or hostile: every answer ends within stated limits of bytes and time, in what was asked for or in
 * a {@link gazelle.app.dicomweb.DicomWebException}. What is retrieved stays in memory and goes through {@code
 * gazelle.viewer.series} like a file. Credentials are sent to the archive's own address only, and kept nowhere.
 * It knows neither JavaFX nor the command line.
 *
 * <p>Imports: {@code gazelle.protocol.transport.tls}, {@code java.net.http}, {@code tools.jackson}.
 */
@NullMarked
package gazelle.app.dicomweb;

import org.jspecify.annotations.NullMarked;
