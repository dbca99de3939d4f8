/**
 * The cost of an inference before it runs: bytes by direction and rounds, exact from the public specification, and estimated seconds.
 *
 * <p>Imports: {@code gazelle.protocol.profile}, {@code gazelle.protocol.step}.
 */
@NullMarked
package gazelle.protocol.cost;

import org.jspecify.annotations.NullMarked;
