package gazelle.models.train;

/**
 * The widths that training imitates, so that the network gets used to them: weights and activations are rounded in the
 * forward pass and the gradient passes straight through (Bengio et al., 2013; Jacob et al., CVPR 2018).
 *
 * @param weightBits of signed weights, with one scale for each output; 0 leaves them real
 * @param activationBits of activations and, sign included, of what is squared, with one scale for each layer; 0 leaves them real
 * @param from share of the training after which rounding begins, 0..1
 */
record Precision(int weightBits, int activationBits, double from) {
    /** Training in real numbers, without rounding. */
    public static final Precision REAL = new Precision(0, 0, 1);

    public Precision {
        if (weightBits < 0 || weightBits == 1 || weightBits > 16) {
            throw new IllegalArgumentException("weightBits: " + weightBits + " (expected: 0 or 2..16)");
        }
        if (activationBits < 0 || activationBits > 16) {
            throw new IllegalArgumentException("activationBits: " + activationBits + " (expected: 0..16)");
        }
        if (!(from >= 0 && from <= 1)) {
            throw new IllegalArgumentException("from: " + from + " (expected: 0..1)");
        }
    }
}
