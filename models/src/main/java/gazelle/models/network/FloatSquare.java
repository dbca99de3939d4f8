package gazelle.models.network;

import gazelle.protocol.model.TensorShape;

/**
 * x * x, element by element.
 *
 * @param name unique in its network
 */
public record FloatSquare(String name) implements SingleInputFloatLayer {
    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        float[] output = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = input[i] * input[i];
        }
        return output;
    }
}
