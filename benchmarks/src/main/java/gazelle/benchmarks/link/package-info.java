/** Slower networks on one machine, to measure what latency and bandwidth cost. */
@NullMarked
package gazelle.benchmarks.link;

import org.jspecify.annotations.NullMarked;
