package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Circuit;
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
        machine = new EvaluatorMachine(inferenceSeed, scheme, Kernels.current());
    }

    /**
     * Evaluates one chunk of a layer; {@code layer}, {@code firstInstance} and {@code instances} must be the garbler's.
     *
     * @param labels label of the client's share bit (word w, bit b, instance i) at byte 16 ((w inputBits + b) instances +
     *     i); unchanged
     * @param tables what {@link Garbler#garble} wrote for this chunk
     * @param outputShares receives the client's output share of each instance, 0 to 2^outputBits - 1, or the revealed word
     * @throws MalformedTablesException if the tables have another size than the circuit needs
     * @throws IllegalArgumentException if another array's size or a number does not fit
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it stays
     */
    public void evaluate(
            Circuit circuit,
            int layer,
            long firstInstance,
            int instances,
            byte[] labels,
            byte[] tables,
            long[] outputShares) {
        int tableBytes =
                machine.checkedTableBytes(circuit, layer, firstInstance, instances, labels.length, outputShares.length);
        if (tables.length != tableBytes) {
            throw new MalformedTablesException(tables.length, tableBytes);
        }
        machine.tables = tables;
        machine.outputs = outputShares;
        machine.run(circuit, layer, firstInstance, labels);
    }

    /** Zeroes labels and sums left in scratch buffers. */
    @Override
    public void close() {
        machine.wipe();
    }
}
