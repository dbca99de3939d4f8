package gazelle.protocol.layer;

import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CountingMachine;
import gazelle.crypto.circuit.GarblingScheme;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A non-linear layer: the server garbles one circuit for many instances, the client evaluates it, chunk by chunk.
 *
 * <p>For each chunk the client sends one batch of extended oblivious transfers and its choices, and the server the tables.
 */
public final class GarbledStage implements Stage {
    static final int LABEL_BYTES = 16;

    /** Of a chunk: its tables, labels and transfers then stay in a processor's cache. */
    private static final int TARGET_TABLE_BYTES = 384 << 10;

    /** Of the chunks that are under way: enough to keep a long link busy. */
    private static final int TARGET_TABLE_BYTES_AHEAD = 4 << 20;

    private static final int LEAST_CHUNKS_AHEAD = 3;
    private static final int MOST_CHUNKS_AHEAD = 12;

    private static final int MAX_CHUNK_INSTANCES = 4_096;

    /** Instances per key of the garbling hash, of which every chunk but the last is a multiple. */
    private static final int BLOCK_INSTANCES = 256;

    /** Oblivious transfers are extended in multiples of this. */
    private static final int OT_MULTIPLE = 128;

    private final int layer;
    private final Circuit circuit;
    private final CircuitCost cost;
    private final GarblingScheme scheme;
    private final int instances;
    private final int chunkInstances;
    private final int @Nullable [] gather;

    /** A layer in which word w of instance i is element {@code w * instances + i}. */
    public GarbledStage(int layer, Circuit circuit, GarblingScheme scheme, int instances) {
        this(layer, circuit, scheme, instances, null);
    }

    /**
     * @param layer index of the layer in its network
     * @param circuit what every instance computes
     * @param scheme how conjunctions are garbled
     * @param instances how many
     * @param gather the element that word w of instance i reads, at {@code w * instances + i}; -1 for the integer 0
     */
    GarbledStage(int layer, Circuit circuit, GarblingScheme scheme, int instances, int @Nullable [] gather) {
        this.layer = layer;
        this.circuit = circuit;
        this.cost = CountingMachine.count(circuit);
        this.scheme = scheme;
        this.instances = instances;
        this.gather = gather;
        long fitting = TARGET_TABLE_BYTES / Math.max(1, cost.tableBytes(BLOCK_INSTANCES, scheme) / BLOCK_INSTANCES);
        this.chunkInstances = (int)
                Math.clamp(fitting / BLOCK_INSTANCES * BLOCK_INSTANCES, BLOCK_INSTANCES, (long) MAX_CHUNK_INSTANCES);
    }

    @Override
    public int layer() {
        return layer;
    }

    /** What every instance computes. */
    public Circuit circuit() {
        return circuit;
    }

    /** Gates and rows of one instance. */
    public CircuitCost cost() {
        return cost;
    }

    /** How many instances the layer has. */
    public int instances() {
        return instances;
    }

    /** How many chunks the layer is cut into. */
    public int chunks() {
        return (instances + chunkInstances - 1) / chunkInstances;
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

    /** The first instance of a chunk. */
    public int firstInstance(int chunk) {
        return chunk * chunkInstances;
    }

    /** How many instances a chunk has. */
    public int instancesIn(int chunk) {
        return Math.min(chunkInstances, instances - firstInstance(chunk));
    }

    /** Input wires of a chunk. */
    public int wiresIn(int chunk) {
        return instancesIn(chunk) * circuit.inputWords() * circuit.inputBits();
    }

    /** Oblivious transfers of a chunk: its input wires, rounded up to what the OT extension makes at once. */
    public int transfersIn(int chunk) {
        return (wiresIn(chunk) + OT_MULTIPLE - 1) / OT_MULTIPLE * OT_MULTIPLE;
    }

    /** Exact size of a chunk's tables. */
    public int tableBytes(int chunk) {
        return Math.toIntExact(cost.tableBytes(instancesIn(chunk), scheme));
    }

    /**
     * A party's share of a chunk's input words: word w of the chunk's instance i at {@code w * instancesIn(chunk) + i}.
     *
     * @param share the party's share of the whole input tensor
     */
    long[] chunkWords(int chunk, long[] share) {
        int first = firstInstance(chunk);
        int count = instancesIn(chunk);
        long[] words = new long[circuit.inputWords() * count];
        for (int word = 0; word < circuit.inputWords(); word++) {
            for (int i = 0; i < count; i++) {
                int position = word * instances + first + i;
                int element = gather == null ? position : gather[position];
                words[word * count + i] = element < 0 ? 0 : share[element];
            }
        }
        return words;
    }

    /** The labels of a chunk's wires out of those of all its transfers: the same array if it holds no others, else they are wiped. */
    byte[] labelsOfWires(int chunk, byte[] labelsOfTransfers) {
        if (wiresIn(chunk) == transfersIn(chunk)) {
            return labelsOfTransfers;
        }
        byte[] labels = Arrays.copyOf(labelsOfTransfers, LABEL_BYTES * wiresIn(chunk));
        Arrays.fill(labelsOfTransfers, (byte) 0);
        return labels;
    }
}
