package gazelle.crypto.ring;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** Transposes 8 x 8 squares within vectors of eight lanes, by three exchanges of two-vector permutations. */
final class VectorTranspose {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

    /** Lanes 0 to 7 are those of the first vector, 8 to 15 those of the second. */
    private static final long[] EVENS = {0, 8, 2, 10, 4, 12, 6, 14};

    private static final long[] ODDS = {1, 9, 3, 11, 5, 13, 7, 15};
    private static final long[] EVEN_PAIRS = {0, 1, 8, 9, 4, 5, 12, 13};
    private static final long[] ODD_PAIRS = {2, 3, 10, 11, 6, 7, 14, 15};
    private static final long[] LOWS = {0, 1, 2, 3, 8, 9, 10, 11};
    private static final long[] HIGHS = {4, 5, 6, 7, 12, 13, 14, 15};

    private VectorTranspose() {}

    /** Transposes every square of 64 consecutive values. */
    static void squaresInPlace(double[] a) {
        LongVector evens = LongVector.fromArray(LONGS, EVENS, 0);
        LongVector odds = LongVector.fromArray(LONGS, ODDS, 0);
        LongVector evenPairs = LongVector.fromArray(LONGS, EVEN_PAIRS, 0);
        LongVector oddPairs = LongVector.fromArray(LONGS, ODD_PAIRS, 0);
        LongVector lows = LongVector.fromArray(LONGS, LOWS, 0);
        LongVector highs = LongVector.fromArray(LONGS, HIGHS, 0);
        for (int j = 0; j < a.length; j += 64) {
            LongVector x0 = DoubleVector.fromArray(DOUBLES, a, j).reinterpretAsLongs();
            LongVector x1 = DoubleVector.fromArray(DOUBLES, a, j + 8).reinterpretAsLongs();
            LongVector x2 = DoubleVector.fromArray(DOUBLES, a, j + 16).reinterpretAsLongs();
            LongVector x3 = DoubleVector.fromArray(DOUBLES, a, j + 24).reinterpretAsLongs();
            LongVector x4 = DoubleVector.fromArray(DOUBLES, a, j + 32).reinterpretAsLongs();
            LongVector x5 = DoubleVector.fromArray(DOUBLES, a, j + 40).reinterpretAsLongs();
            LongVector x6 = DoubleVector.fromArray(DOUBLES, a, j + 48).reinterpretAsLongs();
            LongVector x7 = DoubleVector.fromArray(DOUBLES, a, j + 56).reinterpretAsLongs();
            LongVector y0 = evens.selectFrom(x0, x1);
            LongVector y1 = odds.selectFrom(x0, x1);
            LongVector y2 = evens.selectFrom(x2, x3);
            LongVector y3 = odds.selectFrom(x2, x3);
            LongVector y4 = evens.selectFrom(x4, x5);
            LongVector y5 = odds.selectFrom(x4, x5);
            LongVector y6 = evens.selectFrom(x6, x7);
            LongVector y7 = odds.selectFrom(x6, x7);
            x0 = evenPairs.selectFrom(y0, y2);
            x2 = oddPairs.selectFrom(y0, y2);
            x1 = evenPairs.selectFrom(y1, y3);
            x3 = oddPairs.selectFrom(y1, y3);
            x4 = evenPairs.selectFrom(y4, y6);
            x6 = oddPairs.selectFrom(y4, y6);
            x5 = evenPairs.selectFrom(y5, y7);
            x7 = oddPairs.selectFrom(y5, y7);
            lows.selectFrom(x0, x4).reinterpretAsDoubles().intoArray(a, j);
            highs.selectFrom(x0, x4).reinterpretAsDoubles().intoArray(a, j + 32);
            lows.selectFrom(x1, x5).reinterpretAsDoubles().intoArray(a, j + 8);
            highs.selectFrom(x1, x5).reinterpretAsDoubles().intoArray(a, j + 40);
            lows.selectFrom(x2, x6).reinterpretAsDoubles().intoArray(a, j + 16);
            highs.selectFrom(x2, x6).reinterpretAsDoubles().intoArray(a, j + 48);
            lows.selectFrom(x3, x7).reinterpretAsDoubles().intoArray(a, j + 24);
            highs.selectFrom(x3, x7).reinterpretAsDoubles().intoArray(a, j + 56);
        }
    }
}
