package gazelle.crypto.ot;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The client's side of the base transfers: their sender, and owner of the seed trees. Used once. */
public final class OtClientSetup {
    private final byte[] sessionId;
    private final int k;
    private final SecureRandom random;
    private @Nullable OtClient client;
    private boolean replied;

    /**
     * Prepares the set-up.
     *
     * @param sessionId public bytes that both parties derived for this connection, never used for another
     * @param k bits of Delta a block, 1 to 8; larger sends less and computes more
     * @param random source of all seeds
     */
    public OtClientSetup(byte[] sessionId, int k, SecureRandom random) {
        this.sessionId = sessionId.clone();
        this.k = OtShape.requireBlockBits(k);
        this.random = random;
    }

    /** Bytes of {@link #reply}'s result. */
    public static int replyBytes(int k) {
        OtShape.requireBlockBits(k);
        return OtShape.DELTA_BITS * (EndemicOt.REPLY_BYTES + 2 * OtShape.LABEL_BYTES) + TreeCheck.messageBytes(k);
    }

    /**
     * The ciphertexts of the base transfers, then for each the two level sums masked with its keys, then what proves that the sums of a
     * tree belong together.
     *
     * @param request what {@link OtServerSetup#request} returned
     * @throws MalformedOtMessageException if the request has a wrong size or an element out of range
     * @throws IllegalStateException on a second call
     */
    public byte[] reply(byte[] request) {
        if (replied) {
            throw new IllegalStateException("set-up: reply made before (expected: one use)");
        }
        BaseOtSender sender = new BaseOtSender(sessionId, OtShape.DELTA_BITS, random);
        byte[] ciphertexts = sender.reply(request);
        replied = true;
        byte[] reply = Arrays.copyOf(ciphertexts, replyBytes(k));
        byte[] keys = sender.keys();
        byte[] leaves = new byte[OtShape.leaves(k) * OtShape.LABEL_BYTES];
        GgmTree tree = new GgmTree();
        TreeCheck check = new TreeCheck(sessionId, k);
        int checkAt = reply.length - TreeCheck.messageBytes(k);
        byte[] root = new byte[OtShape.LABEL_BYTES];
        for (int block = 0; block < OtShape.blocks(k); block++) {
            int levels = OtShape.bitsOf(k, block);
            random.nextBytes(root);
            byte[] sums = new byte[2 * levels * OtShape.LABEL_BYTES];
            byte[] blockLeaves = tree.expand(root, levels, sums);
            byte[] values = check.expand(blockLeaves);
            check.absorb(values);
            System.arraycopy(
                    TreeCheck.sum(values), 0, reply, checkAt + block * TreeCheck.VALUE_BYTES, TreeCheck.VALUE_BYTES);
            Arrays.fill(values, (byte) 0);
            int leavesAt = OtShape.leavesBefore(k, block) * OtShape.LABEL_BYTES;
            System.arraycopy(blockLeaves, 0, leaves, leavesAt, blockLeaves.length);
            Arrays.fill(blockLeaves, (byte) 0);
            for (int level = 0; level < levels; level++) {
                // The first level is the block's highest bit of Delta. With choice bit c the server must learn the sum
                // of
                // side 1 - c, so the key of branch c masks it.
                int transfer = block * k + levels - 1 - level;
                for (int branch = 0; branch < 2; branch++) {
                    int at = (2 * transfer + branch) * OtShape.LABEL_BYTES;
                    int sumAt = (2 * level + 1 - branch) * OtShape.LABEL_BYTES;
                    GgmTree.xorInto(keys, at, sums, sumAt, OtShape.LABEL_BYTES);
                    System.arraycopy(sums, sumAt, reply, ciphertexts.length + at, OtShape.LABEL_BYTES);
                }
            }
        }
        byte[] digest = check.digest();
        System.arraycopy(digest, 0, reply, reply.length - digest.length, digest.length);
        Arrays.fill(root, (byte) 0);
        Arrays.fill(keys, (byte) 0);
        client = new OtClient(k, sessionId, new LeafStreams(k, RowKernel.best(), leaves, false));
        Arrays.fill(leaves, (byte) 0);
        return reply;
    }

    /**
     * The client's side of the transfers, the caller's to close.
     *
     * @throws IllegalStateException before {@link #reply} and on a second call
     */
    public OtClient client() {
        OtClient made = client;
        if (made == null) {
            throw new IllegalStateException("set-up: no client (expected: after reply, once)");
        }
        client = null;
        return made;
    }
}
