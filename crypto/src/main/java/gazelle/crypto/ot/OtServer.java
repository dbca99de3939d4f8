package gazelle.crypto.ot;

import gazelle.crypto.garbling.Delta;
import java.util.Arrays;

/**
 * The server's side of correlated transfers: holds Delta and obtains the zero label of each of the client's bits.
 *
 * <p>No transfer can be taken before the batch that it belongs to was verified. One thread may begin, extend and verify while another
 * takes; each alone is not safe for concurrent use. Time depends on counts alone. Delta stays the caller's to close.
 */
public final class OtServer extends OtExtension {
    private static final byte[] NO_BITS = {};

    private final Delta delta;

    OtServer(Delta delta, int k, byte[] setUpId, LeafStreams streams) {
        super(k, setUpId, streams, false);
        this.delta = delta;
    }

    /**
     * Adds {@code count} transfers to the batch.
     *
     * @param count the client's count, a multiple of 128, at most what the batch still lacks
     * @param message what {@link OtClient#extend} returned
     * @throws MalformedOtMessageException if the message has a wrong size; the batch is then unchanged
     * @throws IllegalStateException if no batch was begun
     */
    public void extend(int count, byte[] message) {
        TransferBatch filling = requireRoom(count);
        MalformedOtMessageException.requireSize("extension", message.length, OtClient.extensionBytes(k, count));
        fill(filling, count / Byte.SIZE, message);
        check.absorb(message);
    }

    /** Moves a block's rows from its own choice vector to the common one: row_b ^= Delta_b (u_j xor u_0). */
    @Override
    void blockSummed(int block, TransferBatch filling, byte[] message, int messageAt, int bytes) {
        if (block == 0) {
            return;
        }
        for (int bit = block * k; bit < block * k + OtShape.bitsOf(k, block); bit++) {
            addMasked(message, messageAt, deltaMask(bit), row(bit), bytes);
        }
    }

    /** 0 or -1 for a bit of Delta. */
    private byte deltaMask(int bit) {
        long word = bit < Long.SIZE ? delta.low() : delta.high();
        return (byte) -(word >>> (bit % Long.SIZE) & 1);
    }

    private static void addMasked(byte[] from, int fromAt, byte mask, byte[] into, int bytes) {
        for (int i = 0; i < bytes; i++) {
            into[i] ^= (byte) (from[fromAt + i] & mask);
        }
    }

    /**
     * Ends the batch: its transfers can be taken if the client chose alike in every block of Delta.
     *
     * @param opening what {@link OtClient#check} returned
     * @throws MalformedOtMessageException if the message has a wrong size
     * @throws CheatingClientException if the client deviated; nothing of the batch can be taken, and Delta must not be used again
     * @throws IllegalStateException if no batch was begun or it lacks transfers
     */
    public void verify(byte[] opening) {
        TransferBatch full = requireFull();
        MalformedOtMessageException.requireSize("check", opening.length, OtClient.checkBytes());
        byte[] masks = new byte[OtShape.DELTA_BITS];
        for (int bit = 0; bit < masks.length; bit++) {
            masks[bit] = deltaMask(bit);
        }
        boolean consistent = check.holds(full, masks, opening);
        Arrays.fill(masks, (byte) 0);
        end();
        if (!consistent) {
            full.wipe();
            throw new CheatingClientException();
        }
        pool.add(full);
    }

    /**
     * Takes {@code count} transfers of the oldest verified batch: zero label = q xor d Delta.
     *
     * @param count multiple of 128
     * @param correctionBits what {@link OtClient#choose} returned, count / 8 bytes
     * @param zeroLabels receives the zero label of each of the client's bits, 16 count bytes
     * @throws MalformedOtMessageException if the correction bits have a wrong size; nothing is taken then
     * @throws IllegalStateException if that batch holds fewer
     */
    public void zeroLabels(int count, byte[] correctionBits, byte[] zeroLabels) {
        requireOpen();
        OtShape.requireTransferCount(count);
        MalformedOtMessageException.requireSize("correction bits", correctionBits.length, count / Byte.SIZE);
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
}
