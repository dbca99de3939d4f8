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

    /** Zeroes a polynomial that held a secret. */
    public void clear() {
        Arrays.fill(values, 0);
    }

    /** The live values, for the kernels. */
    double[] live() {
        return values;
    }
}
