package gazelle.models.network;

import gazelle.protocol.model.TensorShape;

/**
 * max(0, x), element by element.
 *
 * @param name the node's name
 */
public record FloatRelu(String name) implements FloatLayer {
    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        float[] output = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = Math.max(0f, input[i]);
        }
        return output;
    }
}
