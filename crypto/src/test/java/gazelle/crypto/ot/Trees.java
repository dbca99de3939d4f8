package gazelle.crypto.ot;

import gazelle.crypto.garbling.Delta;
import java.security.SecureRandom;
import java.util.Arrays;

/** The seed trees of one connection as both sides have them after base transfers, without making any. */
record Trees(LeafStreams client, LeafStreams server) {
    static Trees plant(Delta delta, int k, SecureRandom random) {
        byte[] clientLeaves = new byte[16 * OtShape.leaves(k)];
        byte[] serverLeaves = new byte[clientLeaves.length];
        byte[] root = new byte[16];
        for (int block = 0; block < OtShape.blocks(k); block++) {
            int levels = OtShape.bitsOf(k, block);
            int path = path(delta, k, block);
            random.nextBytes(root);
            byte[] sums = new byte[32 * levels];
            byte[] leaves = new GgmTree().expand(root, levels, sums);
            System.arraycopy(leaves, 0, clientLeaves, 16 * OtShape.leavesBefore(k, block), leaves.length);
            byte[] offPath = new byte[16 * levels];
            for (int level = 0; level < levels; level++) {
                int side = 1 - (path >>> (levels - 1 - level) & 1);
                System.arraycopy(sums, 16 * (2 * level + side), offPath, 16 * level, 16);
            }
            byte[] punctured = new GgmTree().expandPunctured(path, levels, offPath);
            System.arraycopy(punctured, 0, serverLeaves, 16 * OtShape.leavesBefore(k, block), punctured.length);
        }
        return new Trees(
                new LeafStreams(k, RowKernel.best(), clientLeaves, false),
                new LeafStreams(k, RowKernel.best(), serverLeaves, true));
    }

    /** The bits of Delta that a block covers. */
    static int path(Delta delta, int k, int block) {
        int path = 0;
        for (int bit = OtShape.bitsOf(k, block) - 1; bit >= 0; bit--) {
            path = 2 * path + bit(delta, block * k + bit);
        }
        return path;
    }

    static int bit(Delta delta, int bit) {
        long word = bit < Long.SIZE ? delta.low() : delta.high();
        return (int) (word >>> (bit % Long.SIZE)) & 1;
    }

    /** An offset of known bits. */
    static Delta known(long low, long high) {
        return Delta.random(new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private final long[] words = {low, high};
            private int next;

            @Override
            public long nextLong() {
                return words[next++];
            }
        });
    }

    /** The bytes of a label that is {@code mask} at the bits of one block and 0 elsewhere. */
    static byte[] blockLabel(int k, int block, int mask) {
        byte[] label = new byte[16];
        for (int bit = 0; bit < OtShape.bitsOf(k, block); bit++) {
            int at = block * k + bit;
            label[at / 8] |= (byte) ((mask >>> bit & 1) << (at % 8));
        }
        return label;
    }

    static boolean allZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }
}
