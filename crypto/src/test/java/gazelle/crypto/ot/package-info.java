/** Tests of oblivious transfer. */
@NullMarked
package gazelle.crypto.ot;

import org.jspecify.annotations.NullMarked;
