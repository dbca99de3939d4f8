package gazelle.crypto.packing;

/**
 * A matrix-vector product; weights are row-major, [output][input].
 *
 * @param inputs columns
 * @param outputs rows
 */
public record FullyConnectedGeometry(int inputs, int outputs) implements LinearGeometry {
    public FullyConnectedGeometry {
        if (inputs < 1) {
            throw new IllegalArgumentException("inputs: " + inputs + " (expected: >= 1)");
        }
        if (outputs < 1) {
            throw new IllegalArgumentException("outputs: " + outputs + " (expected: >= 1)");
        }
        if ((long) inputs * outputs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("weights: " + (long) inputs * outputs + " (expected: < 2^31)");
        }
    }

    @Override
    public int weights() {
        return inputs * outputs;
    }
}
