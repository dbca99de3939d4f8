/**
 * Reads the subset of ONNX that compiles to a private network, from untrusted files: a bounded protobuf wire reader, the
 * graph, and its translation to {@link gazelle.models.network.FloatNetwork}.
 *
 * <p>Three kinds of classes, in the order in which a model goes through them: the file ({@code WireReader}, {@code OnnxGraph},
 * {@code OnnxNode}, {@code OnnxTensor}, {@code TensorFiles}, {@code LocalFunctions}, {@code NodeOrder}); what it stands for
 * ({@code InputForm}, {@code OutputPart}, {@code Endings}, {@code Layout} and {@code View}, which arrange elements without computing);
 * and the operators, a class for each family, which {@code OnnxReader} calls.
 *
 * <p>Source: the ONNX specification's onnx.proto (IR version 3 and later) and operator reference.
 *
 * <p>Imports: {@code gazelle.models.network}, {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.models.onnx;

import org.jspecify.annotations.NullMarked;
