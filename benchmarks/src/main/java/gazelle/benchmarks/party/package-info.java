/**
 * One party in a process of its own, told by lines on its standard input what to do next, and the other end of those lines.
 *
 * <p>Depends on {@code gazelle.protocol} and {@code gazelle.benchmarks.networks}.
 */
@NullMarked
package gazelle.benchmarks.party;

import org.jspecify.annotations.NullMarked;
