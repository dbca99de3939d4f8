package gazelle.crypto.rlwe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Fixed-width unsigned integers laid end to end, lowest bit first, the last byte padded with zeros. */
final class BitPacking {
    /** With the up to seven bits below its first one, a value still fits a long. */
    private static final int MAX_BITS = 56;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        int end = offset + bytes(values.length, bits);
        int whole = wholeLongs(values.length, bits, end - offset);
        long held = 0;
        int heldBits = 0;
        int at = offset;
        for (int i = 0; i < whole; i++) {
            held |= values[i] << heldBits;
            LONG.set(destination, at, held);
            int written = (heldBits + bits) >> 3;
            at += written;
            held >>>= 8 * written;
            heldBits = (heldBits + bits) & 7;
        }
        for (int i = whole; i < values.length; i++) {
            held |= values[i] << heldBits;
            heldBits += bits;
            for (; heldBits >= 8; heldBits -= 8) {
                destination[at++] = (byte) held;
                held >>>= 8;
            }
        }
        if (heldBits > 0) {
            destination[at] = (byte) held;
        }
        return end;
    }

    /**
     * Reads {@code values.length} values from {@code offset}.
     *
     * @return the offset behind the last byte read
     */
    static int unpackInto(byte[] source, int offset, int bits, long[] values) {
        requireBits(bits);
        long mask = (1L << bits) - 1;
        int whole = wholeLongs(values.length, bits, source.length - offset);
        for (int i = 0; i < whole; i++) {
            int at = i * bits;
            values[i] = ((long) LONG.get(source, offset + (at >> 3)) >>> (at & 7)) & mask;
        }
        int end = offset + bytes(values.length, bits);
        for (int i = whole; i < values.length; i++) {
            int at = i * bits;
            long held = 0;
            for (int k = 0; k < Long.BYTES && offset + (at >> 3) + k < end; k++) {
                held |= (source[offset + (at >> 3) + k] & 0xffL) << (8 * k);
            }
            values[i] = (held >>> (at & 7)) & mask;
        }
        return end;
    }

    /** Returns the number of values, from the first on, that may be read or written with the eight bytes from their first one on. */
    private static int wholeLongs(int count, int bits, int bytes) {
        return bytes < Long.BYTES ? 0 : (int) Math.min(count, 8L * (bytes - Long.BYTES) / bits + 1);
    }

    private static void requireBits(int bits) {
        if (bits < 1 || bits > MAX_BITS) {
            throw new IllegalArgumentException("bits: " + bits + " (expected: 1 <= bits <= " + MAX_BITS + ")");
        }
    }
}
