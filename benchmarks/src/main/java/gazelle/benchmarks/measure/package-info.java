/**
 * Measures whole networks between two processes, and what this machine can do at all.
 *
 * <p>Imports: {@code gazelle.benchmarks.link}, {@code gazelle.benchmarks.networks}, {@code gazelle.benchmarks.party},
 * {@code gazelle.crypto.ring}, {@code gazelle.crypto.rlwe}, {@code gazelle.protocol.cost}, {@code gazelle.protocol.model},
 * {@code gazelle.protocol.reference}, {@code gazelle.protocol.session}, {@code gazelle.protocol.step},
 * {@code com.fasterxml.jackson.annotation}.
 */
@NullMarked
package gazelle.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
