package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * The server's side of garbled execution, for one inference.
 *
 * <p>Not safe for concurrent use. Keeps its scratch buffers between chunks; {@link #close()} zeroes them. Delta stays the
 * caller's to close.
 */
public final class Garbler implements AutoCloseable {
    private final GarblerMachine machine;
    private final RandomStream stream;
    private final Map<Integer, Long> nextInstances = new HashMap<>();

    /**
     * Prepares garbling under one Delta and one seed.
     *
     * @param delta the connection's secret offset, the same as in the oblivious transfer
     * @param inferenceSeed 16 public uniform bytes, chosen by the server anew for every inference
     * @param scheme public, the same for both parties
     * @param random gives a secret seed; three halves need two secret bits for each conjunction
     */
    public Garbler(Delta delta, byte[] inferenceSeed, GarblingScheme scheme, SecureRandom random) {
        try (Seed seed = Seed.generate(random)) {
            stream = RandomStream.secret(seed, 0);
        }
        machine = new GarblerMachine(delta, inferenceSeed, scheme, stream, Kernels.current());
    }

    /**
     * Garbles one chunk of a layer.
     *
     * <p>The chunks of a layer must come in ascending order without overlap, because a block of instances garbled twice
     * under one seed would use its hash keys twice.
     *
     * @param layer public number of the layer, 0 to 65535
     * @param firstInstance number within the layer of the chunk's first instance, a multiple of 256
     * @param instances instances in the chunk, at least 1
     * @param zeroLabels zero label of (word w, bit b, instance i) at byte 16 ((w inputBits + b) instances + i); unchanged
     * @param serverShares the server's share of (word w, instance i) at w instances + i; bits above inputBits are ignored
     * @param outputShares receives the server's output share of each instance, 0 to 2^outputBits - 1
     * @param tables receives the tables, {@code CountingMachine.count(circuit).tableBytes(instances, scheme)} bytes; one
     *     array used for all chunks stays in the cache, which halves the time of garbling
     * @throws IllegalArgumentException if an array's size or a number does not fit
     * @throws IllegalStateException if the chunk was garbled before
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it stays
     */
    public void garble(
            Circuit circuit,
            int layer,
            long firstInstance,
            int instances,
            byte[] zeroLabels,
            long[] serverShares,
            long[] outputShares,
            byte[] tables) {
        int tableBytes = machine.checkedTableBytes(
                circuit, layer, firstInstance, instances, zeroLabels.length, outputShares.length);
        long expectedShares = (long) circuit.inputWords() * instances;
        if (serverShares.length != expectedShares) {
            throw new IllegalArgumentException(
                    "serverShares: %d (expected: %d)".formatted(serverShares.length, expectedShares));
        }
        if (tables.length != tableBytes) {
            throw new IllegalArgumentException("tables: %d bytes (expected: %d)".formatted(tables.length, tableBytes));
        }
        long next = nextInstances.getOrDefault(layer, 0L);
        if (firstInstance < next) {
            throw new IllegalStateException("layer %d: firstInstance %d was garbled before (expected: >= %d)"
                    .formatted(layer, firstInstance, next));
        }
        long blocks = (instances + GateHash.BLOCK_INSTANCES - 1L) / GateHash.BLOCK_INSTANCES;
        nextInstances.put(layer, firstInstance + blocks * GateHash.BLOCK_INSTANCES);
        machine.tables = tables;
        machine.outputs = outputShares;
        machine.garble(circuit, layer, firstInstance, zeroLabels, serverShares);
    }

    /** Zeroes labels and sums left in scratch buffers. */
    @Override
    public void close() {
        machine.wipe();
        stream.close();
    }
}
