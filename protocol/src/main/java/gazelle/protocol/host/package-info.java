/**
 * Accepts sessions and holds the loaded models: the server without its administration, also used in process by the demo.
 *
 * <p>Depends on {@code gazelle.protocol.session}, {@code .admission}, {@code .model} and {@code .transport}.
 */
@NullMarked
package gazelle.protocol.host;

import org.jspecify.annotations.NullMarked;
