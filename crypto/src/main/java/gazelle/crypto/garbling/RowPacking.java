package gazelle.crypto.garbling;

/** Rows of 1 to 48 bits an instance, packed from the lowest bit of the first byte; time depends on sizes alone. */
final class RowPacking {
    private RowPacking() {}

    /** Packs the low {@code bits} bits of {@code values[0..count)}; higher bits are ignored, the last byte is padded with 0. */
    static void pack(long[] values, int count, int bits, byte[] out, int outAt) {
        long mask = (1L << bits) - 1;
        long pending = 0;
        int filled = 0;
        int at = outAt;
        for (int i = 0; i < count; i++) {
            long value = values[i] & mask;
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
    static void unpack(byte[] in, int inAt, int count, int bits, long[] values) {
        long mask = (1L << bits) - 1;
        for (int i = 0; i < count; i++) {
            int position = i * bits;
            values[i] = load(in, inAt + (position >> 3)) >>> (position & 7) & mask;
        }
    }

    private static long load(byte[] in, int at) {
        if (at + Long.BYTES <= in.length) {
            return LabelKernel.get(in, at);
        }
        long value = 0;
        for (int i = at; i < in.length; i++) {
            value |= (in[i] & 0xffL) << (Byte.SIZE * (i - at));
        }
        return value;
    }
}
