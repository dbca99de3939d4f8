/**
 * Whether this Java can run the vector kernels, which lie beside their scalar twins in {@code ring}, {@code garbling} and
 * {@code ot}.
 *
 * <p>Depends on nothing. Not exported.
 */
@NullMarked
package gazelle.crypto.vector;

import org.jspecify.annotations.NullMarked;
