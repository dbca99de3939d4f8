package gazelle.benchmarks.extraction;

/**
 * The inferences that reading a part of one linear layer took.
 *
 * @param layer name of the layer
 * @param weights weights of the whole layer
 * @param biases biases of the whole layer
 * @param weightBits public width of its weights
 * @param weightsRead weights that were read
 * @param biasesRead biases that were read
 * @param inferencesForWeights inferences that the weights took
 * @param inferencesForBiases inferences that the biases took
 * @param right how many of the weights and biases read are the server's, bit for bit
 */
public record LayerSample(
        String layer,
        long weights,
        long biases,
        int weightBits,
        long weightsRead,
        long biasesRead,
        long inferencesForWeights,
        long inferencesForBiases,
        long right) {
    /** Inferences for each weight. */
    public double perWeight() {
        return (double) inferencesForWeights / weightsRead;
    }

    /** Inferences for each bias. */
    public double perBias() {
        return (double) inferencesForBiases / biasesRead;
    }

    /** Inferences that the whole layer takes at these rates. */
    public double wholeLayer() {
        return weights * perWeight() + biases * perBias();
    }

    /** Returns whether everything read is right. */
    public boolean isExact() {
        return right == weightsRead + biasesRead;
    }

    /** The fewest inferences for each weight, were all its values as likely and each answer told {@code bits}. */
    public double floor(double bits) {
        return Math.log((1 << weightBits) - 1) / Math.log(2) / bits;
    }
}
