/**
 * Integer inference in the clear: the oracle that every test of the private protocol compares with, bit for bit.
 *
 * <p>Depends on {@code gazelle.protocol.model} only.
 */
@NullMarked
package gazelle.protocol.reference;

import org.jspecify.annotations.NullMarked;
