package gazelle.crypto.share;

import java.util.Arrays;

/**
 * One party's share of a vector of integers mod 2^ringBits; the two parties' shares add up to the vector.
 *
 * <p>A share by itself is uniform, but together with the other party's it is the secret: it is never printed or compared,
 * and it is wiped when closed.
 */
public final class AdditiveShare implements AutoCloseable {
    /** The widest ring that a share may have. */
    public static final int MAX_RING_BITS = 40;

    private final long[] values;
    private final int ringBits;

    /**
     * Takes ownership of {@code values} and reduces them mod 2^ringBits.
     *
     * @param values any integers; the array is not copied
     * @param ringBits l, 1..40
     */
    public AdditiveShare(long[] values, int ringBits) {
        if (ringBits < 1 || ringBits > MAX_RING_BITS) {
            throw new IllegalArgumentException("ringBits: " + ringBits + " (expected: 1.." + MAX_RING_BITS + ")");
        }
        this.values = values;
        this.ringBits = ringBits;
        reduceInPlace(values, ringBits);
    }

    /** A share of {@code length} zeros. */
    public static AdditiveShare zeros(int length, int ringBits) {
        return new AdditiveShare(new long[length], ringBits);
    }

    private static void reduceInPlace(long[] values, int ringBits) {
        long mask = (1L << ringBits) - 1;
        for (int i = 0; i < values.length; i++) {
            values[i] &= mask;
        }
    }

    /** Returns the number of integers shared. */
    public int length() {
        return values.length;
    }

    /** l: the shares are integers mod 2^l. */
    public int ringBits() {
        return ringBits;
    }

    /** The share itself, in [0, 2^l); not a copy. */
    public long[] values() {
        return values;
    }

    /** The same vector's share in a smaller ring: a new share. */
    public AdditiveShare reducedTo(int smallerRingBits) {
        if (smallerRingBits > ringBits) {
            throw new IllegalArgumentException(
                    "smallerRingBits: " + smallerRingBits + " (expected: at most " + ringBits + ")");
        }
        return new AdditiveShare(values.clone(), smallerRingBits);
    }

    /** Wipes the share. */
    @Override
    public void close() {
        Arrays.fill(values, 0);
    }
}
