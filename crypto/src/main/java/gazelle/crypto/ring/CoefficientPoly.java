package gazelle.crypto.ring;

import java.util.Arrays;

/** A polynomial of Z_q[X]/(X^N+1) as its N coefficients, residues in [0, q), lowest power first. */
public final class CoefficientPoly {
    private final PrimeModulus modulus;
    private final long[] coefficients;

    /** Takes the array over; for this package, whose arrays are fresh. */
    CoefficientPoly(PrimeModulus modulus, long[] coefficients) {
        this.modulus = modulus;
        this.coefficients = coefficients;
    }

    /**
     * A polynomial with the given residues.
     *
     * @param residues N values, taken over: the caller must not change them any more
     * @throws IllegalArgumentException when a value is not in [0, q)
     */
    public static CoefficientPoly ofResidues(PrimeModulus modulus, long[] residues) {
        long outside = 0;
        for (long residue : residues) {
            outside |= residue | (modulus.value() - 1 - residue);
        }
        if (outside < 0) {
            throw new IllegalArgumentException("residues: out of range (expected: 0 <= residue < modulus)");
        }
        return new CoefficientPoly(modulus, residues);
    }

    /**
     * A polynomial with the given signed integers, each in (-q, q), taken mod q in constant time.
     *
     * @param values N values, taken over and reduced in place
     * @throws IllegalArgumentException when a value is not in (-q, q)
     */
    public static CoefficientPoly ofSigned(PrimeModulus modulus, long[] values) {
        long outside = 0;
        for (int i = 0; i < values.length; i++) {
            outside |= (modulus.value() - 1 - values[i]) | (modulus.value() - 1 + values[i]);
            values[i] = modulus.canonical(values[i]);
        }
        if (outside < 0) {
            throw new IllegalArgumentException("values: out of range (expected: -modulus < value < modulus)");
        }
        return new CoefficientPoly(modulus, values);
    }

    /** Number of coefficients N. */
    public int polyDegree() {
        return coefficients.length;
    }

    /** A copy of the residues in [0, q). */
    public long[] toArray() {
        return coefficients.clone();
    }

    /** The residue at power {@code index}. */
    public long coefficient(int index) {
        return coefficients[index];
    }

    /**
     * Adds the coefficients to {@code values}, mod q.
     *
     * @param values N values in (-q, q); residues in [0, q) afterwards
     */
    public void addTo(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = modulus.canonical(values[i] + coefficients[i]);
        }
    }

    /**
     * Subtracts the coefficients from {@code values}, mod q.
     *
     * @param values N values in (-q, q); residues in [0, q) afterwards
     */
    public void subtractFrom(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = modulus.canonical(modulus.canonical(values[i]) - coefficients[i]);
        }
    }

    /** Zeroes a polynomial that held a secret. */
    public void clear() {
        Arrays.fill(coefficients, 0);
    }

    PrimeModulus modulus() {
        return modulus;
    }

    /** The live coefficients, for the transform. */
    long[] live() {
        return coefficients;
    }
}
