package gazelle.protocol.model;

/**
 * The output of a network whose policy is {@code scores}: every score, exactly.
 *
 * @param name unique in its network
 * @param input the linear layer that gives the scores
 */
public record Scores(String name, String input) implements OutputLayer {
    public static final String KIND = "scores";

    public Scores {
        Bounds.name("name", name);
        Bounds.name("input", input);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ModelCard.OutputPolicy policy() {
        return ModelCard.OutputPolicy.SCORES;
    }

    @Override
    public int revealedBits(int classes) {
        return classes * LinearLayer.MAX_RING_BITS;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        OutputLayer.requireScores(name, input);
        return input;
    }
}
