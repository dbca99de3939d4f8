/**
 * Turns a picture into exactly the numbers that a model card asks for.
 *
 * <p>Evaluation, command line and desktop all follow one {@link gazelle.viewer.input.InputRecipe}: a picture gives the
 * same model input, bit for bit, wherever it is opened. Gazelle (Juvekar, Vaikuntanathan, Chandrakasan, USENIX Security
 * 2018, section 2.1) starts from that vector; nothing here knows that it will be encrypted.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.viewer.input;

import org.jspecify.annotations.NullMarked;
