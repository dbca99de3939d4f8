package gazelle.protocol.layer;

import gazelle.crypto.circuit.GarblingScheme;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A non-linear layer: the server garbles circuits for many instances, the client evaluates them, chunk by chunk.
 *
 * <p>For each chunk the client sends one batch of extended oblivious transfers and its choices, and the server the tables.
 */
public final class GarbledStage implements Stage {
    static final int LABEL_BYTES = 16;

    /** Of a chunk of independent instances: its tables, labels and transfers then stay in a processor's cache. */
    static final int TARGET_TABLE_BYTES = 384 << 10;

    /** Of a strip of a pooling: fewer strips compute fewer rows twice. */
    static final int TARGET_STRIP_BYTES = 3 << 20;

    /** Of the chunks that are under way: enough to keep a long link busy. */
    private static final int TARGET_TABLE_BYTES_AHEAD = 4 << 20;

    private static final int LEAST_CHUNKS_AHEAD = 3;
    private static final int MOST_CHUNKS_AHEAD = 12;

    private final int layer;
    private final GarblingScheme scheme;
    private final Chunking chunking;

    /**
     * @param layer index of the layer in its network
     * @param scheme how conjunctions are garbled
     * @param chunking what each chunk computes
     */
    GarbledStage(int layer, GarblingScheme scheme, Chunking chunking) {
        this.layer = layer;
        this.scheme = scheme;
        this.chunking = chunking;
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

    /** How many chunks the layer is cut into. */
    public int chunks() {
        return chunking.chunks();
    }

    /** Chunks whose choices a client sends before their tables have arrived, so that the server always has work. */
    public int chunksAhead() {
        int fitting = TARGET_TABLE_BYTES_AHEAD / Math.max(1, tableBytes(0));
        return Math.min(chunks(), Math.clamp(fitting, LEAST_CHUNKS_AHEAD, MOST_CHUNKS_AHEAD));
    }

    /** Chunks whose transfers are extended before the client sends the choices of {@code chunk}: as many further ones. */
    public int extendedBefore(int chunk) {
        return Math.min(chunks(), chunk + 1 + chunksAhead());
    }

    /** What is garbled at once. */
    GarbledChunk chunk(int number) {
        return chunking.chunk(number);
    }

    /** Oblivious transfers of a chunk. */
    public int transfersIn(int chunk) {
        return chunk(chunk).transfers();
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
