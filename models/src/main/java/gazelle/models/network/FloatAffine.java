package gazelle.models.network;

import gazelle.protocol.model.TensorShape;

/** scale * x + shift with constants for each channel, or for each element: batch normalisation, or arithmetic with constants. */
public final class FloatAffine implements SingleInputFloatLayer {
    private final String name;
    private final float[] scales;
    private final float[] shifts;

    /**
     * @param name unique in its network
     * @param scales one for each channel or each element; finite, copied
     * @param shifts as many; finite, copied
     */
    public FloatAffine(String name, float[] scales, float[] shifts) {
        FloatLinear.requireFinite(name + " scales", scales);
        FloatLinear.requireFinite(name + " shifts", shifts);
        if (scales.length != shifts.length) {
            throw new IllegalArgumentException(
                    name + " shifts: " + shifts.length + " (expected: " + scales.length + " as there are scales)");
        }
        this.name = name;
        this.scales = scales.clone();
        this.shifts = shifts.clone();
    }

    @Override
    public String name() {
        return name;
    }

    /** A copy of the scales. */
    public float[] scales() {
        return scales.clone();
    }

    /** A copy of the shifts. */
    public float[] shifts() {
        return shifts.clone();
    }

    /** Returns true if there is one pair of constants a channel, for an input of that shape. */
    public boolean isByChannel(TensorShape input) {
        return scales.length == input.channels();
    }

    /** Returns true if every element gets the same factor and the same shift. */
    public boolean isUniform() {
        for (int i = 0; i < scales.length; i++) {
            if (scales[i] != scales[0] || shifts[i] != shifts[0]) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if every factor is one. */
    public boolean isShift() {
        for (float scale : scales) {
            if (scale != 1) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if every factor is one and every shift zero. */
    public boolean isIdentity() {
        for (float shift : shifts) {
            if (shift != 0) {
                return false;
            }
        }
        return isShift();
    }

    /** Returns the number of the pair of constants that element {@code index} takes. */
    public int constantOf(int index, TensorShape input) {
        return isByChannel(input) ? index / (input.height() * input.width()) : index;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (scales.length != input.channels() && scales.length != input.elements()) {
            throw new IllegalArgumentException(
                    name + ": " + scales.length + " constants do not fit the input " + input);
        }
        return input;
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        float[] output = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            int constant = constantOf(i, shape);
            output[i] = scales[constant] * input[i] + shifts[constant];
        }
        return output;
    }
}
