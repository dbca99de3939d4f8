/**
 * Measures whole networks between two processes, and what this machine can do at all.
 *
 * <p>Depends on {@code gazelle.benchmarks.party}, {@code .networks} and {@code .link}.
 */
@NullMarked
package gazelle.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
