/**
 * From a trained ONNX network and labelled images to a compiled model folder.
 *
 * <p>Imports: {@code gazelle.crypto.linear}, {@code gazelle.models.data}, {@code gazelle.models.evaluate},
 * {@code gazelle.models.network}, {@code gazelle.models.onnx}, {@code gazelle.models.quantise},
 * {@code gazelle.models.simplify}, {@code gazelle.protocol.cost}, {@code gazelle.protocol.host},
 * {@code gazelle.protocol.step}, {@code gazelle.protocol.model}, {@code gazelle.protocol.profile},
 * {@code gazelle.protocol.reference}, {@code gazelle.protocol.session}, {@code gazelle.protocol.wire},
 * {@code gazelle.viewer.input}, {@code gazelle.viewer.series}, {@code gazelle.viewer.slice},
 * {@code com.fasterxml.jackson.annotation}, {@code picocli}.
 */
@NullMarked
package gazelle.models.compile;

import org.jspecify.annotations.NullMarked;
