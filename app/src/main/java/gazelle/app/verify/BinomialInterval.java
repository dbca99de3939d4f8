package gazelle.app.verify;

import java.util.function.DoubleUnaryOperator;

/**
 * The exact two-sided 95 % interval of a share (Clopper and Pearson, Biometrika 26, 1934): whatever the true share is, the
 * interval of a sample contains it in at least 95 of 100 samples.
 *
 * @param low the smallest true share under which as many successes or more come about in at least 2.5 of 100 samples
 * @param high the largest true share under which as few successes or fewer do
 */
public record BinomialInterval(double low, double high) {
    private static final double TAIL = 0.025;
    private static final int BISECTIONS = 60;

    /**
     * Returns the interval of a sample.
     *
     * @param successes at most {@code trials}
     * @param trials at least 1
     */
    public static BinomialInterval of(int successes, int trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes: " + successes + " of " + trials + " (expected: 0 to trials, of at least 1)");
        }
        double low = successes == 0 ? 0 : crossing(share -> upperTail(successes, trials, share) - TAIL);
        double high =
                successes == trials ? 1 : crossing(share -> TAIL - upperTail(trials - successes, trials, 1 - share));
        return new BinomialInterval(low, high);
    }

    /** Returns whether a true share is compatible with the sample. */
    public boolean contains(double share) {
        return low <= share && share <= high;
    }

    /** Returns the point between 0 and 1 at which a rising function passes 0. */
    private static double crossing(DoubleUnaryOperator rising) {
        double below = 0;
        double above = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (below + above) / 2;
            if (rising.applyAsDouble(middle) < 0) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return (below + above) / 2;
    }

    /** Returns the probability of {@code least} successes or more; by logarithms, as single terms may be too small for a double. */
    private static double upperTail(int least, int trials, double share) {
        double logOdds = Math.log(share) - Math.log1p(-share);
        double logTerm = trials * Math.log1p(-share);
        double sum = 0;
        for (int successes = 0; successes <= trials; successes++) {
            if (successes >= least) {
                sum += Math.exp(logTerm);
            }
            logTerm += Math.log((double) (trials - successes) / (successes + 1)) + logOdds;
        }
        return sum;
    }
}
