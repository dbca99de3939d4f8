package gazelle.protocol.model;

import java.util.Arrays;

/** An immutable tensor of integers in CHW order: a network's input, or what the reference computes in between. */
public final class QuantisedTensor {
    private final TensorShape shape;
    private final int[] values;

    /**
     * @param shape CHW
     * @param values one for each element, copied
     */
    public QuantisedTensor(TensorShape shape, int[] values) {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(
                    "values: " + values.length + " (expected: " + shape.elements() + " for " + shape + ")");
        }
        this.shape = shape;
        this.values = values.clone();
    }

    /**
     * Rounds real values to the integers a network takes: clamp(rint(value * scale), low, high).
     *
     * @param values real model input in CHW order, finite
     * @param scale steps per unit, from the model's card
     * @param input shape and range of the network's input
     */
    public static QuantisedTensor quantise(float[] values, double scale, InputSpec input) {
        if (values.length != input.shape().elements()) {
            throw new IllegalArgumentException("values: " + values.length + " (expected: "
                    + input.shape().elements() + " for " + input.shape() + ")");
        }
        int[] quantised = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            double scaled = Math.rint(values[i] * scale);
            if (Double.isNaN(scaled)) {
                throw new IllegalArgumentException("values: NaN at " + i + " (expected: finite)");
            }
            quantised[i] = (int) Math.max(input.low(), Math.min(input.high(), scaled));
        }
        return new QuantisedTensor(input.shape(), quantised);
    }

    /** Returns the same tensor with every value within the range of a network's input. */
    public QuantisedTensor clampedTo(InputSpec input) {
        int[] clamped = values.clone();
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = Math.clamp(clamped[i], input.low(), input.high());
        }
        return new QuantisedTensor(shape, clamped);
    }

    /** Returns the tensor's shape. */
    public TensorShape shape() {
        return shape;
    }

    /** A copy of the values in CHW order. */
    public int[] values() {
        return values.clone();
    }

    /** Returns the value at a flat CHW index. */
    public int get(int index) {
        return values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantisedTensor tensor
                && shape.equals(tensor.shape)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    /** The shape only: an image's values are never printed. */
    @Override
    public String toString() {
        return "QuantisedTensor[" + shape + "]";
    }
}
