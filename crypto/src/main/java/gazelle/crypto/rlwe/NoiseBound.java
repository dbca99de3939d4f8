package gazelle.crypto.rlwe;

import java.util.OptionalInt;

/**
 * A bound on |eps| in responses 2^g * y + eps that fails with probability below 2^-40 per inference.
 *
 * <p>With sigma_e^2 the error's variance, W the sum of ||w^||^2 over the ciphertexts summed into one response (whole packed weight
 * polynomials of P weights together), D the dropped bits, n the decrypted coefficients per inference and c = 2^(l+g) / q:
 *
 * <pre>
 *   |eps|  &lt;= z sqrt(c^2 S + N/16 4^-8) + c (1/2 + 2^-34) sqrt(P W) + 1,       2 n exp(-z^2 / 2) = 2^-41
 *   S       = (sigma_e^2 + (4^D + 2)/12 + 1/4) W + sigma_e^2 (1 + 3N/2)
 * </pre>
 *
 * <p>{@code docs/protocol/exactness.md} proves it. Everything is computed with StrictMath, because
 * both sides derive D from it and must agree to the bit.
 */
public final class NoiseBound {
    /** The largest |eps| that is accepted. */
    private static final double LIMIT = 2;

    private static final double LN_FAILURE = -41 * StrictMath.log(2);

    /** Largest fixed error of an encoding, and the bias of ties when 14 bits are dropped: for each unit of a weight. */
    private static final double FIXED_ENCODING_ERROR = 0.5 + 0x1p-34;

    private static final double ENCODING_VARIANCE = 0.25;

    private static final int BISECTIONS = 60;

    private final RlweParameters parameters;
    private final ResponseFormat format;
    /** c. */
    private final double scale;

    private final double tailFactor;
    /** The part of S that no weight changes. */
    private final double zeroVariance;

    /** The variance of the first half's roundings times the secret. */
    private final double roundingVariance;

    private final double marginFactor;

    /**
     * A bound for one kind of response.
     *
     * @param format l and g
     * @param coefficientsPerInference n, at least 1
     */
    public NoiseBound(ResponseFormat format, long coefficientsPerInference) {
        if (coefficientsPerInference < 1) {
            throw new IllegalArgumentException(
                    "coefficientsPerInference: " + coefficientsPerInference + " (expected: >= 1)");
        }
        this.parameters = format.parameters();
        this.format = format;
        this.scale = (double) (1L << format.shareBits()) / parameters.modulus().value();
        this.tailFactor = tailFactor(coefficientsPerInference);
        this.marginFactor = normalTailFactor(coefficientsPerInference);
        double degree = parameters.polyDegree();
        this.zeroVariance = parameters.errorVariance() * (1 + 1.5 * degree);
        this.roundingVariance = degree / 16 / (1L << (2 * format.roundingBits()));
    }

    /**
     * The bound on |eps|.
     *
     * @param weights P
     * @param weightNormSquared W
     * @param droppedBits D
     */
    public double epsilon(long weights, double weightNormSquared, int droppedBits) {
        double droppedVariance = ((1L << (2 * droppedBits)) + 2) / 12.0;
        double requestVariance = parameters.errorVariance() + droppedVariance + ENCODING_VARIANCE;
        double variance = requestVariance * weightNormSquared + zeroVariance;
        return tailFactor * StrictMath.sqrt(scale * scale * variance + roundingVariance)
                + scale * FIXED_ENCODING_ERROR * StrictMath.sqrt(weights * weightNormSquared)
                + 1;
    }

    /** The largest |eps| that is accepted: 2, so that 2^(g-2) responses together stay within 2^(g-1) and leave y exact. */
    public double limit() {
        return LIMIT;
    }

    /** The most low bits the client may drop with y still exact, or empty when even dropping none could fail. */
    public OptionalInt mostDroppedBits(long weights, double weightNormSquared) {
        // Every operation of both conditions is monotone in D, also as rounded: they hold up to some D, then fail.
        int possible = -1;
        int impossible = SeededCiphertext.maxDroppedBits(parameters) + 1;
        while (impossible - possible > 1) {
            int dropped = (possible + impossible) >> 1;
            if (epsilon(weights, weightNormSquared, dropped) <= LIMIT && keepsMargin(weightNormSquared, dropped)) {
                possible = dropped;
            } else {
                impossible = dropped;
            }
        }
        return possible < 0 ? OptionalInt.empty() : OptionalInt.of(possible);
    }

    /**
     * Returns whether D leaves the margin that plans have kept since the protocol's first version, and that fixes the sizes of its
     * messages: the deviations of the noise and of the roundings may meet, as if both always peaked together.
     */
    private boolean keepsMargin(double weightNormSquared, int droppedBits) {
        double errorVariance = parameters.errorVariance();
        double droppedVariance = ((1L << (2 * droppedBits)) + 2) / 12.0;
        double zero = errorVariance * (1 + 4.0 * parameters.polyDegree() / 3);
        double sigma = StrictMath.sqrt((errorVariance + droppedVariance + 1.0 / 6) * weightNormSquared + zero);
        double roundings = StrictMath.sqrt(parameters.polyDegree() / 18.0) / (1L << format.roundingBits());
        return scale * marginFactor * sigma + marginFactor * roundings + 1 <= LIMIT;
    }

    /** The z of 2 n exp(-z^2 / 2) = 2^-41: what n sums of bounded variables stay within, in deviations (Chernoff's bound). */
    static double tailFactor(long n) {
        return StrictMath.sqrt(2 * (StrictMath.log(2.0 * n) - LN_FAILURE));
    }

    /**
     * The z for which n normal variables all stay within z deviations but with probability 2^-41, from the upper bound
     * erfc(x) &lt;= exp(-x^2) / (x sqrt(pi)), which is 1.3 % above erfc here.
     */
    static double normalTailFactor(long n) {
        double low = 1;
        double high = 64;
        for (int i = 0; i < BISECTIONS; i++) {
            double z = (low + high) / 2;
            double x = z / StrictMath.sqrt(2);
            double lnProbability =
                    StrictMath.log((double) n) - x * x - StrictMath.log(x * StrictMath.sqrt(StrictMath.PI));
            if (lnProbability <= LN_FAILURE) {
                high = z;
            } else {
                low = z;
            }
        }
        return high;
    }
}
