package gazelle.protocol.model;

/**
 * The output of a network whose policy is {@code label}: the index of the largest score, the lowest on ties.
 *
 * @param name unique in its network
 * @param input the linear layer that gives the scores
 */
public record ArgMax(String name, String input) implements OutputLayer {
    public static final String KIND = "arg-max";

    public ArgMax {
        Bounds.name("name", name);
        Bounds.name("input", input);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ModelCard.OutputPolicy policy() {
        return ModelCard.OutputPolicy.LABEL;
    }

    @Override
    public int revealedBits(int classes) {
        return OutputLayer.indexBits(classes);
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        OutputLayer.requireScores(name, input);
        return TensorShape.vector(1);
    }
}
