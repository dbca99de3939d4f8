/**
 * The command line of the model owner's tool; may depend on every package of this module.
 *
 * <p>Imports: {@code gazelle.models.compile}, {@code gazelle.models.data}, {@code gazelle.models.evaluate},
 * {@code gazelle.models.onnx}, {@code gazelle.models.train}, {@code gazelle.protocol.model}, {@code gazelle.protocol.version},
 * {@code gazelle.protocol.wire}, {@code picocli}.
 */
@NullMarked
package gazelle.models;

import org.jspecify.annotations.NullMarked;
