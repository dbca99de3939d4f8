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
 * made by a butterfly of 2 * 2^k XORs (ePrint 2022/192), leaf after leaf as in binary counting, so that k + 1
 * rows are live and stay in the second-level cache. A leaf's stream continues from call to call.
 */
final class LeafStreams {
    /** Bytes of a row computed at once: with 4096 streams (k = 8), shorter pieces spend their time switching streams. */
    static final int TILE_BYTES = 8192;

    private static final byte[] ZEROS = new byte[TILE_BYTES];

    private final int k;
    private final @Nullable Cipher[] streams;
    private final byte[][] pending;
    private byte[] node = new byte[TILE_BYTES];

    /**
     * Starts the streams of the leaves at 16 (block 2^k + x).
     *
     * @param punctured whether leaf 0 of every block is unknown; its stream is then all zero
     */
    LeafStreams(int k, byte[] leaves, boolean punctured) {
        this.k = k;
        int blockLeaves = 1 << k;
        streams = new Cipher[leaves.length / OtShape.LABEL_BYTES];
        pending = new byte[k + 1][TILE_BYTES];
        IvParameterSpec start = new IvParameterSpec(new byte[16]);
        try {
            for (int leaf = 0; leaf < streams.length; leaf++) {
                if (punctured && leaf % blockLeaves == 0) {
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
        for (int b = 0; b < k; b++) {
            Arrays.fill(weighted[firstRow + b], 0, bytes, (byte) 0);
        }
        for (int leaf = 0; leaf < 1 << k; leaf++) {
            nextStreamBytes(streams[(block << k) + leaf], bytes);
            int level = 0;
            for (; (leaf >>> level & 1) == 1; level++) {
                // node is the sum of a right subtree, pending[level] that of its left sibling.
                xorInto(node, weighted[firstRow + level], bytes);
                xorInto(node, pending[level], bytes);
                swapNodeWith(level);
            }
            swapNodeWith(level);
        }
        System.arraycopy(pending[k], 0, total, 0, bytes);
    }

    private void swapNodeWith(int level) {
        byte[] other = pending[level];
        pending[level] = node;
        node = other;
    }

    private void nextStreamBytes(@Nullable Cipher stream, int bytes) {
        if (stream == null) {
            Arrays.fill(node, 0, bytes, (byte) 0);
            return;
        }
        try {
            stream.update(ZEROS, 0, bytes, node, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    static void xorInto(byte[] from, byte[] into, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into[i] ^= from[i];
        }
    }

    /** Zeroes the rows and drops the streams. */
    void close() {
        Arrays.fill(streams, null);
        Arrays.fill(node, (byte) 0);
        for (byte[] row : pending) {
            Arrays.fill(row, (byte) 0);
        }
    }
}
