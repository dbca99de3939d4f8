package gazelle.crypto.garbling;

import java.security.SecureRandom;

/**
 * The secret difference between the two labels of every wire, lowest bit 1 (free XOR with point and permute); one per
 * connection.
 *
 * <p>As bytes, a label and Delta are little-endian: bit n is bit n mod 8 of byte n / 8.
 */
public final class Delta implements AutoCloseable {
    private long low;
    private long high;

    private Delta(long low, long high) {
        this.low = low;
        this.high = high;
    }

    /** Draws 127 uniform bits from {@code random}. */
    public static Delta random(SecureRandom random) {
        return new Delta(random.nextLong() | 1, random.nextLong());
    }

    /** A made-up offset that protects nothing, for the warm-up. */
    static Delta madeUp() {
        return new Delta(1, 0);
    }

    /**
     * Secret bits 0 to 63, for the kernels of garbling and oblivious transfer only.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public long low() {
        if ((low & 1) == 0) {
            throw new IllegalStateException("delta: closed");
        }
        return low;
    }

    /**
     * Secret bits 64 to 127, for the kernels of garbling and oblivious transfer only.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public long high() {
        if ((low & 1) == 0) {
            throw new IllegalStateException("delta: closed");
        }
        return high;
    }

    /** Wipes the value. */
    @Override
    public void close() {
        low = 0;
        high = 0;
    }
}
