/**
 * A trained network in floating point, computed in the clear: what the quantiser starts from and is measured against.
 *
 * <p>Imports: {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.models.network;

import org.jspecify.annotations.NullMarked;
