package gazelle.crypto.ring;

import java.math.BigInteger;

/**
 * An odd prime below 2^48, the largest size for which the double-precision kernels are exact.
 *
 * @param value the prime q
 */
public record PrimeModulus(long value) {
    private static final int PRIMALITY_CERTAINTY = 100;

    public PrimeModulus {
        if (value < 3 || value >= 1L << 48 || !BigInteger.valueOf(value).isProbablePrime(PRIMALITY_CERTAINTY)) {
            throw new IllegalArgumentException("value: " + value + " (expected: odd prime < 2^48)");
        }
    }

    /** Length of q in bits. */
    public int bits() {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    /** Maps a value in [-q, 2q) to its residue in [0, q), in constant time. */
    public long canonical(long v) {
        long nonNegative = v + ((v >> 63) & value);
        long reduced = nonNegative - value;
        return reduced + ((reduced >> 63) & value);
    }

    /** Maps a residue in [0, q) to its representative in (-q/2, q/2), in constant time. */
    public long balanced(long residue) {
        return residue - (((value >> 1) - residue) >> 63 & value);
    }

    /** The product of two residues in [0, q), as a residue in [0, q). */
    public long multiply(long x, long y) {
        long quotient = (long) ((double) x * (double) y / (double) value);
        // The quotient is off by one at most, so the true remainder fits a long although the products wrap.
        return canonical(x * y - quotient * value);
    }

    /** The residue base^exponent, exponent &gt;= 0, by square and multiply (public values only). */
    public long powerVariableTime(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long e = exponent; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    /** The inverse of a non-zero residue. */
    long inverseVariableTime(long residue) {
        return powerVariableTime(residue, value - 2);
    }

    /**
     * The residue of smallest base whose order is exactly {@code order}.
     *
     * @param order a power of two dividing q - 1
     */
    long primitiveRoot(int order) {
        if (Integer.bitCount(order) != 1 || (value - 1) % order != 0) {
            throw new IllegalArgumentException("order: " + order + " (expected: power of two dividing q - 1)");
        }
        for (long base = 2; ; base++) {
            long root = powerVariableTime(base, (value - 1) / order);
            if (powerVariableTime(root, order / 2) == value - 1) {
                return root;
            }
        }
    }
}
