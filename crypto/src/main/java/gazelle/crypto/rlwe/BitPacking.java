package gazelle.crypto.rlwe;

/** Fixed-width unsigned integers laid end to end, lowest bit first, the last byte padded with zeros. */
final class BitPacking {
    private static final int MAX_BITS = 56;

    private BitPacking() {}

    /** Bytes that {@code count} values of {@code bits} bits take. */
    static int bytes(int count, int bits) {
        return Math.toIntExact(((long) count * bits + 7) / 8);
    }

    /**
     * Writes all values at {@code offset}.
     *
     * @param values each in [0, 2^bits)
     * @return the offset behind the last byte written
     */
    static int packInto(long[] values, int bits, byte[] destination, int offset) {
        requireBits(bits);
        long held = 0;
        int heldBits = 0;
        int at = offset;
        for (long value : values) {
            held |= value << heldBits;
            heldBits += bits;
            while (heldBits >= 8) {
                destination[at++] = (byte) held;
                held >>>= 8;
                heldBits -= 8;
            }
        }
        if (heldBits > 0) {
            destination[at++] = (byte) held;
        }
        return at;
    }

    /**
     * Reads {@code values.length} values from {@code offset}.
     *
     * @return the offset behind the last byte read
     */
    static int unpackInto(byte[] source, int offset, int bits, long[] values) {
        requireBits(bits);
        long mask = (1L << bits) - 1;
        long held = 0;
        int heldBits = 0;
        int at = offset;
        for (int i = 0; i < values.length; i++) {
            while (heldBits < bits) {
                held |= (source[at++] & 0xffL) << heldBits;
                heldBits += 8;
            }
            values[i] = held & mask;
            held >>>= bits;
            heldBits -= bits;
        }
        return at;
    }

    private static void requireBits(int bits) {
        if (bits < 1 || bits > MAX_BITS) {
            throw new IllegalArgumentException("bits: " + bits + " (expected: 1 <= bits <= " + MAX_BITS + ")");
        }
    }
}
