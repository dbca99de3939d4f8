package gazelle.protocol.step;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CountedCircuit;
import gazelle.crypto.circuit.GarblingScheme;

/** One circuit for every word of the output: chunks of consecutive instances, whole blocks of the garbling hash but for the last. */
final class UniformChunks implements Chunking {
    private static final int MAX_CHUNK_INSTANCES = 4_096;

    /** Instances per key of the garbling hash, of which every chunk but the last is a multiple. */
    private static final int BLOCK_INSTANCES = 256;

    private final CountedCircuit counted;
    private final int instances;
    private final int chunkInstances;
    private final GarbledChunk.Elements elements;

    /**
     * @param circuit what every instance computes
     * @param scheme how conjunctions are garbled
     * @param instances how many
     * @param elements which element of the input word w of the layer's instance i reads; -1 for the integer 0
     */
    UniformChunks(Circuit circuit, GarblingScheme scheme, int instances, GarbledChunk.Elements elements) {
        this.counted = CountedCircuit.of(circuit);
        this.instances = instances;
        this.elements = elements;
        long instanceBytes = counted.cost().tableBytes(BLOCK_INSTANCES, scheme) / BLOCK_INSTANCES;
        long fitting = GarbledStep.TARGET_TABLE_BYTES / Math.max(1, instanceBytes);
        this.chunkInstances = (int)
                Math.clamp(fitting / BLOCK_INSTANCES * BLOCK_INSTANCES, BLOCK_INSTANCES, (long) MAX_CHUNK_INSTANCES);
    }

    /** The same where word w of instance i is element {@code w * instances + i}. */
    UniformChunks(Circuit circuit, GarblingScheme scheme, int instances) {
        this(circuit, scheme, instances, (word, instance) -> word * instances + instance);
    }

    @Override
    public int chunks() {
        return (instances + chunkInstances - 1) / chunkInstances;
    }

    @Override
    public GarbledChunk chunk(int number) {
        int first = number * chunkInstances;
        return new GarbledChunk(
                Cascade.of(counted, Math.min(chunkInstances, instances - first)),
                (word, instance) -> elements.element(word, first + instance),
                first);
    }

    @Override
    public int outputs() {
        return instances;
    }

    @Override
    public int outputBits() {
        return counted.circuit().outputBits();
    }
}
