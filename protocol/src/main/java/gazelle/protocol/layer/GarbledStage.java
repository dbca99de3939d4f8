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
    /**
     * Chunks whose choices a client sends before their tables have arrived, so that the server always has work; it extends the
     * transfers of the first ones before all else.
     */
    public static final int CHUNKS_AHEAD = 3;

    static final int LABEL_BYTES = 16;

    /** What a chunk of independent instances may have in tables. */
    static final int TARGET_TABLE_BYTES = 2 << 20;

    /** The same for a strip of a pooling: fewer strips compute fewer rows twice. */
    static final int TARGET_STRIP_BYTES = 3 << 20;

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
