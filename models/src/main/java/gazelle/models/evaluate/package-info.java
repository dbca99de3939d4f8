/**
 * Measures a compiled model in the clear: the integer reference on labelled images, with recall and precision by class.
 *
 * <p>May depend on {@code gazelle.models.data}, {@code gazelle.protocol.model} and {@code gazelle.protocol.reference}.
 */
@NullMarked
package gazelle.models.evaluate;

import org.jspecify.annotations.NullMarked;
