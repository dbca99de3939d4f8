package gazelle.crypto.ot;

import java.util.Arrays;

/**
 * The client's side of correlated transfers: chooses bits, receives the label of each chosen bit.
 *
 * <p>Not safe for concurrent use. Time depends on counts alone.
 */
public final class OtClient implements AutoCloseable {
    private final int k;
    private final LeafStreams streams;
    private final OtPool pool = new OtPool();
    private final RowKernel kernel = RowKernel.best();
    private final byte[][] rows = new byte[OtShape.DELTA_BITS][LeafStreams.TILE_BYTES];
    private final byte[] total = new byte[LeafStreams.TILE_BYTES];
    private boolean closed;

    OtClient(int k, LeafStreams streams) {
        this.k = k;
        this.streams = streams;
    }

    /** Bytes of the message that adds {@code count} transfers: ceil(128/k) - 1 bits each. */
    public static int extensionBytes(int k, int count) {
        OtShape.requireBlockBits(k);
        OtShape.requireExtensionCount(count);
        return Math.multiplyExact(OtShape.blocks(k) - 1, count / 8);
    }

    /**
     * Adds {@code count} transfers with random choice bits to the pool.
     *
     * <p>The message holds, for every block of Delta but the first, the row u_j xor u_0, count / 8 bytes each.
     *
     * @param count multiple of 128 up to 2^26
     * @return the message to the server
     */
    public byte[] extend(int count) {
        requireOpen();
        byte[] message = new byte[extensionBytes(k, count)];
        int rowBytes = count / 8;
        byte[] labels = new byte[count * OtShape.LABEL_BYTES];
        byte[] bits = new byte[rowBytes];
        for (int at = 0; at < rowBytes; at += LeafStreams.TILE_BYTES) {
            int bytes = Math.min(LeafStreams.TILE_BYTES, rowBytes - at);
            for (int block = 0; block < OtShape.blocks(k); block++) {
                streams.sumInto(block, bytes, rows, block * k, total);
                if (block == 0) {
                    System.arraycopy(total, 0, bits, at, bytes);
                } else {
                    int row = (block - 1) * rowBytes + at;
                    System.arraycopy(total, 0, message, row, bytes);
                    GgmTree.xorInto(bits, at, message, row, bytes);
                }
            }
            kernel.transpose(rows, bytes, labels, at * 8 * OtShape.LABEL_BYTES);
        }
        pool.add(labels, bits);
        return message;
    }

    /**
     * Takes {@code count} transfers from the pool and turns their random choices into {@code choiceBits}.
     *
     * @param choiceBits packed, lowest bit of byte 0 first; ceil(count / 8) bytes
     * @param labels receives the label of each chosen bit, 16 count bytes
     * @return the correction bits for the server, packed likewise, unused bits 0
     * @throws IllegalStateException if the pool holds fewer
     */
    public byte[] choose(int count, byte[] choiceBits, byte[] labels) {
        requireOpen();
        if (count < 0) {
            throw new IllegalArgumentException("count: %d (expected: >= 0)".formatted(count));
        }
        OtShape.requireBytes("choiceBits", choiceBits.length, OtShape.packedBytes(count));
        OtShape.requireBytes("labels", labels.length, (long) OtShape.LABEL_BYTES * count);
        byte[] corrections = choiceBits.clone();
        if (count % 8 != 0) {
            corrections[corrections.length - 1] &= (byte) ((1 << count % 8) - 1);
        }
        pool.take(count, labels, corrections);
        return corrections;
    }

    /** Transfers that {@link #choose} can take now. */
    public int pooled() {
        return pool.available();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("client: closed");
        }
    }

    /** Zeroes the pool and drops the seeds. */
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
