/** Tests of garbled execution. */
@NullMarked
package gazelle.crypto.garbling;

import org.jspecify.annotations.NullMarked;
