package gazelle.crypto.rlwe;

import gazelle.crypto.random.RandomStream;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NttPoly;

/** The client's uniform ternary secret of one connection; zeroed when closed. */
public final class SecretKey implements AutoCloseable {
    private final RlweParameters parameters;
    private final NttPoly transformed;
    private boolean closed;

    private SecretKey(RlweParameters parameters, NttPoly transformed) {
        this.parameters = parameters;
        this.transformed = transformed;
    }

    /** Draws a key from a secret stream used for nothing else. */
    public static SecretKey generate(RlweParameters parameters, RandomStream random) {
        return new SecretKey(parameters, ternary(parameters, random));
    }

    /**
     * A uniform ternary polynomial among those with an inverse, transformed; its coefficients are wiped.
     *
     * <p>{@link NoiseBound}'s proof needs the inverse: times it, a uniform polynomial stays uniform. About one polynomial in 2^36 has
     * none; that one was dropped says nothing of the one that is kept.
     */
    static NttPoly ternary(RlweParameters parameters, RandomStream random) {
        long[] coefficients = new long[parameters.polyDegree()];
        while (true) {
            random.ternaryInto(coefficients);
            CoefficientPoly poly = CoefficientPoly.ofSigned(parameters.modulus(), coefficients);
            NttPoly transformed = parameters.ring().forward(poly);
            poly.clear();
            if (transformed.isInvertible()) {
                return transformed;
            }
        }
    }

    RlweParameters parameters() {
        return parameters;
    }

    /** The secret, transformed; for this package. */
    NttPoly transformed() {
        if (closed) {
            throw new IllegalStateException("secretKey: closed (expected: open)");
        }
        return transformed;
    }

    @Override
    public void close() {
        closed = true;
        transformed.clear();
    }
}
