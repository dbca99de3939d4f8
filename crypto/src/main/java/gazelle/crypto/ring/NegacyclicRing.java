package gazelle.crypto.ring;

/** The ring Z_q[X]/(X^N+1), N a power of four and q = 1 mod 2N, and its two transforms; immutable and thread-safe. */
public final class NegacyclicRing {
    /** The exactness argument of the kernels covers twelve levels. */
    private static final int MAX_POLY_DEGREE = 4096;

    private final int polyDegree;
    private final PrimeModulus modulus;
    private final NttKernel kernel;

    private NegacyclicRing(int polyDegree, PrimeModulus modulus) {
        this.polyDegree = polyDegree;
        this.modulus = modulus;
        this.kernel = new ScalarNttKernel(polyDegree, modulus);
    }

    /**
     * The ring of degree N mod q; building one computes 2N twiddle factors.
     *
     * @param polyDegree N: 4, 16, 64, 256, 1024 or 4096
     * @param modulus q, with q = 1 mod 2N
     */
    public static NegacyclicRing of(int polyDegree, PrimeModulus modulus) {
        boolean powerOfFour = Integer.bitCount(polyDegree) == 1 && Integer.numberOfTrailingZeros(polyDegree) % 2 == 0;
        if (!powerOfFour || polyDegree < 4 || polyDegree > MAX_POLY_DEGREE) {
            throw new IllegalArgumentException("polyDegree: " + polyDegree + " (expected: power of four in [4, 4096])");
        }
        if ((modulus.value() - 1) % (2L * polyDegree) != 0) {
            throw new IllegalArgumentException(
                    "modulus: " + modulus.value() + " (expected: 1 mod " + 2 * polyDegree + ")");
        }
        return new NegacyclicRing(polyDegree, modulus);
    }

    /** The degree N. */
    public int polyDegree() {
        return polyDegree;
    }

    /** The modulus q. */
    public PrimeModulus modulus() {
        return modulus;
    }

    /** The transform of a polynomial of this ring. */
    public NttPoly forward(CoefficientPoly poly) {
        if (poly.polyDegree() != polyDegree || poly.modulus().value() != modulus.value()) {
            throw new IllegalArgumentException(
                    "poly: of another ring (expected: degree " + polyDegree + ", same modulus)");
        }
        long[] residues = poly.live();
        double[] values = new double[polyDegree];
        for (int i = 0; i < polyDegree; i++) {
            values[i] = modulus.balanced(residues[i]);
        }
        kernel.forwardInPlace(values);
        return new NttPoly(values);
    }

    /** The coefficients of a transformed polynomial of this ring. */
    public CoefficientPoly inverse(NttPoly poly) {
        double[] values = poly.live().clone();
        kernel.inverseInPlace(values);
        long[] residues = new long[polyDegree];
        for (int i = 0; i < polyDegree; i++) {
            residues[i] = modulus.canonical((long) values[i]);
        }
        return new CoefficientPoly(modulus, residues);
    }

    /** The product x * y. */
    public NttPoly multiply(NttPoly x, NttPoly y) {
        NttAccumulator product = newAccumulator();
        product.addProduct(x, y);
        return product.toPoly();
    }

    /** An accumulator holding zero. */
    public NttAccumulator newAccumulator() {
        return new NttAccumulator(kernel, polyDegree);
    }
}
