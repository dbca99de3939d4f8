package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.GateHash.BLOCK_INSTANCES;
import static gazelle.crypto.garbling.GateHash.LABEL_BYTES;

import java.util.Arrays;
import java.util.List;

/**
 * The buffers of a conjunction by three halves while a block is garbled or evaluated.
 *
 * <p>The garbler has two runs of labels and hashes, those of colour 0 before those of colour 1; the evaluator has one.
 * Of the hash of a left label the low word is the half label and the lowest bit of the high word the control bit; for
 * right labels the words change places; the sum's are as the left label's.
 */
final class ThreeHalvesScratch {
    static final int BLOCK_BYTES = BLOCK_INSTANCES * LABEL_BYTES;

    final byte[] left = new byte[2 * BLOCK_BYTES];
    final byte[] right = new byte[left.length];
    final byte[] sum = new byte[left.length];
    final byte[] leftHashes = new byte[left.length];
    final byte[] rightHashes = new byte[left.length];
    final byte[] sumHashes = new byte[left.length];

    /** Bit {@link #randomBit} of an instance's two words are u and v of the gate. */
    final byte[] random = new byte[BLOCK_BYTES];

    int randomBit;

    /** Delta, and with its words exchanged, as the loops over labels take it. */
    final byte[] delta = new byte[LabelKernel.DELTA_COPIES * LABEL_BYTES];

    final byte[] swappedDelta = new byte[delta.length];

    /** The third ciphertext and the five control bits of instance i, at word 2i. */
    final long[] third = new long[2 * BLOCK_INSTANCES];

    final long[] control = new long[2 * BLOCK_INSTANCES];

    /** Between vector loops: masks of the colours of the left and the right labels. */
    final byte[] leftColours = new byte[BLOCK_BYTES];

    final byte[] rightColours = new byte[BLOCK_BYTES];

    /** Between vector loops: S1 and S2 of the labels of colour 0, or of those that the evaluator holds. */
    final byte[] s1 = new byte[BLOCK_BYTES];

    final byte[] s2 = new byte[BLOCK_BYTES];

    /** Between vector loops: half labels of left and right hash side by side, and their control bits, of each run. */
    final byte[] halfLabels = new byte[2 * BLOCK_BYTES];

    final byte[] pads = new byte[2 * BLOCK_BYTES];

    /** Between vector loops: masks (u, v), or the evaluator's (r1, r2), and (v + alpha, u + beta). */
    final byte[] masks = new byte[BLOCK_BYTES];

    final byte[] mixed = new byte[BLOCK_BYTES];

    private final List<byte[]> all = List.of(
            left,
            right,
            sum,
            leftHashes,
            rightHashes,
            sumHashes,
            random,
            delta,
            swappedDelta,
            leftColours,
            rightColours,
            s1,
            s2,
            halfLabels,
            pads,
            masks,
            mixed);

    void wipe() {
        all.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        Arrays.fill(third, 0);
        Arrays.fill(control, 0);
    }
}
