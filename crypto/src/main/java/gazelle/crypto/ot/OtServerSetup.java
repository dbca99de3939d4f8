package gazelle.crypto.ot;

import gazelle.crypto.garbling.Delta;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** The server's side of the base transfers: their receiver, with the bits of Delta as choices. Used once. */
public final class OtServerSetup {

    private enum State {
        NEW,
        REQUESTED,
        FINISHED
    }

    private final Delta delta;
    private final byte[] sessionId;
    private final int k;
    private final BaseOtReceiver receiver;
    private State state = State.NEW;

    /**
     * Prepares the set-up.
     *
     * @param delta the connection's secret offset; stays the caller's to close
     * @param sessionId public bytes that both parties derived for this connection, never used for another
     * @param k bits of Delta a block, 1 to 8; must be the client's
     * @param random source of all keys
     */
    public OtServerSetup(Delta delta, byte[] sessionId, int k, SecureRandom random) {
        this.delta = delta;
        this.sessionId = sessionId.clone();
        this.k = OtShape.requireBlockBits(k);
        byte[] choices = new byte[OtShape.DELTA_BITS];
        for (int bit = 0; bit < choices.length; bit++) {
            choices[bit] = (byte) bits(delta, bit, 1);
        }
        receiver = new BaseOtReceiver(sessionId, choices, random);
        Arrays.fill(choices, (byte) 0);
    }

    /** Bits {@code from} to {@code from + count - 1} of Delta. */
    private static int bits(Delta delta, int from, int count) {
        long low = delta.low();
        long high = delta.high();
        // Shift distances count modulo 64: the second term of the first line takes the bits beyond bit 63.
        long word = from < Long.SIZE ? low >>> from | high << 1 << (Long.SIZE - 1 - from) : high >>> (from - Long.SIZE);
        return (int) word & ((1 << count) - 1);
    }

    /** Bytes of {@link #request}'s result; the same for every k. */
    public static int requestBytes(int k) {
        OtShape.requireBlockBits(k);
        return OtShape.DELTA_BITS * EndemicOt.REQUEST_BYTES;
    }

    /**
     * The first message of a connection's oblivious transfers.
     *
     * @throws IllegalStateException on a second call
     */
    public byte[] request() {
        if (state != State.NEW) {
            throw new IllegalStateException("set-up: request made before (expected: one use)");
        }
        state = State.REQUESTED;
        return receiver.request();
    }

    /**
     * The server's side of the transfers, the caller's to close.
     *
     * @param reply what {@link OtClientSetup#reply} returned
     * @throws MalformedOtMessageException if the reply has a wrong size
     * @throws CheatingClientException if the sums of a tree do not belong together; Delta must not be used again
     * @throws IllegalStateException before {@link #request} and on a second call
     */
    public OtServer finish(byte[] reply) {
        if (state != State.REQUESTED) {
            throw new IllegalStateException("set-up: %s (expected: after request, once)".formatted(state));
        }
        MalformedOtMessageException.requireSize("reply", reply.length, OtClientSetup.replyBytes(k));
        state = State.FINISHED;
        int masked = OtShape.DELTA_BITS * EndemicOt.REPLY_BYTES;
        byte[] keys = receiver.finish(Arrays.copyOf(reply, masked));
        byte[] leaves = new byte[OtShape.leaves(k) * OtShape.LABEL_BYTES];
        GgmTree tree = new GgmTree();
        TreeCheck check = new TreeCheck(sessionId, k);
        int checkAt = reply.length - TreeCheck.messageBytes(k);
        for (int block = 0; block < OtShape.blocks(k); block++) {
            int levels = OtShape.bitsOf(k, block);
            byte[] sums = new byte[levels * OtShape.LABEL_BYTES];
            for (int level = 0; level < levels; level++) {
                int transfer = block * k + levels - 1 - level;
                byte mask = (byte) -bits(delta, transfer, 1);
                int at = masked + 2 * transfer * OtShape.LABEL_BYTES;
                for (int i = 0; i < OtShape.LABEL_BYTES; i++) {
                    byte first = reply[at + i];
                    byte second = reply[at + OtShape.LABEL_BYTES + i];
                    byte chosen = (byte) (first ^ ((first ^ second) & mask));
                    sums[level * OtShape.LABEL_BYTES + i] = (byte) (chosen ^ keys[transfer * OtShape.LABEL_BYTES + i]);
                }
            }
            int path = bits(delta, block * k, levels);
            byte[] blockLeaves = tree.expandPunctured(path, levels, sums);
            byte[] values = check.expand(blockLeaves);
            int sumAt = checkAt + block * TreeCheck.VALUE_BYTES;
            check.absorbPunctured(values, path, Arrays.copyOfRange(reply, sumAt, sumAt + TreeCheck.VALUE_BYTES));
            Arrays.fill(values, (byte) 0);
            int leavesAt = OtShape.leavesBefore(k, block) * OtShape.LABEL_BYTES;
            System.arraycopy(blockLeaves, 0, leaves, leavesAt, blockLeaves.length);
            Arrays.fill(blockLeaves, (byte) 0);
            Arrays.fill(sums, (byte) 0);
        }
        Arrays.fill(keys, (byte) 0);
        byte[] digest = check.digest();
        boolean consistent =
                MessageDigest.isEqual(digest, Arrays.copyOfRange(reply, reply.length - digest.length, reply.length));
        try {
            if (!consistent) {
                throw new CheatingClientException();
            }
            return new OtServer(delta, k, sessionId, new LeafStreams(k, RowKernel.best(), leaves, true));
        } finally {
            Arrays.fill(leaves, (byte) 0);
        }
    }
}
