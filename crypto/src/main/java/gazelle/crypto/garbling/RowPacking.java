package gazelle.crypto.garbling;

/**
 * Rows of 1 to 48 bits an instance, packed from the lowest bit of the first byte; time depends on sizes alone.
 *
 * <p>Unpacked, value i is word {@code 2i + first} of an array: see {@link WordKernel}.
 */
final class RowPacking {
    private RowPacking() {}

    /** Packs the low {@code bits} bits of {@code count} values; higher bits are ignored, the last byte is padded with 0. */
    static void pack(long[] words, int first, int count, int bits, byte[] out, int outAt) {
        long mask = (1L << bits) - 1;
        long pending = 0;
        int filled = 0;
        int at = outAt;
        for (int i = 0; i < count; i++) {
            long value = words[2 * i + first] & mask;
            pending |= value << filled;
            filled += bits;
            if (filled >= Long.SIZE) {
                LabelKernel.put(out, at, pending);
                at += Long.BYTES;
                filled -= Long.SIZE;
                pending = value >>> (bits - filled);
            }
        }
        for (; filled > 0; filled -= Byte.SIZE) {
            out[at++] = (byte) pending;
            pending >>>= Byte.SIZE;
        }
    }

    /** The inverse of {@link #pack}. */
    static void unpack(byte[] in, int inAt, int count, int bits, long[] words, int first) {
        long mask = (1L << bits) - 1;
        // Values that start in the last 8 bytes of the array are read byte by byte.
        int readable = Math.clamp(((in.length - inAt - Long.BYTES) * (long) Byte.SIZE + 7) / bits, 0, count);
        int i = 0;
        for (; i < readable; i++) {
            int position = i * bits;
            words[2 * i + first] = LabelKernel.get(in, inAt + (position >> 3)) >>> (position & 7) & mask;
        }
        for (; i < count; i++) {
            int position = i * bits;
            words[2 * i + first] = lastWord(in, inAt + (position >> 3)) >>> (position & 7) & mask;
        }
    }

    /** Writes the words 2i as a row of 64 bits an instance. */
    static void packLongs(long[] words, int count, byte[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            LabelKernel.put(out, outAt + Long.BYTES * i, words[2 * i]);
        }
    }

    /** The inverse of {@link #packLongs}. */
    static void unpackLongs(byte[] in, int inAt, int count, long[] words) {
        for (int i = 0; i < count; i++) {
            words[2 * i] = LabelKernel.get(in, inAt + Long.BYTES * i);
        }
    }

    private static long lastWord(byte[] in, int at) {
        long value = 0;
        int end = Math.min(in.length, at + Long.BYTES);
        for (int i = at; i < end; i++) {
            value |= (in[i] & 0xffL) << (Byte.SIZE * (i - at));
        }
        return value;
    }
}
