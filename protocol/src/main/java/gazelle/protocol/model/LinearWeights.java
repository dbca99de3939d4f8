package gazelle.protocol.model;

/** The secret integers of one linear layer; server only. */
public final class LinearWeights {
    private final int[] weights;
    private final long[] biases;

    /**
     * @param weights OIHW, or row-major [output][input]; copied
     * @param biases one for each output channel or output, with the rounding 2^(s-1) of the following shift; copied
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
