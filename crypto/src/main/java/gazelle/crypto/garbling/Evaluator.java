package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;

/**
 * The client's side of garbled execution, for one inference.
 *
 * <p>Not safe for concurrent use. Time and memory accesses depend on public sizes alone, never on labels or decoded
 * values.
 */
public final class Evaluator implements AutoCloseable {
    private final EvaluatorMachine machine;

    /** Takes the 16 public bytes and the scheme that the server chose for this inference. */
    public Evaluator(byte[] inferenceSeed, GarblingScheme scheme) {
        Kernels kernels = Kernels.current();
        machine = new EvaluatorMachine(new GateHash(inferenceSeed, kernels.labels()), scheme, kernels);
    }

    /**
     * Evaluates one chunk of a layer; {@code cascade} and {@code layer} must be the garbler's, and the chunks of a layer in
     * its order.
     *
     * @param labels label of the client's share bit (word w, bit b, instance i of the first step) at byte 16 ((w inputBits +
     *     b) instances + i); unchanged
     * @param tables what {@link Garbler#garble} wrote for this chunk
     * @param outputShares receives the client's output share of each instance of the last step, 0 to 2^outputBits - 1, or the revealed word
     * @throws MalformedTablesException if the tables have another size than the cascade needs
     * @throws IllegalArgumentException if another array's size or a number does not fit
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it stays
     */
    public void evaluate(Cascade cascade, int layer, byte[] labels, byte[] tables, long[] outputShares) {
        int tableBytes = machine.checkedTableBytes(cascade, layer, labels.length, outputShares.length);
        if (tables.length != tableBytes) {
            throw new MalformedTablesException(tables.length, tableBytes);
        }
        machine.tables = tables;
        machine.outputs = outputShares;
        machine.run(cascade, layer, labels);
    }

    /** Zeroes labels and sums left in scratch buffers. */
    @Override
    public void close() {
        machine.wipe();
    }
}
