package gazelle.crypto.ot;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The pseudorandom streams r_x of all leaves, AES-128-CTR under each leaf, and their sums.
 *
 * <p>For a block of k bits of Delta: total = sum of r_x and weighted_b = sum of r_x over the x with bit b set. The sums are
 * made by a butterfly (ePrint 2022/192) over the tree of leaves, four subtrees at a time and depth first, so that what it works
 * on stays in the second-level cache. A leaf's stream continues from call to call.
 */
final class LeafStreams {
    /** Bytes of a row computed at once: shorter pieces spend their time switching streams, longer ones leave the cache. */
    static final int TILE_BYTES = 2048;

    private static final int SUBTREES = 4;
    private static final byte[] ZEROS = new byte[TILE_BYTES];

    private final int k;
    private final RowKernel kernel;
    private final @Nullable Cipher[] streams;

    /** For each depth of the tree, the sums of the four subtrees under the node that is being computed. */
    private final byte[][][] subtrees;

    /**
     * Starts the streams of the leaves, leaf x of a block at 16 ({@link OtShape#leavesBefore} + x).
     *
     * @param punctured whether leaf 0 of every block is unknown; its stream is then all zero
     */
    LeafStreams(int k, RowKernel kernel, byte[] leaves, boolean punctured) {
        this.k = k;
        this.kernel = kernel;
        streams = new Cipher[leaves.length / OtShape.LABEL_BYTES];
        subtrees = new byte[(k + 1) / 2][SUBTREES][TILE_BYTES];
        IvParameterSpec start = new IvParameterSpec(new byte[16]);
        try {
            for (int leaf = 0; leaf < streams.length; leaf++) {
                if (punctured && leaf % (1 << k) == 0) {
                    continue;
                }
                Cipher stream = Cipher.getInstance("AES/CTR/NoPadding");
                int at = leaf * OtShape.LABEL_BYTES;
                stream.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(leaves, at, OtShape.LABEL_BYTES, "AES"), start);
                streams[leaf] = stream;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR/NoPadding: missing in this Java runtime", e);
        }
    }

    /**
     * The next {@code bytes} bytes of a block's sums.
     *
     * @param bytes multiple of 16 up to {@link #TILE_BYTES}
     * @param weighted receives weighted_b in row firstRow + b
     * @param total receives the sum of all leaves
     */
    void sumInto(int block, int bytes, byte[][] weighted, int firstRow, byte[] total) {
        int levels = OtShape.bitsOf(k, block);
        for (int b = 0; b < levels; b++) {
            Arrays.fill(weighted[firstRow + b], 0, bytes, (byte) 0);
        }
        sumSubtree(OtShape.leavesBefore(k, block), levels, 0, bytes, weighted, firstRow, total);
    }

    /** The sum of 2^levels leaves; adds to the weighted sums of the lowest {@code levels} bits. */
    private void sumSubtree(int leaf, int levels, int depth, int bytes, byte[][] weighted, int firstRow, byte[] sum) {
        if (levels == 0) {
            nextStreamBytes(streams[leaf], bytes, sum);
            return;
        }
        byte[][] parts = subtrees[depth];
        int below = Math.max(levels - 2, 0);
        int count = 1 << (levels - below);
        for (int i = 0; i < count; i++) {
            sumSubtree(leaf + (i << below), below, depth + 1, bytes, weighted, firstRow, parts[i]);
        }
        byte[] high = weighted[firstRow + levels - 1];
        if (count == SUBTREES) {
            kernel.addFour(parts, sum, weighted[firstRow + below], high, bytes);
        } else {
            kernel.addTwo(parts, sum, high, bytes);
        }
    }

    private static void nextStreamBytes(@Nullable Cipher stream, int bytes, byte[] row) {
        if (stream == null) {
            Arrays.fill(row, 0, bytes, (byte) 0);
            return;
        }
        try {
            stream.update(ZEROS, 0, bytes, row, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    /** Zeroes the rows and drops the streams. */
    void close() {
        Arrays.fill(streams, null);
        for (byte[][] parts : subtrees) {
            for (byte[] row : parts) {
                Arrays.fill(row, (byte) 0);
            }
        }
    }
}
