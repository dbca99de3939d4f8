/**
 * What an inference costs before it runs: bytes by direction, rounds and gates, exact from the public specification.
 *
 * <p>Depends on {@code gazelle.protocol.layer} and {@code .wire}.
 */
@NullMarked
package gazelle.protocol.cost;

import org.jspecify.annotations.NullMarked;
