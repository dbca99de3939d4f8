package gazelle.crypto.rlwe;

import java.util.OptionalInt;

/**
 * A bound on |eps| in responses 2^g * y + eps that fails with probability below 2^-40 per inference.
 *
 * <p>With sigma_e the error's deviation, W the sum of ||w^||^2 over the ciphertexts summed into one response (whole packed weight
 * polynomials), D the dropped bits and n the decrypted coefficients per inference:
 *
 * <pre>
 *   sigma^2 = (sigma_e^2 + (4^D + 2)/12 + 1/6) W + sigma_e^2 (1 + 4N/3)
 *   |eps|  &lt;= (2^(l+g) / q) z sigma + z sqrt(N/18) 2^-8 + 1,      n erfc(z / sqrt 2) &lt;= 2^-41
 * </pre>
 *
 * <p>The terms of sigma: fresh error, dropped bits (ties to even), the two encodings' roundings, the encryption of zero. Then the
 * rounding of the first half times the secret, and the two roundings of the second half. A response is accepted when |eps| stays
 * below 2 for any g, see {@link ResponseFormat}. Everything is computed with StrictMath,
 * because both sides derive D from it and must agree to the bit.
 */
public final class NoiseBound {
    private static final int BISECTIONS = 60;
    private static final double LN_FAILURE = -41 * StrictMath.log(2);

    /** The largest |eps| that is accepted. */
    private static final double LIMIT = 2;

    private final RlweParameters parameters;
    private final ResponseFormat format;
    private final double tailFactor;
    /** The deviations of the encryption of zero and of the roundings, which no weight changes. */
    private final double zeroVariance;

    private final double roundingBound;

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
        this.tailFactor = tailFactor(coefficientsPerInference);
        int degree = parameters.polyDegree();
        this.zeroVariance = parameters.errorVariance() * (1 + 4.0 * degree / 3);
        this.roundingBound = tailFactor * StrictMath.sqrt(degree / 18.0) / (1L << format.roundingBits()) + 1;
    }

    /**
     * The bound on |eps|.
     *
     * @param weightNormSquared W
     * @param droppedBits D
     */
    public double epsilon(double weightNormSquared, int droppedBits) {
        double errorVariance = parameters.errorVariance();
        double droppedVariance = ((1L << (2 * droppedBits)) + 2) / 12.0;
        double sigma = StrictMath.sqrt((errorVariance + droppedVariance + 1.0 / 6) * weightNormSquared + zeroVariance);
        double scale =
                (double) (1L << format.shareBits()) / parameters.modulus().value();
        return scale * tailFactor * sigma + roundingBound;
    }

    /** The largest |eps| that is accepted: 2, so that 2^(g-2) responses together stay within 2^(g-1) and leave y exact. */
    public double limit() {
        return LIMIT;
    }

    /** The most low bits the client may drop with y still exact, or empty when even dropping none could fail. */
    public OptionalInt mostDroppedBits(double weightNormSquared) {
        // Every operation of epsilon is monotone in D, also as rounded: the answers are true up to some D, then false.
        int possible = -1;
        int impossible = SeededCiphertext.maxDroppedBits(parameters) + 1;
        while (impossible - possible > 1) {
            int dropped = (possible + impossible) >> 1;
            if (epsilon(weightNormSquared, dropped) <= LIMIT) {
                possible = dropped;
            } else {
                impossible = dropped;
            }
        }
        return possible < 0 ? OptionalInt.empty() : OptionalInt.of(possible);
    }

    /**
     * The z for which n normal variables all stay within z deviations but with probability 2^-41, from the upper bound
     * erfc(x) &lt;= exp(-x^2) / (x sqrt(pi)), which is 1.3 % above erfc here.
     */
    static double tailFactor(long n) {
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
