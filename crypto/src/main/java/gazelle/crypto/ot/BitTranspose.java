package gazelle.crypto.ot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** From 128 rows of n bits to n labels of 128 bits, in squares of 64 x 64 (Hacker's Delight, section 7-3); scalar. */
final class BitTranspose {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] square = new long[64];

    /**
     * Bit r of label c = bit c of row r.
     *
     * @param bytes bytes of a row, a multiple of 8
     * @param labels receives 8 * bytes labels from byte {@code labelsAt}
     */
    void labelsInto(byte[][] rows, int bytes, byte[] labels, int labelsAt) {
        for (int at = 0; at < bytes; at += Long.BYTES) {
            for (int half = 0; half < 2; half++) {
                for (int row = 0; row < 64; row++) {
                    square[row] = (long) LONGS.get(rows[64 * half + row], at);
                }
                transposeSquare(square);
                int to = labelsAt + at * 8 * OtShape.LABEL_BYTES + 8 * half;
                for (int column = 0; column < 64; column++) {
                    LONGS.set(labels, to + column * OtShape.LABEL_BYTES, square[column]);
                }
            }
        }
    }

    private static void transposeSquare(long[] a) {
        long mask = 0x00000000FFFFFFFFL;
        for (int width = 32; width != 0; width >>= 1) {
            for (int start = 0; start < 64; start += 2 * width) {
                for (int i = start; i < start + width; i++) {
                    long difference = ((a[i] >>> width) ^ a[i + width]) & mask;
                    a[i] ^= difference << width;
                    a[i + width] ^= difference;
                }
            }
            mask ^= mask << (width >> 1);
        }
    }

    static long get(byte[] array, int at) {
        return (long) LONGS.get(array, at);
    }

    static void put(byte[] array, int at, long value) {
        LONGS.set(array, at, value);
    }
}
