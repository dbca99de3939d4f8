package gazelle.crypto.ot;

/**
 * The client's side of correlated transfers: chooses bits, receives the label of each chosen bit.
 *
 * <p>Transfers are made in batches: {@link #begin}, {@link #extend} until the batch and its {@value #CHECK_TRANSFERS} transfers for the
 * check are made, then {@link #check}, after which they can be taken. Not safe for concurrent use. Time depends on counts alone.
 */
public final class OtClient extends OtExtension {
    /** Transfers that end a batch and that its check uses up: as many as its hash has bits. */
    public static final int CHECK_TRANSFERS = Byte.SIZE * OtShape.CHECKED_ROW_BYTES;

    OtClient(int k, byte[] setUpId, LeafStreams streams) {
        super(k, setUpId, streams, true);
    }

    /** Bytes of the message that adds {@code count} transfers: ceil(128/k) - 1 bits each. */
    public static int extensionBytes(int k, int count) {
        OtShape.requireBlockBits(k);
        OtShape.requireTransferCount(count);
        return Math.multiplyExact(OtShape.blocks(k) - 1, count / Byte.SIZE);
    }

    /** Bytes of the message that ends a batch, whatever its size. */
    public static int checkBytes() {
        return ConsistencyCheck.openingBytes();
    }

    /**
     * Adds {@code count} transfers with random choice bits to the batch.
     *
     * <p>The message holds, for every block of Delta but the first, the row u_j xor u_0, count / 8 bytes each.
     *
     * @param count multiple of 128, at most what the batch still lacks, its {@value #CHECK_TRANSFERS} for the check included
     * @return the message to the server
     * @throws IllegalStateException if no batch was begun
     */
    public byte[] extend(int count) {
        byte[] message = new byte[extensionBytes(k, count)];
        fill(requireRoom(count), count / Byte.SIZE, message);
        check.absorb(message);
        return message;
    }

    @Override
    void blockSummed(int block, TransferBatch filling, byte[] message, int messageAt, int bytes) {
        int choicesAt = filling.filledBytes();
        if (block == 0) {
            System.arraycopy(total(), 0, filling.choices(), choicesAt, bytes);
        } else {
            System.arraycopy(total(), 0, message, messageAt, bytes);
            GgmTree.xorInto(filling.choices(), choicesAt, message, messageAt, bytes);
        }
    }

    /**
     * Ends the batch: opens what its check asks for.
     *
     * @return the message to the server, {@link #checkBytes} bytes
     * @throws IllegalStateException if no batch was begun or it lacks transfers
     */
    public byte[] check() {
        TransferBatch full = requireFull();
        byte[] opening = check.open(full);
        pool.add(full);
        end();
        return opening;
    }

    /**
     * Takes {@code count} transfers of the oldest batch and turns their random choices into {@code choiceBits}.
     *
     * @param count multiple of 128
     * @param choiceBits packed, lowest bit of byte 0 first; count / 8 bytes
     * @param labels receives the label of each chosen bit, 16 count bytes
     * @return the correction bits for the server, packed likewise
     * @throws IllegalStateException if that batch holds fewer
     */
    public byte[] choose(int count, byte[] choiceBits, byte[] labels) {
        requireOpen();
        OtShape.requireTransferCount(count);
        OtShape.requireBytes("choiceBits", choiceBits.length, count / Byte.SIZE);
        OtShape.requireBytes("labels", labels.length, (long) OtShape.LABEL_BYTES * count);
        byte[] corrections = choiceBits.clone();
        pool.take(count, labels, corrections);
        return corrections;
    }
}
