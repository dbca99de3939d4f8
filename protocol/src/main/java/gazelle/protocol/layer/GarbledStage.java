package gazelle.protocol.layer;

import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.ot.OtClient;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A non-linear layer: the server garbles circuits for many instances, the client evaluates them, chunk by chunk.
 *
 * <p>For each chunk the client sends extended oblivious transfers and its choices, and the server the tables; for each batch of chunks
 * the client sends one check of its transfers before the first choices.
 */
public final class GarbledStage implements Stage {
    static final int LABEL_BYTES = 16;

    /** Of a chunk of independent instances: its tables, labels and transfers then stay in a processor's cache. */
    static final int TARGET_TABLE_BYTES = 384 << 10;

    /** Of a strip of a pooling: fewer strips compute fewer rows twice. */
    static final int TARGET_STRIP_BYTES = 3 << 20;

    /** Of the chunks that are under way: enough to keep a long link busy. */
    private static final int TARGET_TABLE_BYTES_AHEAD = 4 << 20;

    /**
     * Of a batch of transfers that are checked together, so of the rows of bits that each side keeps: 32 MiB. A batch is one chunk at least.
     */
    static final int MOST_TRANSFERS_IN_BATCH = 1 << 21;

    private static final int LEAST_CHUNKS_AHEAD = 3;
    private static final int MOST_CHUNKS_AHEAD = 12;

    private final int layer;
    private final GarblingScheme scheme;
    private final Chunking chunking;
    private final int[] transfers;

    /** For each chunk the first of its batch and the first of the next one. */
    private final int[] batchBegins;

    private final int[] batchEnds;

    /**
     * @param layer index of the layer in its network
     * @param scheme how conjunctions are garbled
     * @param chunking what each chunk computes
     */
    GarbledStage(int layer, GarblingScheme scheme, Chunking chunking) {
        this.layer = layer;
        this.scheme = scheme;
        this.chunking = chunking;
        int chunks = chunking.chunks();
        transfers = new int[chunks];
        batchBegins = new int[chunks];
        batchEnds = new int[chunks];
        for (int chunk = 0; chunk < chunks; chunk++) {
            transfers[chunk] = chunk(chunk).transfers();
        }
        for (int begin = 0, end; begin < chunks; begin = end) {
            long inBatch = transfers[begin];
            for (end = begin + 1; end < chunks && inBatch + transfers[end] <= MOST_TRANSFERS_IN_BATCH; end++) {
                inBatch += transfers[end];
            }
            Arrays.fill(batchBegins, begin, end, begin);
            Arrays.fill(batchEnds, begin, end, end);
        }
    }

    @Override
    public int layer() {
        return layer;
    }

    /** Words of the layer's output. */
    public int outputs() {
        return chunking.outputs();
    }

    /** Bits of each word of the output. */
    public int outputBits() {
        return chunking.outputBits();
    }

    /** Returns the number of chunks that the layer is cut into. */
    public int chunks() {
        return chunking.chunks();
    }

    /** Chunks whose choices a client sends before their tables have arrived, so that the server always has work. */
    public int chunksAhead() {
        int fitting = TARGET_TABLE_BYTES_AHEAD / Math.max(1, tableBytes(0));
        return Math.min(chunks(), Math.clamp(fitting, LEAST_CHUNKS_AHEAD, MOST_CHUNKS_AHEAD));
    }

    /**
     * Chunks whose transfers are extended before the client sends the choices of {@code chunk}: its whole batch, which is checked before it
     * is used, and as many further ones as are under way.
     */
    public int extendedBefore(int chunk) {
        return Math.max(batchEnds[chunk], Math.min(chunks(), chunk + 1 + chunksAhead()));
    }

    /** Returns whether a batch of transfers begins with {@code chunk}. */
    public boolean beginsBatch(int chunk) {
        return batchBegins[chunk] == chunk;
    }

    /** Returns whether a batch of transfers ends with {@code chunk}, whose check follows then. */
    public boolean endsBatch(int chunk) {
        return batchEnds[chunk] == chunk + 1;
    }

    /** Oblivious transfers of the batch that {@code chunk} belongs to, without those that its check uses up. */
    public int transfersInBatchOf(int chunk) {
        return Arrays.stream(transfers, batchBegins[chunk], batchEnds[chunk]).sum();
    }

    /** Batches of transfers in the whole layer. */
    public int batches() {
        return (int) IntStream.range(0, chunks()).filter(this::endsBatch).count();
    }

    /** Returns the part of the layer that is garbled at once. */
    GarbledChunk chunk(int number) {
        return chunking.chunk(number);
    }

    /** Oblivious transfers of a chunk. */
    public int transfersIn(int chunk) {
        return transfers[chunk];
    }

    /** Oblivious transfers that a chunk's extension makes: its own, and behind the last of a batch those that the check uses up. */
    public int extendedIn(int chunk) {
        return transfers[chunk] + (endsBatch(chunk) ? OtClient.CHECK_TRANSFERS : 0);
    }

    /** Exact size of a chunk's tables. */
    public int tableBytes(int chunk) {
        return tableBytes(chunk(chunk));
    }

    int tableBytes(GarbledChunk chunk) {
        return Math.toIntExact(chunk.cascade().tableBytes(scheme));
    }

    /** Conjunctions of two wires in the whole layer. */
    public long ands() {
        return IntStream.range(0, chunks())
                .mapToLong(chunk -> chunk(chunk).cascade().ands())
                .sum();
    }

    /** The labels of a chunk's wires out of those of all its transfers: the same array if it holds no others, else they are wiped. */
    static byte[] labelsOfWires(GarbledChunk chunk, byte[] labelsOfTransfers) {
        if (chunk.wires() == chunk.transfers()) {
            return labelsOfTransfers;
        }
        byte[] labels = Arrays.copyOf(labelsOfTransfers, LABEL_BYTES * chunk.wires());
        Arrays.fill(labelsOfTransfers, (byte) 0);
        return labels;
    }
}
