package gazelle.crypto.ot;

/** The kernel in plain Java, for every machine; the transpose works in squares of 64 x 64 (Hacker's Delight, section 7-3). */
final class ScalarRowKernel implements RowKernel {
    private static final int SIDE = 64;

    private final long[] square = new long[SIDE];

    @Override
    public void addFour(byte[][] x, byte[] sum, byte[] low, byte[] high, int bytes) {
        for (int i = 0; i < bytes; i += Long.BYTES) {
            long third = Words.get(x[3], i);
            long odd = Words.get(x[1], i) ^ third;
            long upper = Words.get(x[2], i) ^ third;
            Words.put(low, i, Words.get(low, i) ^ odd);
            Words.put(high, i, Words.get(high, i) ^ upper);
            Words.put(sum, i, Words.get(x[0], i) ^ Words.get(x[1], i) ^ upper);
        }
    }

    @Override
    public void addTwo(byte[][] x, byte[] sum, byte[] high, int bytes) {
        for (int i = 0; i < bytes; i += Long.BYTES) {
            long upper = Words.get(x[1], i);
            Words.put(high, i, Words.get(high, i) ^ upper);
            Words.put(sum, i, Words.get(x[0], i) ^ upper);
        }
    }

    @Override
    public void transpose(byte[][] rows, int from, int bytes, byte[] labels, int labelsAt) {
        for (int at = 0; at < bytes; at += Long.BYTES) {
            for (int half = 0; half < 2; half++) {
                for (int row = 0; row < SIDE; row++) {
                    square[row] = Words.get(rows[SIDE * half + row], from + at);
                }
                transposeSquare(square);
                int to = labelsAt + at * Byte.SIZE * OtShape.LABEL_BYTES + Long.BYTES * half;
                for (int column = 0; column < SIDE; column++) {
                    Words.put(labels, to + column * OtShape.LABEL_BYTES, square[column]);
                }
            }
        }
    }

    private static void transposeSquare(long[] a) {
        long mask = 0x00000000FFFFFFFFL;
        for (int width = SIDE / 2; width != 0; width >>= 1) {
            for (int start = 0; start < SIDE; start += 2 * width) {
                for (int i = start; i < start + width; i++) {
                    long difference = ((a[i] >>> width) ^ a[i + width]) & mask;
                    a[i] ^= difference << width;
                    a[i + width] ^= difference;
                }
            }
            mask ^= mask << (width >> 1);
        }
    }
}
