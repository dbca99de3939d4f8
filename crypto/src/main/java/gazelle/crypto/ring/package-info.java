/**
 * Arithmetic in Z_q[X]/(X^N+1): the negacyclic number-theoretic transform on doubles, and polynomials whose type says in which
 * domain they are ({@link gazelle.crypto.ring.CoefficientPoly}, {@link gazelle.crypto.ring.NttPoly}).
 *
 * <p>Modular products by fused multiply-add follow FLINT's fft_small (van der Hoeven and Schultz); the transform is Longa and
 * Naehrig, "Speeding up the number theoretic transform" (ePrint 2016/504), with radix-4 passes. It runs in the Vector API where
 * the JVM has it and has compiled it, and in plain Java until then and elsewhere.
 *
 * <p>Imports: {@code gazelle.crypto.vector}, {@code jdk.incubator.vector}.
 */
@NullMarked
package gazelle.crypto.ring;

import org.jspecify.annotations.NullMarked;
