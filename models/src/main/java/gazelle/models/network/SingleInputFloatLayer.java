package gazelle.models.network;

import gazelle.protocol.model.TensorShape;
import java.util.List;

/** A layer that takes one tensor. */
public sealed interface SingleInputFloatLayer extends FloatLayer
        permits FloatLinear, FloatAffine, FloatRelu, FloatSquare, FloatFunction, FloatAveragePool, FloatMaxPool {
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

    @Override
    default TensorShape outputShape(List<TensorShape> inputs) {
        return outputShape(inputs.getFirst());
    }

    @Override
    default float[] apply(List<float[]> inputs, List<TensorShape> shapes) {
        return apply(inputs.getFirst(), shapes.getFirst());
    }
}
