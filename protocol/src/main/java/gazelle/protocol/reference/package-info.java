/**
 * Integer inference in the clear: the oracle that every test of the private protocol compares with, bit for bit.
 *
 * <p>Imports: {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.protocol.reference;

import org.jspecify.annotations.NullMarked;
