/**
 * A trained network in floating point, computed in the clear: what the quantiser starts from and is measured against.
 *
 * <p>Depends on {@code gazelle.protocol.model} for shapes only; knows neither files nor quantisation.
 */
@NullMarked
package gazelle.models.network;

import org.jspecify.annotations.NullMarked;
