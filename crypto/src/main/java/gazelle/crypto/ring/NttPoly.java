package gazelle.crypto.ring;

import java.util.Arrays;

/**
 * A polynomial of Z_q[X]/(X^N+1) as its values at the odd powers of a 2N-th root of unity, in an order private to this
 * package: products are pointwise, and nothing of it ever travels.
 */
public final class NttPoly {
    private final double[] values;

    /** Takes over values that are integers of magnitude at most q/2 + 1. */
    NttPoly(double[] values) {
        this.values = values;
    }

    /** Returns whether the polynomial has an inverse, that is no value is zero; in time independent of the values. */
    public boolean isInvertible() {
        long nonZero = -1;
        for (double value : values) {
            // Within q/2 + 1 zero is the only multiple of q; the shift drops the sign of a negative zero.
            long magnitude = Double.doubleToRawLongBits(value) << 1;
            nonZero &= magnitude | -magnitude;
        }
        return nonZero < 0;
    }

    /** Zeroes a polynomial that held a secret. */
    public void clear() {
        Arrays.fill(values, 0);
    }

    /** The live values, for the kernels. */
    double[] live() {
        return values;
    }
}
