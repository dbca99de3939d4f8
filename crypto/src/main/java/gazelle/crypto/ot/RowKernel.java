package gazelle.crypto.ot;

import gazelle.crypto.vector.VectorUnit;

/** The loops over rows of bits where the time of an extension goes; implementations differ in speed alone. */
interface RowKernel {
    /** The fastest kernel that runs here. */
    static RowKernel best() {
        return VectorUnit.isPresent() ? new SwitchingRowKernel() : new ScalarRowKernel();
    }

    /**
     * Two levels of the butterfly: {@code sum} = x[0] + x[1] + x[2] + x[3], {@code low} += x[1] + x[3], {@code high} += x[2] +
     * x[3] over F_2.
     *
     * @param bytes of each row, a multiple of 16
     */
    void addFour(byte[][] x, byte[] sum, byte[] low, byte[] high, int bytes);

    /** One level: {@code sum} = x[0] + x[1], {@code high} += x[1]. */
    void addTwo(byte[][] x, byte[] sum, byte[] high, int bytes);

    /**
     * Bit r of label c = bit c of row r, for 128 rows.
     *
     * @param from first byte of each row
     * @param bytes of each row, a multiple of 16
     * @param labels receives 8 * bytes labels of 16 bytes from byte {@code labelsAt}
     */
    void transpose(byte[][] rows, int from, int bytes, byte[] labels, int labelsAt);
}
