package gazelle.crypto.ot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part that both sides of correlated transfers share: batches that are begun, extended in tiles that fit a processor's cache,
 * checked, and then taken, oldest first.
 */
abstract sealed class OtExtension implements AutoCloseable permits OtClient, OtServer {
    final int k;
    final OtPool pool = new OtPool();
    final ConsistencyCheck check;
    private final LeafStreams streams;
    private final boolean chooses;
    private final byte[][] rows = new byte[OtShape.DELTA_BITS][LeafStreams.TILE_BYTES];
    private final byte[] total = new byte[LeafStreams.TILE_BYTES];
    private @Nullable TransferBatch batch;
    private boolean closed;

    OtExtension(int k, byte[] setUpId, LeafStreams streams, boolean chooses) {
        this.k = k;
        this.streams = streams;
        this.chooses = chooses;
        check = new ConsistencyCheck(setUpId);
    }

    /**
     * Begins a batch.
     *
     * @param transfers how many can be taken from it, a multiple of 128 up to 2^26; {@link OtClient#CHECK_TRANSFERS} more are made behind
     *     them, which its check uses up
     * @throws IllegalStateException if one is under way
     */
    public void begin(int transfers) {
        requireOpen();
        if (batch != null) {
            throw new IllegalStateException("batch: one is under way (expected: none)");
        }
        batch = new TransferBatch(OtShape.requireTransferCount(transfers), chooses);
        check.begin(k, transfers);
    }

    /** Returns the batch under way, if it lacks at least {@code count} transfers. */
    final TransferBatch requireRoom(int count) {
        TransferBatch filling = requireBatch();
        if (count > filling.missing()) {
            throw new IllegalArgumentException("count: %d (expected: at most %d)".formatted(count, filling.missing()));
        }
        return filling;
    }

    /** Returns the batch under way, if it lacks none. */
    final TransferBatch requireFull() {
        TransferBatch full = requireBatch();
        if (full.missing() > 0) {
            throw new IllegalStateException("batch: lacks %d transfers (expected: none)".formatted(full.missing()));
        }
        return full;
    }

    private TransferBatch requireBatch() {
        requireOpen();
        TransferBatch current = batch;
        if (current == null) {
            throw new IllegalStateException("batch: none (expected: begun)");
        }
        return current;
    }

    /** Appends {@code rowBytes} bytes to each row of the batch, those of each block changed by {@link #blockSummed}. */
    final void fill(TransferBatch filling, int rowBytes, byte[] message) {
        for (int at = 0; at < rowBytes; at += LeafStreams.TILE_BYTES) {
            int bytes = Math.min(LeafStreams.TILE_BYTES, rowBytes - at);
            for (int block = 0; block < OtShape.blocks(k); block++) {
                streams.sumInto(block, bytes, rows, block * k, total);
                blockSummed(block, filling, message, (block - 1) * rowBytes + at, bytes);
            }
            filling.append(rows, bytes);
        }
    }

    /**
     * Reads or writes the part of the message that belongs to a block's tile.
     *
     * @param messageAt where that part begins, for every block but the first
     */
    abstract void blockSummed(int block, TransferBatch filling, byte[] message, int messageAt, int bytes);

    /** The rows of the tile at hand. */
    final byte[] row(int bit) {
        return rows[bit];
    }

    /** The sum of all streams of the block at hand. */
    final byte[] total() {
        return total;
    }

    /** Ends the batch, which is pooled or wiped by the caller. */
    final void end() {
        batch = null;
    }

    /** Returns how many transfers can be taken now: those of the oldest checked batch. */
    public int pooled() {
        return pool.available();
    }

    final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("transfers: closed");
        }
    }

    /** Zeroes the transfers and drops the seeds. */
    @Override
    public void close() {
        closed = true;
        pool.close();
        if (batch != null) {
            batch.wipe();
            batch = null;
        }
        streams.close();
        Arrays.fill(total, (byte) 0);
        for (byte[] row : rows) {
            Arrays.fill(row, (byte) 0);
        }
    }
}
