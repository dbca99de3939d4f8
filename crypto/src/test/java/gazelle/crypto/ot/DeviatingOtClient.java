package gazelle.crypto.ot;

import java.util.function.IntFunction;

/**
 * A client of the transfers that may choose differently in different blocks of Delta, and opens what it likes.
 *
 * <p>With errors e_j it sends u_j + u_0 + e_j + e_0 for block j, takes U = u_0 + e_0 for its choice vector, and the server obtains q_b =
 * v_b + Delta_b (U + e_j) for the rows b of block j.
 */
final class DeviatingOtClient {
    private final int k;
    private final LeafStreams streams;
    private final ConsistencyCheck transcript;
    private final RowKernel kernel = RowKernel.best();
    private final byte[][] rows = new byte[128][LeafStreams.TILE_BYTES];
    private final byte[] total = new byte[LeafStreams.TILE_BYTES];
    private final byte[][] errors;
    private TransferBatch batch = new TransferBatch(128, true);

    DeviatingOtClient(int k, byte[] sessionId, LeafStreams streams) {
        this.k = k;
        this.streams = streams;
        transcript = new ConsistencyCheck(sessionId);
        errors = new byte[OtShape.blocks(k)][];
    }

    void begin(int transfers) {
        batch = new TransferBatch(transfers, true);
        for (int block = 0; block < errors.length; block++) {
            errors[block] = new byte[batch.rowBytes()];
        }
        transcript.begin(k, transfers);
    }

    /** Plans an error in one block at one transfer of the batch; those from the batch's size on are what the check uses up. */
    void err(int block, int transfer) {
        errors[block][transfer / 8] ^= (byte) (1 << (transfer % 8));
    }

    byte[] extend(int count) {
        byte[] message = new byte[(OtShape.blocks(k) - 1) * count / 8];
        int rowBytes = count / 8;
        for (int at = 0; at < rowBytes; at += LeafStreams.TILE_BYTES) {
            int bytes = Math.min(LeafStreams.TILE_BYTES, rowBytes - at);
            int batchAt = batch.filledBytes();
            for (int block = 0; block < OtShape.blocks(k); block++) {
                streams.sumInto(block, bytes, rows, block * k, total);
                GgmTree.xorInto(errors[block], batchAt, total, 0, bytes);
                if (block == 0) {
                    System.arraycopy(total, 0, batch.choices(), batchAt, bytes);
                } else {
                    int row = (block - 1) * rowBytes + at;
                    System.arraycopy(total, 0, message, row, bytes);
                    GgmTree.xorInto(batch.choices(), batchAt, message, row, bytes);
                }
            }
            batch.append(rows, bytes);
        }
        transcript.absorb(message);
        return message;
    }

    /** Opens as an honest client would whose choice vector is U. */
    byte[] check() {
        return check(_ -> 0);
    }

    /**
     * Opens so that the check holds if Delta has the guessed bits in every block with errors.
     *
     * @param guesses bits of a block, the lowest first
     */
    byte[] check(IntFunction<Integer> guesses) {
        byte[] message = new byte[OtClient.checkBytes()];
        RowHash hash = transcript.hash();
        System.arraycopy(hash.linearPart(128, batch.choices()), 0, message, 0, 16);
        for (int row = 0; row < 128; row++) {
            int at = 16 * (row + 1);
            hash.hashInto(row, batch.row(row), message, at);
            byte guess = (byte) -(guesses.apply(row / k) >>> (row % k) & 1);
            byte[] correction = hash.linearPart(128, errors[row / k]);
            for (int i = 0; i < 16; i++) {
                message[at + i] ^= (byte) (correction[i] & guess);
            }
        }
        return message;
    }

    /** Labels v and correction bits for chosen bits, as {@link OtClient#choose} gives them. */
    byte[] choose(int count, byte[] choiceBits, byte[] labels) {
        byte[] corrections = choiceBits.clone();
        batch.take(count, kernel, labels, corrections);
        return corrections;
    }
}
