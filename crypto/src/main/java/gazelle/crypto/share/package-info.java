/**
 * Additive secret shares mod 2^l: what each party holds between two layers (docs/protocol/README.md section 3).
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.crypto.share;

import org.jspecify.annotations.NullMarked;
