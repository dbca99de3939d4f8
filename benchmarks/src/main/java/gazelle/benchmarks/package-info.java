/**
 * The benchmark program: {@code gazelle-bench networks | kernels}.
 *
 * <p>Depends on everything below {@code gazelle.benchmarks}.
 */
@NullMarked
package gazelle.benchmarks;

import org.jspecify.annotations.NullMarked;
