package gazelle.models.network;

import gazelle.protocol.model.TensorShape;
import java.util.List;

/** One layer of a floating-point network; tensors are CHW. */
public sealed interface FloatLayer permits SingleInputFloatLayer, FloatAdd, FloatConcatenation {
    /** Unique in its network, for messages and for the compiled layer. */
    String name();

    /**
     * The shape this layer gives for inputs of the shapes given.
     *
     * @throws IllegalArgumentException if the layer cannot take those inputs
     */
    TensorShape outputShape(List<TensorShape> inputs);

    /**
     * Computes the layer.
     *
     * @param inputs values in CHW order, not changed
     * @param shapes their shapes
     * @return values in CHW order, of shape {@code outputShape(shapes)}
     */
    float[] apply(List<float[]> inputs, List<TensorShape> shapes);
}
