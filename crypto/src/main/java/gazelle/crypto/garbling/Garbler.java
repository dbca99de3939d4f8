package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import java.security.SecureRandom;

/**
 * The server's side of garbled execution, for one inference.
 *
 * <p>Not safe for concurrent use. Keeps its scratch buffers between chunks; {@link #close()} zeroes them. Delta stays the
 * caller's to close.
 */
public final class Garbler implements AutoCloseable {
    private final GarblerMachine machine;
    private final RandomStream stream;

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
        Kernels kernels = Kernels.current();
        GateHash hash = new GateHash(inferenceSeed, kernels.labels());
        machine = new GarblerMachine(delta, hash, scheme, stream, kernels);
    }

    /**
     * Garbles one chunk of a layer.
     *
     * <p>The blocks of a layer are numbered in the order in which they are garbled, whatever the chunk or step, so that no
     * hash key is ever used twice.
     *
     * @param layer public number of the layer, 0 to 65535
     * @param zeroLabels zero label of (word w, bit b, instance i of the first step) at byte 16 ((w inputBits + b) instances +
     *     i); unchanged
     * @param serverShares the server's share of (word w, instance i of the first step) at w instances + i; bits above
     *     inputBits are ignored
     * @param outputShares receives the server's output share of each instance of the last step, 0 to 2^outputBits - 1
     * @param tables receives the tables, {@code cascade.tableBytes(scheme)} bytes; one array used for all chunks stays in the
     *     cache, which halves the time of garbling
     * @throws IllegalArgumentException if an array's size or a number does not fit
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it stays
     */
    public void garble(
            Cascade cascade, int layer, byte[] zeroLabels, long[] serverShares, long[] outputShares, byte[] tables) {
        int tableBytes = machine.checkedTableBytes(cascade, layer, zeroLabels.length, outputShares.length);
        Cascade.Step first = cascade.first();
        long expectedShares = (long) first.circuit().inputWords() * first.instances();
        if (serverShares.length != expectedShares) {
            throw new IllegalArgumentException(
                    "serverShares: %d (expected: %d)".formatted(serverShares.length, expectedShares));
        }
        if (tables.length != tableBytes) {
            throw new IllegalArgumentException("tables: %d bytes (expected: %d)".formatted(tables.length, tableBytes));
        }
        machine.tables = tables;
        machine.outputs = outputShares;
        machine.garble(cascade, layer, zeroLabels, serverShares);
    }

    /** Zeroes labels and sums left in scratch buffers. */
    @Override
    public void close() {
        machine.wipe();
        stream.close();
    }
}
