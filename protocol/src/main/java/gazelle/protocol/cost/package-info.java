/**
 * The cost of an inference before it runs: bytes by direction and rounds, exact from the public specification, and estimated seconds.
 *
 * <p>Depends on {@code gazelle.protocol.profile} and {@code .step}.
 */
@NullMarked
package gazelle.protocol.cost;

import org.jspecify.annotations.NullMarked;
