package gazelle.models.network;

import gazelle.protocol.model.TensorShape;

/**
 * A function of one number, element by element.
 *
 * @param name unique in its network
 * @param curve the function
 */
public record FloatFunction(String name, Curve curve) implements SingleInputFloatLayer {
    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        float[] output = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = (float) curve.at(input[i]);
        }
        return output;
    }
}
