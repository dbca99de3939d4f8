package gazelle.protocol.model;

/**
 * The output of a network whose policy is {@code top-k}: the indices of the k largest scores, descending, the lowest on ties.
 *
 * @param name unique in its network
 * @param input the linear layer that gives the scores
 * @param count k
 */
public record TopK(String name, String input, int count) implements OutputLayer {
    public static final String KIND = "top-k";

    /** The most indices that one circuit reveals. */
    public static final int MAX_COUNT = 5;

    public TopK {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("count", count, 1, MAX_COUNT);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ModelCard.OutputPolicy policy() {
        return ModelCard.OutputPolicy.TOP_K;
    }

    @Override
    public int revealedBits(int classes) {
        return count * OutputLayer.indexBits(classes);
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        OutputLayer.requireScores(name, input);
        if (count > input.channels()) {
            throw new IllegalArgumentException(
                    name + " count: " + count + " (expected: at most the " + input.channels() + " classes)");
        }
        return TensorShape.vector(count);
    }
}
