package gazelle.protocol.model;

/**
 * Average pooling over each whole channel, as a sum; the division is folded into the next layer's shift.
 *
 * @param name unique in its network
 * @param input the layer whose output it takes
 */
public record GlobalAveragePool(String name, String input) implements SingleInputLayer {
    public static final String KIND = "global-average-pool";

    public GlobalAveragePool {
        Bounds.name("name", name);
        Bounds.name("input", input);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return TensorShape.vector(input.channels());
    }
}
