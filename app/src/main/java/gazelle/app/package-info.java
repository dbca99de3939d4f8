/**
 * The clinician's program: its main class chooses between the desktop and the command line.
 *
 * <p>Imports: {@code gazelle.app.command}, {@code gazelle.app.desktop}, {@code gazelle.app.dicomweb},
 * {@code gazelle.app.service}, {@code gazelle.crypto.processor}, {@code gazelle.protocol.version},
 * {@code gazelle.protocol.wire}, {@code org.slf4j}, {@code picocli}.
 */
@NullMarked
package gazelle.app;

import org.jspecify.annotations.NullMarked;
