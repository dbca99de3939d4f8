/**
 * Reads the subset of ONNX that compiles to a private network, from untrusted files: a bounded protobuf wire reader, the
 * graph, and its translation to {@link gazelle.models.network.FloatNetwork}.
 *
 * <p>Source: the ONNX specification's onnx.proto (IR version 3 and later) and operator reference.
 *
 * <p>Imports: {@code gazelle.models.network}, {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.models.onnx;

import org.jspecify.annotations.NullMarked;
