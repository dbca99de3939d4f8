package gazelle.crypto.ot;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Trees of seeds, child c of a node being AES-128 of the block c under the node's seed (Goldreich, Goldwasser, Micali).
 *
 * <p>The client owns a whole tree of 2^k leaves. The server obtains all leaves but one: for each level it gets, by a base
 * transfer, the XOR of all children on the side off its path (ePrint 2022/192).
 */
final class GgmTree {
    private static final int SEED_BYTES = OtShape.LABEL_BYTES;

    private final Cipher cipher;
    private final byte[] childIndices = new byte[2 * SEED_BYTES];
    private final byte[] children = new byte[2 * SEED_BYTES];

    GgmTree() {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/ECB/NoPadding: missing in this Java runtime", e);
        }
        childIndices[SEED_BYTES] = 1;
    }

    /**
     * All leaves under {@code root}, leaf x at 16 x; the first level is the highest bit of x.
     *
     * @param sums receives the XOR of all nodes of (level, side) at 16 (2 level + side)
     */
    byte[] expand(byte[] root, int levels, byte[] sums) {
        byte[] nodes = root.clone();
        for (int level = 0; level < levels; level++) {
            byte[] next = new byte[2 * nodes.length];
            for (int at = 0; at < nodes.length; at += SEED_BYTES) {
                expandNode(nodes, at);
                System.arraycopy(children, 0, next, 2 * at, children.length);
                xorInto(children, 0, sums, 2 * level * SEED_BYTES, children.length);
            }
            Arrays.fill(nodes, (byte) 0);
            nodes = next;
        }
        Arrays.fill(children, (byte) 0);
        return nodes;
    }

    /**
     * All leaves but number {@code path}: leaf x at 16 (x xor path), and zeros at 0 for the missing one.
     *
     * <p>Nodes are numbered by x xor path at every level, so the unknown node is always number 0 and neither a branch nor
     * an index depends on the secret path.
     *
     * @param sums for each level the XOR of all nodes on the side off the path
     */
    byte[] expandPunctured(int path, int levels, byte[] sums) {
        byte[] nodes = new byte[SEED_BYTES];
        for (int level = 0; level < levels; level++) {
            byte swap = (byte) -(path >>> (levels - 1 - level) & 1);
            byte[] next = new byte[2 * nodes.length];
            byte[] missing = Arrays.copyOfRange(sums, level * SEED_BYTES, (level + 1) * SEED_BYTES);
            for (int at = SEED_BYTES; at < nodes.length; at += SEED_BYTES) {
                expandNode(nodes, at);
                for (int i = 0; i < SEED_BYTES; i++) {
                    int difference = (children[i] ^ children[SEED_BYTES + i]) & swap;
                    next[2 * at + i] = (byte) (children[i] ^ difference);
                    next[2 * at + SEED_BYTES + i] = (byte) (children[SEED_BYTES + i] ^ difference);
                }
                xorInto(next, 2 * at + SEED_BYTES, missing, 0, SEED_BYTES);
            }
            System.arraycopy(missing, 0, next, SEED_BYTES, SEED_BYTES);
            Arrays.fill(nodes, (byte) 0);
            nodes = next;
        }
        Arrays.fill(children, (byte) 0);
        return nodes;
    }

    private void expandNode(byte[] nodes, int at) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(nodes, at, SEED_BYTES, "AES"));
            cipher.update(childIndices, 0, childIndices.length, children, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    static void xorInto(byte[] from, int fromAt, byte[] into, int intoAt, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into[intoAt + i] ^= from[fromAt + i];
        }
    }
}
