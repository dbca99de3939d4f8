package gazelle.crypto.garbling;

/**
 * Inner loops of a conjunction by three halves (docs/adr/0010; Rosulek, Roy, ePrint 2021/749); a scalar and a vector twin
 * give the same bytes.
 *
 * <p>A label is two halves, its low and high word. A_i is the left label of colour i, B_j the right one, alpha and beta
 * the truth values of A_0 and B_0. Two linear maps of labels mix the halves:
 *
 * <pre>
 *   S1(A, B) = (A_low + A_high + B_low,  A_low + B_high)
 *   S2(A, B) = (A_low + B_high,          A_high + B_low + B_high)
 * </pre>
 *
 * The evaluator adds r1 S1 + r2 S2 with control bits r1, r2 that are uniform whatever the inputs and colours are; the
 * garbler's random bits u, v make them so. Lengths are bytes, multiples of 16.
 */
interface ThreeHalvesKernel {
    /**
     * The output's zero label, the ciphertexts (G0, G1) as a row of {@code tables}, G2 in {@code scratch.third} and the five
     * encrypted control bits in {@code scratch.control}.
     *
     * @param left zero labels of the left wire, of either colour; their coloured labels and hashes are in the scratch
     */
    void garble(byte[] left, byte[] right, ThreeHalvesScratch scratch, byte[] tables, int row, byte[] out, int bytes);

    /** The output's label from those of colours i and j that the evaluator holds, and the scratch filled from the tables. */
    void evaluate(byte[] left, byte[] right, ThreeHalvesScratch scratch, byte[] tables, int row, byte[] out, int bytes);
}
