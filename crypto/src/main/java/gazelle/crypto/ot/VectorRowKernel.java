package gazelle.crypto.ot;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in the Vector API. Each lane of a vector transposes a 64 x 64 square of its own;
 * columns beyond the last whole vector go to the scalar twin.
 */
final class VectorRowKernel implements RowKernel {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = LONGS.length();
    private static final int SIDE = 64;

    private final ScalarRowKernel scalar = new ScalarRowKernel();
    private final long[] low = new long[SIDE * LANES];
    private final long[] high = new long[SIDE * LANES];

    @Override
    public void addFour(byte[][] x, byte[] sum, byte[] lowRow, byte[] highRow, int bytes) {
        byte[] x0 = x[0];
        byte[] x1 = x[1];
        byte[] x2 = x[2];
        byte[] x3 = x[3];
        // Rows are whole tiles: what lies behind the last asked-for byte may be overwritten.
        for (int i = 0; i < bytes; i += BYTES.length()) {
            ByteVector third = ByteVector.fromArray(BYTES, x3, i);
            ByteVector first = ByteVector.fromArray(BYTES, x1, i);
            ByteVector odd = first.lanewise(VectorOperators.XOR, third);
            ByteVector upper = ByteVector.fromArray(BYTES, x2, i).lanewise(VectorOperators.XOR, third);
            ByteVector.fromArray(BYTES, lowRow, i)
                    .lanewise(VectorOperators.XOR, odd)
                    .intoArray(lowRow, i);
            ByteVector.fromArray(BYTES, highRow, i)
                    .lanewise(VectorOperators.XOR, upper)
                    .intoArray(highRow, i);
            ByteVector.fromArray(BYTES, x0, i)
                    .lanewise(VectorOperators.XOR, first)
                    .lanewise(VectorOperators.XOR, upper)
                    .intoArray(sum, i);
        }
    }

    @Override
    public void addTwo(byte[][] x, byte[] sum, byte[] highRow, int bytes) {
        byte[] x0 = x[0];
        byte[] x1 = x[1];
        for (int i = 0; i < bytes; i += BYTES.length()) {
            ByteVector upper = ByteVector.fromArray(BYTES, x1, i);
            ByteVector.fromArray(BYTES, highRow, i)
                    .lanewise(VectorOperators.XOR, upper)
                    .intoArray(highRow, i);
            ByteVector.fromArray(BYTES, x0, i)
                    .lanewise(VectorOperators.XOR, upper)
                    .intoArray(sum, i);
        }
    }

    @Override
    public void transpose(byte[][] rows, int from, int bytes, byte[] labels, int labelsAt) {
        int at = 0;
        for (; at + BYTES.length() <= bytes; at += BYTES.length()) {
            transposeSquares(rows, 0, from + at, low);
            transposeSquares(rows, SIDE, from + at, high);
            interleave(labels, labelsAt + at * Byte.SIZE * OtShape.LABEL_BYTES);
        }
        scalar.transpose(rows, from + at, bytes - at, labels, labelsAt + at * Byte.SIZE * OtShape.LABEL_BYTES);
    }

    private static void transposeSquares(byte[][] rows, int firstRow, int at, long[] squares) {
        for (int row = 0; row < SIDE; row++) {
            ByteVector.fromArray(BYTES, rows[firstRow + row], at)
                    .reinterpretAsLongs()
                    .intoArray(squares, row * LANES);
        }
        twoLevels(squares, 32, 0x00000000FFFFFFFFL, 0x0000FFFF0000FFFFL);
        twoLevels(squares, 8, 0x00FF00FF00FF00FFL, 0x0F0F0F0F0F0F0F0FL);
        twoLevels(squares, 2, 0x3333333333333333L, 0x5555555555555555L);
    }

    /**
     * Exchanges bits between rows {@code width} and half of it apart. Two levels and not three at once: with more operations in
     * one method C2 stops inlining the small ones, and every vector is boxed.
     */
    private static void twoLevels(long[] squares, int width, long wideMask, long narrowMask) {
        LongVector wide = LongVector.broadcast(LONGS, wideMask);
        LongVector narrow = LongVector.broadcast(LONGS, narrowMask);
        int half = width / 2;
        int step = half * LANES;
        for (int block = 0; block < SIDE * LANES; block += 4 * step) {
            for (int at = block; at < block + step; at += LANES) {
                LongVector v0 = LongVector.fromArray(LONGS, squares, at);
                LongVector v1 = LongVector.fromArray(LONGS, squares, at + step);
                LongVector v2 = LongVector.fromArray(LONGS, squares, at + 2 * step);
                LongVector v3 = LongVector.fromArray(LONGS, squares, at + 3 * step);
                LongVector d0 = difference(v0, v2, width, wide);
                LongVector d1 = difference(v1, v3, width, wide);
                LongVector a0 = v0.lanewise(VectorOperators.XOR, d0.lanewise(VectorOperators.LSHL, width));
                LongVector a1 = v1.lanewise(VectorOperators.XOR, d1.lanewise(VectorOperators.LSHL, width));
                LongVector a2 = v2.lanewise(VectorOperators.XOR, d0);
                LongVector a3 = v3.lanewise(VectorOperators.XOR, d1);
                LongVector e0 = difference(a0, a1, half, narrow);
                LongVector e1 = difference(a2, a3, half, narrow);
                a0.lanewise(VectorOperators.XOR, e0.lanewise(VectorOperators.LSHL, half))
                        .intoArray(squares, at);
                a1.lanewise(VectorOperators.XOR, e0).intoArray(squares, at + step);
                a2.lanewise(VectorOperators.XOR, e1.lanewise(VectorOperators.LSHL, half))
                        .intoArray(squares, at + 2 * step);
                a3.lanewise(VectorOperators.XOR, e1).intoArray(squares, at + 3 * step);
            }
        }
    }

    private static LongVector difference(LongVector upper, LongVector lower, int width, LongVector mask) {
        return upper.lanewise(VectorOperators.LSHR, width)
                .lanewise(VectorOperators.XOR, lower)
                .and(mask);
    }

    /** Row r of lane l is half of label 64 l + r. */
    private void interleave(byte[] labels, int labelsAt) {
        int to = labelsAt;
        for (int lane = 0; lane < LANES; lane++) {
            for (int row = 0; row < SIDE; row++, to += OtShape.LABEL_BYTES) {
                Words.put(labels, to, low[row * LANES + lane]);
                Words.put(labels, to + Long.BYTES, high[row * LANES + lane]);
            }
        }
    }
}
