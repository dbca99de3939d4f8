package gazelle.crypto.ring;

/**
 * The loops where lattice time goes, on integers held in doubles. "Reduced" means an integer of magnitude at most q/2 + 1.
 *
 * <p>Implementations differ in speed alone: a polynomial that one has transformed another may multiply or transform back. The
 * order of transformed values is bit-reversed, as the Cooley-Tukey passes leave it, but that from N = 64 on each 8 x 8 square of
 * 64 consecutive values is transposed, which is how eight-lane vectors come by them in the last three levels.
 */
interface NttKernel {
    /** Values on the side of a transposed square. */
    int SQUARE_SIDE = 8;

    /** Values in a transposed square: N has to be as large for any to be there. */
    int SQUARE = SQUARE_SIDE * SQUARE_SIDE;

    /** Turns N residues in [0, q) into reduced values. */
    void reducedInto(long[] residues, double[] values);

    /** Turns N values of magnitude below q into residues in [0, q). */
    void residuesInto(double[] values, long[] residues);

    /** Replaces N reduced coefficients by N reduced transformed values. */
    void forwardInPlace(double[] values);

    /** Replaces N reduced transformed values by N coefficients of magnitude below q. */
    void inverseInPlace(double[] values);

    /** Adds the products x[i] * y[i] of reduced values, each of magnitude at most 0.52 q, to {@code sum}. */
    void multiplyAccumulate(double[] sum, double[] x, double[] y);

    /**
     * Adds the products x[i] * weight[i] to {@code sum} and y[i] * weight[i] to {@code otherSum}, likewise, for i in [from, to);
     * both are multiples of {@link #SQUARE_SIDE}.
     */
    void multiplyAccumulate(double[] sum, double[] x, double[] otherSum, double[] y, double[] weight, int from, int to);

    /** Reduces integers of magnitude up to 2^51. */
    void reduceInPlace(double[] values);

    /** Transposes each square of 64 consecutive values. */
    static void transposeSquaresInPlace(double[] values) {
        for (int square = 0; square + SQUARE <= values.length; square += SQUARE) {
            for (int row = 0; row < SQUARE_SIDE; row++) {
                for (int column = row + 1; column < SQUARE_SIDE; column++) {
                    int upper = square + SQUARE_SIDE * row + column;
                    int lower = square + SQUARE_SIDE * column + row;
                    double swapped = values[upper];
                    values[upper] = values[lower];
                    values[lower] = swapped;
                }
            }
        }
    }
}
