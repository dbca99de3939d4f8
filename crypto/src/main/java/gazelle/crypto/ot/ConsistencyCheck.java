package gazelle.crypto.ot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The check that a client used one choice vector for every block of Delta, batch by batch (ePrint 2022/192, section 4; derivation
 * and soundness: docs/protocol/transfers.md).
 *
 * <p>For a linear hash R, chosen by what the client sent, it reveals R u and R v_b for the 128 rows b; the server compares R q_b with
 * R v_b + Delta_b R u. The last 128 transfers of a batch are used for nothing else, so R u is uniform.
 *
 * <p>The challenge is the SHA-256 of the set-up, the batch's number and size, and all its messages with their lengths: Fiat-Shamir.
 */
final class ConsistencyCheck {
    /** The number under which the choice vector is hashed; rows have 0 to 127. */
    private static final int CHOICES = OtShape.DELTA_BITS;

    private final byte[] setUpId;
    private final MessageDigest transcript;
    private long batches;

    /**
     * Prepares the checks of one connection.
     *
     * @param setUpId digest of the set-up, {@link #setUpId}
     */
    ConsistencyCheck(byte[] setUpId) {
        this.setUpId = setUpId.clone();
        transcript = sha256();
    }

    /**
     * Returns a digest of everything that fixes the trees. Without it a client could choose corrections first, learn the hash that
     * they draw, and then look for trees that collide under it.
     */
    static byte[] setUpId(byte[] sessionId, int k, byte[] request, byte[] reply) {
        MessageDigest digest = sha256();
        digest.update("gazelle ot 2 set-up".getBytes(StandardCharsets.US_ASCII));
        digest.update(sessionId);
        digest.update((byte) k);
        digest.update(request);
        digest.update(reply);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing in this Java runtime", e);
        }
    }

    /** Bytes of R u and all R v_b. */
    static int openingBytes() {
        return (OtShape.DELTA_BITS + 1) * RowHash.BYTES;
    }

    /** Begins a batch. */
    void begin(int k, int transfers) {
        transcript.reset();
        transcript.update("gazelle ot 2 batch".getBytes(StandardCharsets.US_ASCII));
        transcript.update(setUpId);
        transcript.update(ByteBuffer.allocate(16)
                .putLong(batches++)
                .putInt(k)
                .putInt(transfers)
                .array());
    }

    /** Notes what the client sent, in order. */
    void absorb(byte[] message) {
        transcript.update(
                ByteBuffer.allocate(Integer.BYTES).putInt(message.length).array());
        transcript.update(message);
    }

    /** The hash that everything noted so far chooses; the batch is over then. */
    RowHash hash() {
        return new RowHash(Arrays.copyOf(transcript.digest(), RowHash.BYTES));
    }

    /** Returns the client's opening, {@link #openingBytes} bytes: R u, then R v_0 to R v_127. */
    byte[] open(TransferBatch batch) {
        byte[] opening = new byte[openingBytes()];
        try (RowHash hash = hash()) {
            System.arraycopy(hash.linearPart(CHOICES, batch.choices()), 0, opening, 0, RowHash.BYTES);
            for (int row = 0; row < OtShape.DELTA_BITS; row++) {
                hash.hashInto(row, batch.row(row), opening, (row + 1) * RowHash.BYTES);
            }
        }
        return opening;
    }

    /**
     * Returns whether an opening fits the server's rows; time and memory accesses are independent of Delta.
     *
     * @param deltaMasks 0 or -1 for each bit of Delta
     */
    boolean holds(TransferBatch batch, byte[] deltaMasks, byte[] opening) {
        byte[] expected = new byte[RowHash.BYTES];
        int difference = 0;
        try (RowHash hash = hash()) {
            for (int row = 0; row < OtShape.DELTA_BITS; row++) {
                hash.hashInto(row, batch.row(row), expected, 0);
                int claimed = (row + 1) * RowHash.BYTES;
                for (int i = 0; i < RowHash.BYTES; i++) {
                    difference |= expected[i] ^ opening[claimed + i] ^ (opening[i] & deltaMasks[row]);
                }
            }
        }
        Arrays.fill(expected, (byte) 0);
        return difference == 0;
    }
}
