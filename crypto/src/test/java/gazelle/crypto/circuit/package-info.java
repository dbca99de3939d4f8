/** Tests of circuits in the clear. */
@NullMarked
package gazelle.crypto.circuit;

import org.jspecify.annotations.NullMarked;
