/**
 * JMH benchmarks of the cryptographic kernels; each prints time per operation.
 *
 * <p>Imports: {@code gazelle.crypto.circuit}, {@code gazelle.crypto.garbling}, {@code gazelle.crypto.linear},
 * {@code gazelle.crypto.ot}, {@code gazelle.crypto.packing}, {@code gazelle.crypto.random}, {@code gazelle.crypto.ring},
 * {@code gazelle.crypto.rlwe}, {@code gazelle.viewer.display}, {@code gazelle.viewer.input}, {@code org.openjdk.jmh}.
 */
@NullMarked
package gazelle.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
