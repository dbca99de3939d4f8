package gazelle.crypto.ot;

import gazelle.crypto.garbling.Delta;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of correlated transfers: holds Delta and obtains the zero label of each of the client's bits.
 *
 * <p>No transfer can be taken before the batch that it belongs to was verified. One thread may begin, extend and verify while another
 * takes; each alone is not safe for concurrent use. Time depends on counts alone.
 */
public final class OtServer implements AutoCloseable {
    private static final byte[] NO_BITS = {};

    private final Delta delta;
    private final int k;
    private final LeafStreams streams;
    private final ConsistencyCheck check;
    private final OtPool pool = new OtPool();
    private final byte[][] rows = new byte[OtShape.DELTA_BITS][LeafStreams.TILE_BYTES];
    private final byte[] total = new byte[LeafStreams.TILE_BYTES];
    private @Nullable TransferBatch batch;
    private boolean closed;

    OtServer(Delta delta, int k, byte[] setUpId, LeafStreams streams) {
        this.delta = delta;
        this.k = k;
        this.streams = streams;
        check = new ConsistencyCheck(setUpId);
    }

    /**
     * Begins a batch.
     *
     * @param transfers the client's number, a multiple of 128 up to 2^26
     * @throws IllegalStateException if one is under way
     */
    public void begin(int transfers) {
        requireOpen();
        if (batch != null) {
            throw new IllegalStateException("batch: one is under way (expected: none)");
        }
        batch = new TransferBatch(OtShape.requireTransferCount(transfers), false);
        check.begin(k, transfers);
    }

    /**
     * Adds {@code count} transfers to the batch.
     *
     * @param count the client's count, a multiple of 128, at most what the batch still lacks
     * @param message what {@link OtClient#extend} returned
     * @throws MalformedOtMessageException if the message has a wrong size; the batch is then unchanged
     * @throws IllegalStateException if no batch was begun
     */
    public void extend(int count, byte[] message) {
        TransferBatch filling = requireBatch();
        MalformedOtMessageException.requireSize("extension", message.length, OtClient.extensionBytes(k, count));
        if (count > filling.missing()) {
            throw new IllegalArgumentException("count: %d (expected: at most %d)".formatted(count, filling.missing()));
        }
        fill(filling, count / Byte.SIZE, message);
        check.absorb(message, message.length);
    }

    private void fill(TransferBatch filling, int rowBytes, byte[] message) {
        for (int at = 0; at < rowBytes; at += LeafStreams.TILE_BYTES) {
            int bytes = Math.min(LeafStreams.TILE_BYTES, rowBytes - at);
            for (int block = 0; block < OtShape.blocks(k); block++) {
                streams.sumInto(block, bytes, rows, block * k, total);
                if (block > 0) {
                    correct(block, message, (block - 1) * rowBytes + at, bytes);
                }
            }
            filling.append(rows, bytes);
        }
    }

    /** Moves a block's rows from its own choice vector to the common one: row_b ^= Delta_b (u_j xor u_0). */
    private void correct(int block, byte[] message, int messageAt, int bytes) {
        for (int bit = block * k; bit < block * k + OtShape.bitsOf(k, block); bit++) {
            addMasked(message, messageAt, deltaMask(bit), rows[bit], bytes);
        }
    }

    /** 0 or -1 for a bit of Delta. */
    private byte deltaMask(int bit) {
        long word = bit < Long.SIZE ? delta.low() : delta.high();
        return (byte) -(word >>> (bit % Long.SIZE) & 1);
    }

    private static void addMasked(byte[] from, int fromAt, byte mask, byte[] into, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into[i] ^= (byte) (from[fromAt + i] & mask);
        }
    }

    /**
     * Ends the batch: its transfers can be taken if the client chose alike in every block of Delta.
     *
     * @param message what {@link OtClient#check} returned
     * @throws MalformedOtMessageException if the message has a wrong size
     * @throws CheatingClientException if the client deviated; nothing of the batch can be taken, and Delta must not be used again
     * @throws IllegalStateException if no batch was begun or it lacks transfers
     */
    public void verify(byte[] message) {
        TransferBatch full = requireBatch();
        MalformedOtMessageException.requireSize("check", message.length, OtClient.checkBytes(k));
        if (full.missing() > 0) {
            throw new IllegalStateException("batch: lacks %d transfers (expected: none)".formatted(full.missing()));
        }
        int corrections = OtClient.extensionBytes(k, OtShape.DELTA_BITS);
        fill(full, OtShape.CHECKED_ROW_BYTES, message);
        check.absorb(message, corrections);
        byte[] masks = new byte[OtShape.DELTA_BITS];
        for (int bit = 0; bit < masks.length; bit++) {
            masks[bit] = deltaMask(bit);
        }
        boolean consistent = check.holds(full, masks, message, corrections);
        Arrays.fill(masks, (byte) 0);
        batch = null;
        if (!consistent) {
            full.wipe();
            throw new CheatingClientException();
        }
        pool.add(full);
    }

    /**
     * Takes {@code count} transfers of the oldest verified batch: zero label = q xor d Delta.
     *
     * @param count multiple of 128
     * @param correctionBits what {@link OtClient#choose} returned, count / 8 bytes
     * @param zeroLabels receives the zero label of each of the client's bits, 16 count bytes
     * @throws MalformedOtMessageException if the correction bits have a wrong size; nothing is taken then
     * @throws IllegalStateException if that batch holds fewer
     */
    public void zeroLabels(int count, byte[] correctionBits, byte[] zeroLabels) {
        requireOpen();
        OtShape.requireTransferCount(count);
        MalformedOtMessageException.requireSize("correction bits", correctionBits.length, count / Byte.SIZE);
        OtShape.requireBytes("zeroLabels", zeroLabels.length, (long) OtShape.LABEL_BYTES * count);
        pool.take(count, zeroLabels, NO_BITS);
        long low = delta.low();
        long high = delta.high();
        for (int i = 0; i < count; i++) {
            long mask = -(correctionBits[i >> 3] >>> (i & 7) & 1L);
            int at = i * OtShape.LABEL_BYTES;
            Words.put(zeroLabels, at, Words.get(zeroLabels, at) ^ (mask & low));
            Words.put(zeroLabels, at + 8, Words.get(zeroLabels, at + 8) ^ (mask & high));
        }
    }

    /** Returns the transfers that {@link #zeroLabels} can take now, those of the oldest verified batch. */
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
            throw new IllegalStateException("server: closed");
        }
    }

    /** Zeroes the transfers and drops the seeds; Delta stays the caller's to close. */
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
