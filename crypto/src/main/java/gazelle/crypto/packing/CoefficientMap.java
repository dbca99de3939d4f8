package gazelle.crypto.packing;

import java.util.Arrays;

/**
 * A partial injection from the elements of a tensor to the coefficients of a polynomial. All else in the polynomial is zero.
 */
public final class CoefficientMap {
    private final int[] elements;
    private final int[] coefficients;

    private CoefficientMap(int[] elements, int[] coefficients) {
        this.elements = elements;
        this.coefficients = coefficients;
    }

    /** Number of elements placed. */
    public int size() {
        return elements.length;
    }

    /** The tensor index of entry {@code i}. */
    public int element(int i) {
        return elements[i];
    }

    /** The power of X of entry {@code i}. */
    public int coefficient(int i) {
        return coefficients[i];
    }

    /** All coefficients, in the order of the entries (a copy). */
    public int[] coefficients() {
        return coefficients.clone();
    }

    /** Places the mapped elements of a tensor into a polynomial of zeros. */
    public long[] place(long[] tensor, int polyDegree) {
        long[] polynomial = new long[polyDegree];
        for (int i = 0; i < elements.length; i++) {
            polynomial[coefficients[i]] = tensor[elements[i]];
        }
        return polynomial;
    }

    /** Places the mapped elements of a tensor of small integers into a polynomial of zeros. */
    public long[] place(int[] tensor, int polyDegree) {
        long[] polynomial = new long[polyDegree];
        for (int i = 0; i < elements.length; i++) {
            polynomial[coefficients[i]] = tensor[elements[i]];
        }
        return polynomial;
    }

    /** Writes one value an entry to the mapped elements of {@code tensor}. */
    public void scatterInto(long[] values, long[] tensor) {
        for (int i = 0; i < elements.length; i++) {
            tensor[elements[i]] = values[i];
        }
    }

    /** Collects entries in order. */
    static final class Builder {
        private int[] elements;
        private int[] coefficients;
        private int size;

        Builder(int capacity) {
            elements = new int[capacity];
            coefficients = new int[capacity];
        }

        void put(int element, int coefficient) {
            elements[size] = element;
            coefficients[size] = coefficient;
            size++;
        }

        /** Puts consecutive elements on coefficients that are {@code step} apart. */
        void putRow(int element, int coefficient, int step, int count) {
            for (int i = 0; i < count; i++) {
                elements[size + i] = element + i;
                coefficients[size + i] = coefficient + i * step;
            }
            size += count;
        }

        CoefficientMap build() {
            if (size == elements.length) {
                return new CoefficientMap(elements, coefficients);
            }
            return new CoefficientMap(Arrays.copyOf(elements, size), Arrays.copyOf(coefficients, size));
        }
    }
}
