package gazelle.protocol.model;

/** The secret integers of one linear layer; server only. */
public final class LinearWeights {
    private final int[] weights;
    private final long[] biases;

    /**
     * @param weights OIHW, or row-major [output][input]; copied
     * @param biases one for each output channel; or one for each output, CHW, where zero padding stands beside a constant that was
     *     added before it. With the rounding 2^(s-1) of the following shift; copied
     */
    public LinearWeights(int[] weights, long[] biases) {
        this.weights = weights.clone();
        this.biases = biases.clone();
    }

    /** A copy of the weights. */
    public int[] weights() {
        return weights.clone();
    }

    /** A copy of the biases. */
    public long[] biases() {
        return biases.clone();
    }

    /**
     * The bias of one output.
     *
     * @param output number of the output, CHW
     * @param outputs how many the layer has
     */
    public long bias(int output, int outputs) {
        return biases[output / (outputs / biases.length)];
    }

    int weightCount() {
        return weights.length;
    }

    int biasCount() {
        return biases.length;
    }

    int weight(int index) {
        return weights[index];
    }

    long bias(int index) {
        return biases[index];
    }
}
