/**
 * The networks of GAZELLE's paper (USENIX Security 2018, section 7; docs/performance.md), with random weights at stated widths.
 *
 * <p>Imports: {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.benchmarks.networks;

import org.jspecify.annotations.NullMarked;
