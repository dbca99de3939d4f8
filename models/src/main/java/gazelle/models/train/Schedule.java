package gazelle.models.train;

/**
 * The length and the rates of a training: stochastic gradient descent with Nesterov's momentum, one warm-up and one cosine
 * decay (Smith and Topin, 2017; Loshchilov and Hutter, 2017).
 *
 * @param epochs passes over the training pictures
 * @param batch pictures in one step
 * @param peakRate learning rate at the end of the warm-up
 * @param weightDecay of weights, not of biases and normalisations
 * @param labelSmoothing share of the target spread over all classes
 * @param mixing share of the batches in which every picture and its target are blended with another's (Zhang et al., ICLR 2018)
 * @param averaging decay of the running mean of the weights that is exported; 0 exports the last weights
 */
record Schedule(
        int epochs,
        int batch,
        double peakRate,
        double weightDecay,
        double labelSmoothing,
        double mixing,
        double averaging) {
    /** The share of the last step's direction that the next one keeps. */
    static final double MOMENTUM = 0.9;

    private static final double WARM_UP = 0.2;
    private static final double FIRST_RATE = 0.1;
    private static final double LAST_RATE = 0.002;

    public Schedule {
        if (epochs < 1 || epochs > 10_000) {
            throw new IllegalArgumentException("epochs: " + epochs + " (expected: 1..10000)");
        }
        if (batch < 2) {
            throw new IllegalArgumentException("batch: " + batch + " (expected: >= 2)");
        }
        if (!(mixing >= 0 && mixing <= 1)) {
            throw new IllegalArgumentException("mixing: " + mixing + " (expected: 0..1)");
        }
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("averaging: " + averaging + " (expected: 0 <= averaging < 1)");
        }
    }

    /** The same schedule stretched to another number of epochs. */
    public Schedule withEpochs(int count) {
        return new Schedule(count, batch, peakRate, weightDecay, labelSmoothing, mixing, averaging);
    }

    /**
     * The learning rate of a step.
     *
     * @param done share of all steps done before it, 0..1
     */
    public double rate(double done) {
        if (done < WARM_UP) {
            return peakRate * (FIRST_RATE + (1 - FIRST_RATE) * done / WARM_UP);
        }
        double decay = (1 + Math.cos(Math.PI * (done - WARM_UP) / (1 - WARM_UP))) / 2;
        return peakRate * (LAST_RATE + (1 - LAST_RATE) * decay);
    }
}
