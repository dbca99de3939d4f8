package gazelle.protocol.layer;

import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CountingMachine;
import java.util.Arrays;

/**
 * A non-linear layer: the server garbles one circuit for many instances, the client evaluates it, chunk by chunk.
 *
 * <p>For each chunk the client sends one batch of extended oblivious transfers and its choices, and the server the tables. Word
 * w of instance i is element {@code w * instances + i} of the input share.
 */
public final class GarbledStage implements Stage {
    static final int LABEL_BYTES = 16;

    private static final int TARGET_TABLE_BYTES = 2 << 20;
    private static final int MAX_CHUNK_INSTANCES = 4_096;

    /** Instances per key of the garbling hash, of which every chunk but the last is a multiple. */
    private static final int BLOCK_INSTANCES = 256;

    /** Oblivious transfers are extended in multiples of this. */
    private static final int OT_MULTIPLE = 128;

    private final int layer;
    private final Circuit circuit;
    private final CircuitCost cost;
    private final int instances;
    private final int chunkInstances;

    /**
     * @param layer index of the layer in its network
     * @param circuit what every instance computes
     * @param instances how many
     */
    public GarbledStage(int layer, Circuit circuit, int instances) {
        this.layer = layer;
        this.circuit = circuit;
        this.cost = CountingMachine.count(circuit);
        this.instances = instances;
        long fitting = TARGET_TABLE_BYTES / Math.max(1, cost.tableBytes(BLOCK_INSTANCES) / BLOCK_INSTANCES);
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

    /** The labels of a chunk's wires out of those of all its transfers, which are wiped. */
    byte[] labelsOfWires(int chunk, byte[] labelsOfTransfers) {
        byte[] labels = Arrays.copyOf(labelsOfTransfers, LABEL_BYTES * wiresIn(chunk));
        Arrays.fill(labelsOfTransfers, (byte) 0);
        return labels;
    }

    /** Exact size of a chunk's tables. */
    public int tableBytes(int chunk) {
        return Math.toIntExact(cost.tableBytes(instancesIn(chunk)));
    }
}
