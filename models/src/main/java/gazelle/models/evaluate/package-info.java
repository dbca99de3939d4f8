/**
 * Measures a compiled model in the clear: the integer reference on labelled images, with recall and precision by class.
 *
 * <p>Imports: {@code gazelle.models.data}, {@code gazelle.protocol.model}, {@code gazelle.protocol.reference},
 * {@code com.fasterxml.jackson.annotation}, {@code picocli}.
 */
@NullMarked
package gazelle.models.evaluate;

import org.jspecify.annotations.NullMarked;
