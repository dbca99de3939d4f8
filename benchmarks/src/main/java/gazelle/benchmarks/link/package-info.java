/**
 * Slower networks on one machine, to measure what latency and bandwidth cost.
 *
 * <p>Imports: {@code gazelle.protocol.profile}.
 */
@NullMarked
package gazelle.benchmarks.link;

import org.jspecify.annotations.NullMarked;
