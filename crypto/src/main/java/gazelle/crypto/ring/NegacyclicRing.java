package gazelle.crypto.ring;

import gazelle.crypto.vector.VectorUnit;
import java.time.Duration;
import java.util.Arrays;

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
        this.kernel = kernel(new NttTables(polyDegree, modulus));
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
        double[] values = new double[polyDegree];
        kernel.reducedInto(poly.live(), values);
        kernel.forwardInPlace(values);
        return new NttPoly(values);
    }

    /** The coefficients of a transformed polynomial of this ring. */
    public CoefficientPoly inverse(NttPoly poly) {
        double[] values = poly.live().clone();
        return inverseInPlace(values);
    }

    /** The coefficients of a sum of products, which holds zero afterwards. */
    public CoefficientPoly inverse(NttAccumulator sum) {
        double[] values = sum.reduced();
        CoefficientPoly poly = inverseInPlace(values);
        Arrays.fill(values, 0);
        return poly;
    }

    /** An accumulator holding the product x * y. */
    public NttAccumulator product(NttPoly x, NttPoly y) {
        NttAccumulator product = newAccumulator();
        product.addProduct(x, y);
        return product;
    }

    /** An accumulator holding zero. */
    public NttAccumulator newAccumulator() {
        return new NttAccumulator(kernel, polyDegree);
    }

    /**
     * Waits until transforms run at full speed: they start in plain Java, and change to vector code once the JVM has compiled it,
     * some seconds after the first ring was made.
     *
     * @return whether nothing is left to wait for
     */
    public static boolean awaitFullSpeed(Duration timeout) throws InterruptedException {
        return !VectorUnit.isPresent() || SwitchingNttKernel.await(timeout);
    }

    /** The kernel, for tests of the choice. */
    NttKernel kernel() {
        return kernel;
    }

    private CoefficientPoly inverseInPlace(double[] values) {
        kernel.inverseInPlace(values);
        long[] residues = new long[polyDegree];
        kernel.residuesInto(values, residues);
        return new CoefficientPoly(modulus, residues);
    }

    private static NttKernel kernel(NttTables tables) {
        NttKernel scalar = new ScalarNttKernel(tables);
        return tables.polyDegree() >= NttKernel.SQUARE && VectorUnit.isPresent()
                ? new SwitchingNttKernel(scalar, new VectorNttKernel(tables))
                : scalar;
    }
}
