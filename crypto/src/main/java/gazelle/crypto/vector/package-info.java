/**
 * The test for whether this Java can run the vector kernels, which lie beside their scalar twins in {@code ring},
 * {@code garbling} and {@code ot}.
 *
 * <p>Not exported.
 *
 * <p>Imports: {@code jdk.incubator.vector}.
 */
@NullMarked
package gazelle.crypto.vector;

import org.jspecify.annotations.NullMarked;
