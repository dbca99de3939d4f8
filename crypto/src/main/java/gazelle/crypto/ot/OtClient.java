package gazelle.crypto.ot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of correlated transfers: chooses bits, receives the label of each chosen bit.
 *
 * <p>Transfers are made in batches: {@link #begin}, any number of {@link #extend}, then {@link #check}, after which they can be
 * taken. Not safe for concurrent use. Time depends on counts alone.
 */
public final class OtClient implements AutoCloseable {
    private final int k;
    private final LeafStreams streams;
    private final ConsistencyCheck check;
    private final OtPool pool = new OtPool();
    private final byte[][] rows = new byte[OtShape.DELTA_BITS][LeafStreams.TILE_BYTES];
    private final byte[] total = new byte[LeafStreams.TILE_BYTES];
    private @Nullable TransferBatch batch;
    private boolean closed;

    OtClient(int k, byte[] setUpId, LeafStreams streams) {
        this.k = k;
        this.streams = streams;
        check = new ConsistencyCheck(setUpId);
    }

    /** Bytes of the message that adds {@code count} transfers: ceil(128/k) - 1 bits each. */
    public static int extensionBytes(int k, int count) {
        OtShape.requireBlockBits(k);
        OtShape.requireTransferCount(count);
        return Math.multiplyExact(OtShape.blocks(k) - 1, count / 8);
    }

    /** Bytes of the message that ends a batch, whatever its size. */
    public static int checkBytes(int k) {
        return extensionBytes(k, OtShape.DELTA_BITS) + ConsistencyCheck.openingBytes();
    }

    /**
     * Begins a batch.
     *
     * @param transfers how many it will have, a multiple of 128 up to 2^26
     * @throws IllegalStateException if one is under way
     */
    public void begin(int transfers) {
        requireOpen();
        if (batch != null) {
            throw new IllegalStateException("batch: one is under way (expected: none)");
        }
        batch = new TransferBatch(OtShape.requireTransferCount(transfers), true);
        check.begin(k, transfers);
    }

    /**
     * Adds {@code count} transfers with random choice bits to the batch.
     *
     * <p>The message holds, for every block of Delta but the first, the row u_j xor u_0, count / 8 bytes each.
     *
     * @param count multiple of 128, at most what the batch still lacks
     * @return the message to the server
     * @throws IllegalStateException if no batch was begun
     */
    public byte[] extend(int count) {
        TransferBatch filling = requireBatch();
        byte[] message = new byte[extensionBytes(k, count)];
        if (count > filling.missing()) {
            throw new IllegalArgumentException("count: %d (expected: at most %d)".formatted(count, filling.missing()));
        }
        fill(filling, count / Byte.SIZE, message);
        check.absorb(message, message.length);
        return message;
    }

    private void fill(TransferBatch filling, int rowBytes, byte[] message) {
        byte[] choices = filling.choices();
        for (int at = 0; at < rowBytes; at += LeafStreams.TILE_BYTES) {
            int bytes = Math.min(LeafStreams.TILE_BYTES, rowBytes - at);
            int choicesAt = filling.filledBytes();
            for (int block = 0; block < OtShape.blocks(k); block++) {
                streams.sumInto(block, bytes, rows, block * k, total);
                if (block == 0) {
                    System.arraycopy(total, 0, choices, choicesAt, bytes);
                } else {
                    int row = (block - 1) * rowBytes + at;
                    System.arraycopy(total, 0, message, row, bytes);
                    GgmTree.xorInto(choices, choicesAt, message, row, bytes);
                }
            }
            filling.append(rows, bytes);
        }
    }

    /**
     * Ends the batch: makes the transfers that the check uses up, and opens what it asks for.
     *
     * @return the message to the server, {@link #checkBytes} bytes
     * @throws IllegalStateException if no batch was begun or it lacks transfers
     */
    public byte[] check() {
        TransferBatch full = requireBatch();
        if (full.missing() > 0) {
            throw new IllegalStateException("batch: lacks %d transfers (expected: none)".formatted(full.missing()));
        }
        byte[] corrections = new byte[extensionBytes(k, OtShape.DELTA_BITS)];
        fill(full, OtShape.CHECKED_ROW_BYTES, corrections);
        check.absorb(corrections, corrections.length);
        byte[] message = Arrays.copyOf(corrections, checkBytes(k));
        check.open(full, message, corrections.length);
        pool.add(full);
        batch = null;
        return message;
    }

    /**
     * Takes {@code count} transfers of the oldest batch and turns their random choices into {@code choiceBits}.
     *
     * @param count multiple of 128
     * @param choiceBits packed, lowest bit of byte 0 first; count / 8 bytes
     * @param labels receives the label of each chosen bit, 16 count bytes
     * @return the correction bits for the server, packed likewise
     * @throws IllegalStateException if that batch holds fewer
     */
    public byte[] choose(int count, byte[] choiceBits, byte[] labels) {
        requireOpen();
        OtShape.requireTransferCount(count);
        OtShape.requireBytes("choiceBits", choiceBits.length, count / Byte.SIZE);
        OtShape.requireBytes("labels", labels.length, (long) OtShape.LABEL_BYTES * count);
        byte[] corrections = choiceBits.clone();
        pool.take(count, labels, corrections);
        return corrections;
    }

    /** Returns the transfers that {@link #choose} can take now, those of the oldest checked batch. */
    public int pooled() {
        return pool.available();
    }

    private TransferBatch requireBatch() {
        requireOpen();
        TransferBatch current = batch;
        if (current == null) {
            throw new IllegalStateException("batch: none (expected: begun)");
        }
        return current;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("client: closed");
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
