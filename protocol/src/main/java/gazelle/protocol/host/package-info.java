/**
 * Accepts sessions and holds the loaded models: the server without its administration, also used in process by the desktop and
 * {@code classify --embedded}.
 *
 * <p>Imports: {@code gazelle.crypto.linear}, {@code gazelle.protocol.admission}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.session}, {@code gazelle.protocol.transport}, {@code gazelle.protocol.wire}, {@code org.slf4j}.
 */
@NullMarked
package gazelle.protocol.host;

import org.jspecify.annotations.NullMarked;
