package gazelle.crypto.ring;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in the Vector API, for vectors of two, four or eight lanes and degrees from 64 on; only to be touched where
 * {@link gazelle.crypto.vector.VectorUnit} is present.
 *
 * <p>Exact for the reasons given in {@link ScalarNttKernel}.
 */
final class VectorNttKernel implements NttKernel {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    /** Rounds when added and subtracted; after the addition alone the integer is the difference of the bits from these. */
    private static final double ROUNDER = 0x1.8p52;

    /** The bits of this or'ed with those of an integer in [0, 2^52) are the sum of both: a conversion for every processor. */
    private static final double INTEGER_BITS = 0x1p52;

    private final int polyDegree;
    private final double q;
    private final double[] twiddles;
    private final double[] inverseTwiddles;
    /** For each square, the seven twiddle factors of its three levels for each of its eight blocks, from entry 8 on. */
    private final double[] squareTwiddles;

    private final double[] inverseSquareTwiddles;
    private final double inverseDegree;
    private final double inverseDegreeTimesTwiddle;

    VectorNttKernel(NttTables tables) {
        this.polyDegree = tables.polyDegree();
        this.q = tables.modulus();
        this.twiddles = tables.forward();
        this.inverseTwiddles = tables.inverse();
        this.squareTwiddles = squareTwiddles(twiddles);
        this.inverseSquareTwiddles = squareTwiddles(inverseTwiddles);
        this.inverseDegree = tables.inverseDegree();
        this.inverseDegreeTimesTwiddle = tables.inverseDegreeTimesTwiddle();
    }

    @Override
    public void reducedInto(long[] residues, double[] values) {
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        DoubleVector base = DoubleVector.broadcast(DOUBLES, INTEGER_BITS);
        LongVector baseBits = base.reinterpretAsLongs();
        for (int i = 0; i < polyDegree; i += LANES) {
            DoubleVector x = LongVector.fromArray(LONGS, residues, i)
                    .or(baseBits)
                    .reinterpretAsDoubles()
                    .sub(base);
            x.fma(inverseQ, rounder).sub(rounder).fma(minusQ, x).intoArray(values, i);
        }
    }

    @Override
    public void residuesInto(double[] values, long[] residues) {
        LongVector modulus = LongVector.broadcast(LONGS, (long) q);
        DoubleVector base = DoubleVector.broadcast(DOUBLES, ROUNDER);
        LongVector baseBits = base.reinterpretAsLongs();
        for (int i = 0; i < polyDegree; i += LANES) {
            LongVector x = DoubleVector.fromArray(DOUBLES, values, i)
                    .add(base)
                    .reinterpretAsLongs()
                    .sub(baseBits);
            // Not by a mask: comparisons of two lanes are not compiled to vector code.
            x.lanewise(VectorOperators.ASHR, Long.SIZE - 1).and(modulus).add(x).intoArray(residues, i);
        }
    }

    @Override
    public void forwardInPlace(double[] values) {
        VectorForwardPasses.first(values, twiddles, q);
        for (int m = SQUARE_SIDE; 4 * SQUARE_SIDE * m < polyDegree; m *= 4) {
            VectorForwardPasses.middle(values, twiddles, m, q);
        }
        if (polyDegree > SQUARE) {
            VectorForwardPasses.middleNarrow(values, twiddles, q);
        }
        transposeSquares(values);
        VectorForwardPasses.last(values, squareTwiddles, q);
    }

    @Override
    public void inverseInPlace(double[] values) {
        VectorInversePasses.first(values, inverseSquareTwiddles, q);
        transposeSquares(values);
        if (polyDegree > SQUARE) {
            VectorInversePasses.middleNarrow(values, inverseTwiddles, q);
        }
        for (int m = polyDegree / (16 * SQUARE_SIDE); m >= SQUARE_SIDE; m /= 4) {
            VectorInversePasses.middle(values, inverseTwiddles, m, q);
        }
        VectorInversePasses.last(values, inverseTwiddles, inverseDegree, inverseDegreeTimesTwiddle, q);
    }

    @Override
    public void multiplyAccumulate(double[] sum, double[] x, double[] y) {
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        for (int i = 0; i < polyDegree; i += LANES) {
            DoubleVector left = DoubleVector.fromArray(DOUBLES, x, i);
            DoubleVector right = DoubleVector.fromArray(DOUBLES, y, i);
            DoubleVector h = left.mul(right);
            DoubleVector error = left.fma(right, h.neg());
            h.fma(inverseQ, rounder)
                    .sub(rounder)
                    .fma(minusQ, h)
                    .add(error)
                    .add(DoubleVector.fromArray(DOUBLES, sum, i))
                    .intoArray(sum, i);
        }
    }

    @Override
    public void multiplyAccumulate(
            double[] sum, double[] x, double[] otherSum, double[] y, double[] weight, int from, int to) {
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        for (int i = from; i < to; i += LANES) {
            DoubleVector w = DoubleVector.fromArray(DOUBLES, weight, i);
            DoubleVector left = DoubleVector.fromArray(DOUBLES, x, i);
            DoubleVector h = left.mul(w);
            DoubleVector error = left.fma(w, h.neg());
            h.fma(inverseQ, rounder)
                    .sub(rounder)
                    .fma(minusQ, h)
                    .add(error)
                    .add(DoubleVector.fromArray(DOUBLES, sum, i))
                    .intoArray(sum, i);
            left = DoubleVector.fromArray(DOUBLES, y, i);
            h = left.mul(w);
            error = left.fma(w, h.neg());
            h.fma(inverseQ, rounder)
                    .sub(rounder)
                    .fma(minusQ, h)
                    .add(error)
                    .add(DoubleVector.fromArray(DOUBLES, otherSum, i))
                    .intoArray(otherSum, i);
        }
    }

    @Override
    public void reduceInPlace(double[] values) {
        DoubleVector minusQ = DoubleVector.broadcast(DOUBLES, -q);
        DoubleVector inverseQ = DoubleVector.broadcast(DOUBLES, 1 / q);
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, ROUNDER);
        for (int i = 0; i < polyDegree; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(DOUBLES, values, i);
            x.fma(inverseQ, rounder).sub(rounder).fma(minusQ, x).intoArray(values, i);
        }
    }

    private static void transposeSquares(double[] values) {
        if (LANES == SQUARE_SIDE) {
            VectorTranspose.squaresInPlace(values);
        } else {
            NttKernel.transposeSquaresInPlace(values);
        }
    }

    private static double[] squareTwiddles(double[] twiddles) {
        int n = twiddles.length;
        double[] squares = new double[n];
        for (int square = 0; square < n; square += SQUARE) {
            for (int blocks = 1; blocks < SQUARE_SIDE; blocks *= 2) {
                for (int i = 0; i < blocks * SQUARE_SIDE; i++) {
                    int column = i / blocks;
                    int row = blocks + i % blocks;
                    squares[square + SQUARE_SIDE * row + column] = twiddles[(n + square) / SQUARE_SIDE * blocks + i];
                }
            }
        }
        return squares;
    }
}
