package gazelle.models.network;

import gazelle.protocol.model.TensorShape;

/**
 * min(max(0, x), cap), element by element.
 *
 * @param name unique in its network
 * @param cap the largest value, 6 for ReLU6; infinite for a plain ReLU
 */
public record FloatRelu(String name, float cap) implements SingleInputFloatLayer {
    public FloatRelu {
        if (!(cap > 0)) {
            throw new IllegalArgumentException(name + " cap: " + cap + " (expected: above 0)");
        }
    }

    /** A plain ReLU. */
    public FloatRelu(String name) {
        this(name, Float.POSITIVE_INFINITY);
    }

    /** Returns true if large values are cut off. */
    public boolean isCapped() {
        return cap < Float.POSITIVE_INFINITY;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        float[] output = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = Math.min(Math.max(0f, input[i]), cap);
        }
        return output;
    }
}
