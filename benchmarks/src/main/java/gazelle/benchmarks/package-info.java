/**
 * The benchmark program: {@code gazelle-bench networks | kernels | extraction}.
 *
 * <p>Imports: {@code gazelle.benchmarks.extraction}, {@code gazelle.benchmarks.link}, {@code gazelle.benchmarks.measure},
 * {@code gazelle.benchmarks.networks}, {@code gazelle.benchmarks.party}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.version}, {@code org.openjdk.jmh}, {@code picocli}, {@code tools.jackson}.
 */
@NullMarked
package gazelle.benchmarks;

import org.jspecify.annotations.NullMarked;
