package gazelle.benchmarks.extraction;

import java.util.List;

/** A way to bring activations of an inner layer before the output, through layers that are known already. */
interface Readout {
    /** Elements of the activation's tensor that are seen in one inference. */
    List<Integer> elements();

    /**
     * Chooses the offsets of the later steps so that the answer tells as much as it can.
     *
     * @param counts for each of the elements, how many candidates make it each value, from 0 to the activation's largest
     */
    void prepare(long[][] counts, Feed feed);

    /**
     * Reads the answer to what was prepared last.
     *
     * @param revealed what the output's circuits revealed
     * @return for each of the elements the smallest and the largest value that it may have
     */
    int[][] read(long[] revealed);
}
