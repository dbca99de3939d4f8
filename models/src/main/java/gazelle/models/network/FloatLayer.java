package gazelle.models.network;

import gazelle.protocol.model.TensorShape;

/** One layer of a floating-point network; tensors are CHW. */
public sealed interface FloatLayer permits FloatLinear, FloatRelu, FloatAveragePool, FloatMaxPool {
    /** The node's name in the file it came from, for messages. */
    String name();

    /**
     * The shape this layer gives for an input of {@code input}.
     *
     * @throws IllegalArgumentException if the layer cannot take that input
     */
    TensorShape outputShape(TensorShape input);

    /**
     * Computes the layer.
     *
     * @param input values in CHW order, not changed
     * @param shape shape of {@code input}
     * @return values in CHW order, of shape {@code outputShape(shape)}
     */
    float[] apply(float[] input, TensorShape shape);
}
