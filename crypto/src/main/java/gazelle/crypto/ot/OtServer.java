package gazelle.crypto.ot;

import gazelle.crypto.garbling.Delta;
import java.util.Arrays;

/**
 * The server's side of correlated transfers: holds Delta and obtains the zero label of each of the client's bits.
 *
 * <p>One thread may extend while another takes; each alone is not safe for concurrent use. Time depends on counts alone.
 */
public final class OtServer implements AutoCloseable {
    private static final byte[] NO_BITS = {};

    private final Delta delta;
    private final int k;
    private final LeafStreams streams;
    private final OtPool pool = new OtPool();
    private final RowKernel kernel = RowKernel.best();
    private final byte[][] rows = new byte[OtShape.DELTA_BITS][LeafStreams.TILE_BYTES];
    private final byte[] total = new byte[LeafStreams.TILE_BYTES];
    private boolean closed;

    OtServer(Delta delta, int k, LeafStreams streams) {
        this.delta = delta;
        this.k = k;
        this.streams = streams;
    }

    /**
     * Adds {@code count} transfers to the pool.
     *
     * @param count the client's count, a multiple of 128 up to 2^26
     * @param message what {@link OtClient#extend} returned
     * @throws MalformedOtMessageException if the message has a wrong size; the pool is then unchanged
     */
    public void extend(int count, byte[] message) {
        requireOpen();
        MalformedOtMessageException.requireSize("extension", message.length, OtClient.extensionBytes(k, count));
        int rowBytes = count / 8;
        byte[] labels = new byte[count * OtShape.LABEL_BYTES];
        for (int at = 0; at < rowBytes; at += LeafStreams.TILE_BYTES) {
            int bytes = Math.min(LeafStreams.TILE_BYTES, rowBytes - at);
            for (int block = 0; block < OtShape.blocks(k); block++) {
                streams.sumInto(block, bytes, rows, block * k, total);
                if (block > 0) {
                    correct(block, message, (block - 1) * rowBytes + at, bytes);
                }
            }
            kernel.transpose(rows, bytes, labels, at * 8 * OtShape.LABEL_BYTES);
        }
        pool.add(labels, NO_BITS);
    }

    /** Moves a block's rows from its own choice vector to the common one: row_b ^= Delta_b (u_j xor u_0). */
    private void correct(int block, byte[] message, int messageAt, int bytes) {
        for (int bit = block * k; bit < block * k + OtShape.bitsOf(k, block); bit++) {
            long word = bit < Long.SIZE ? delta.low() : delta.high();
            byte mask = (byte) -(word >>> (bit % Long.SIZE) & 1);
            addMasked(message, messageAt, mask, rows[bit], bytes);
        }
    }

    private static void addMasked(byte[] from, int fromAt, byte mask, byte[] into, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into[i] ^= (byte) (from[fromAt + i] & mask);
        }
    }

    /**
     * Takes {@code count} transfers from the pool: zero label = q xor d Delta.
     *
     * @param correctionBits what {@link OtClient#choose} returned, ceil(count / 8) bytes
     * @param zeroLabels receives the zero label of each of the client's bits, 16 count bytes
     * @throws MalformedOtMessageException if the correction bits have a wrong size; the pool is then unchanged
     * @throws IllegalStateException if the pool holds fewer
     */
    public void zeroLabels(int count, byte[] correctionBits, byte[] zeroLabels) {
        requireOpen();
        if (count < 0) {
            throw new IllegalArgumentException("count: %d (expected: >= 0)".formatted(count));
        }
        MalformedOtMessageException.requireSize("correction bits", correctionBits.length, OtShape.packedBytes(count));
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

    /** Transfers that {@link #zeroLabels} can take now. */
    public int pooled() {
        return pool.available();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("server: closed");
        }
    }

    /** Zeroes the pool and drops the seeds; Delta stays the caller's to close. */
    @Override
    public void close() {
        closed = true;
        pool.close();
        streams.close();
        Arrays.fill(total, (byte) 0);
        for (byte[] row : rows) {
            Arrays.fill(row, (byte) 0);
        }
    }
}
