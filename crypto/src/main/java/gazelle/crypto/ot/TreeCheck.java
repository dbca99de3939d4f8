package gazelle.crypto.ot;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The check that a client's level sums belong to one tree, whatever path the server takes (ePrint 2022/192, the consistency check of
 * its punctured PRF).
 *
 * <p>Every leaf s is expanded into its stream's seed AES_s(0) and a check value AES_s(1) | AES_s(2). The client sends the XOR of all
 * check values of each tree, from which the server has that of its missing leaf, and one SHA-256 of the check values of all trees.
 */
final class TreeCheck {
    /** Bytes of a check value: twice a seed, so that no two seeds that anyone can find have the same. */
    static final int VALUE_BYTES = 2 * OtShape.LABEL_BYTES;

    private static final int DIGEST_BYTES = 32;

    private final Cipher cipher;
    private final MessageDigest digest;
    private final byte[] blocks = new byte[OtShape.LABEL_BYTES + VALUE_BYTES];
    private final byte[] expanded = new byte[blocks.length];

    TreeCheck(byte[] sessionId, int k) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            digest = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES or SHA-256: missing in this Java runtime", e);
        }
        for (int block = 0; block < blocks.length / OtShape.LABEL_BYTES; block++) {
            blocks[block * OtShape.LABEL_BYTES] = (byte) block;
        }
        digest.update("gazelle ot 2 trees".getBytes(StandardCharsets.US_ASCII));
        digest.update(sessionId);
        digest.update((byte) k);
    }

    /** Bytes that the client sends for all trees. */
    static int messageBytes(int k) {
        return OtShape.blocks(k) * VALUE_BYTES + DIGEST_BYTES;
    }

    /** Replaces every leaf by its stream's seed and gives the check values, that of leaf x at 32 x. */
    byte[] expand(byte[] leaves) {
        byte[] values = new byte[2 * leaves.length];
        try {
            for (int at = 0; at < leaves.length; at += OtShape.LABEL_BYTES) {
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(leaves, at, OtShape.LABEL_BYTES, "AES"));
                cipher.update(blocks, 0, blocks.length, expanded, 0);
                System.arraycopy(expanded, 0, leaves, at, OtShape.LABEL_BYTES);
                System.arraycopy(expanded, OtShape.LABEL_BYTES, values, 2 * at, VALUE_BYTES);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
        Arrays.fill(expanded, (byte) 0);
        return values;
    }

    /** The XOR of all check values. */
    static byte[] sum(byte[] values) {
        byte[] sum = new byte[VALUE_BYTES];
        for (int at = 0; at < values.length; at += VALUE_BYTES) {
            GgmTree.xorInto(values, at, sum, 0, VALUE_BYTES);
        }
        return sum;
    }

    /** Notes the check values of the next tree, in the order of the leaves. */
    void absorb(byte[] values) {
        digest.update(values);
    }

    /**
     * Completes the check values of a punctured tree and notes them; neither a branch nor an index depends on the path.
     *
     * @param values value of leaf x at 32 (x xor path), that at 0 being overwritten
     * @param path the missing leaf
     * @param claimedSum the client's sum of all values
     */
    void absorbPunctured(byte[] values, int path, byte[] claimedSum) {
        Arrays.fill(values, 0, VALUE_BYTES, (byte) 0);
        byte[] missing = sum(values);
        GgmTree.xorInto(claimedSum, 0, missing, 0, VALUE_BYTES);
        System.arraycopy(missing, 0, values, 0, VALUE_BYTES);
        int leaves = values.length / VALUE_BYTES;
        for (int distance = 1; distance < leaves; distance <<= 1) {
            exchange(values, distance * VALUE_BYTES, -(long) Integer.signum(path & distance));
        }
        digest.update(values);
    }

    /** Exchanges neighbouring runs of {@code bytes} bytes where the mask is -1, and does as much where it is 0. */
    private static void exchange(byte[] values, int bytes, long mask) {
        for (int start = 0; start < values.length; start += 2 * bytes) {
            for (int at = start; at < start + bytes; at += Long.BYTES) {
                long difference = (Words.get(values, at) ^ Words.get(values, at + bytes)) & mask;
                Words.put(values, at, Words.get(values, at) ^ difference);
                Words.put(values, at + bytes, Words.get(values, at + bytes) ^ difference);
            }
        }
    }

    /** The digest of everything noted. */
    byte[] digest() {
        return digest.digest();
    }
}
