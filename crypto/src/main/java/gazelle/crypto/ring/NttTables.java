package gazelle.crypto.ring;

/** The twiddle factors of one degree and modulus, balanced; shared by its kernels and never written after construction. */
final class NttTables {
    private final int polyDegree;
    private final double modulus;
    private final double[] forward;
    private final double[] inverse;
    private final double inverseDegree;
    private final double inverseDegreeTimesTwiddle;

    NttTables(int polyDegree, PrimeModulus q) {
        this.polyDegree = polyDegree;
        this.modulus = q.value();
        long psi = q.primitiveRoot(2 * polyDegree);
        this.forward = bitReversedPowers(q, psi, polyDegree);
        this.inverse = bitReversedPowers(q, q.inverseVariableTime(psi), polyDegree);
        long degreeInverse = q.inverseVariableTime(polyDegree);
        this.inverseDegree = q.balanced(degreeInverse);
        this.inverseDegreeTimesTwiddle = q.balanced(q.multiply(degreeInverse, q.canonical((long) inverse[1])));
    }

    /** N. */
    int polyDegree() {
        return polyDegree;
    }

    /** q. */
    double modulus() {
        return modulus;
    }

    /** psi^bitrev(i) for a primitive 2N-th root of unity psi; entry m + i serves block i of the level with m blocks. Live. */
    double[] forward() {
        return forward;
    }

    /** The inverses of {@link #forward()}. Live. */
    double[] inverse() {
        return inverse;
    }

    /** 1/N. */
    double inverseDegree() {
        return inverseDegree;
    }

    /** 1/N times entry 1 of {@link #inverse()}: the last level's twiddle factor with the division by N folded in. */
    double inverseDegreeTimesTwiddle() {
        return inverseDegreeTimesTwiddle;
    }

    private static double[] bitReversedPowers(PrimeModulus q, long root, int count) {
        int logCount = Integer.numberOfTrailingZeros(count);
        double[] powers = new double[count];
        long power = 1;
        for (int i = 0; i < count; i++) {
            powers[Integer.reverse(i) >>> (Integer.SIZE - logCount)] = q.balanced(power);
            power = q.multiply(power, root);
        }
        return powers;
    }
}
