package gazelle.protocol.model;

/**
 * The last layer of a network whose policy is {@code label}: the index of the largest score, the lowest on ties.
 *
 * @param name unique in its network
 */
public record ArgMax(String name) implements Layer {
    public static final String KIND = "arg-max";

    /** The most classes the circuit compares. */
    public static final int MAX_CLASSES = 1_024;

    public ArgMax {
        Bounds.name("name", name);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        if (input.height() != 1 || input.width() != 1 || input.channels() < 2 || input.channels() > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    name + ": input " + input + " (expected: a vector of 2.." + MAX_CLASSES + " scores)");
        }
        return TensorShape.vector(1);
    }
}
