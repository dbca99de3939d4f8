package gazelle.crypto.circuit;

/**
 * A circuit with what one instance of it costs, so that it is counted once however often it runs.
 *
 * @param circuit the circuit
 * @param cost gates and rows of one instance
 */
public record CountedCircuit(Circuit circuit, CircuitCost cost) {
    /** Counts {@code circuit}. */
    public static CountedCircuit of(Circuit circuit) {
        return new CountedCircuit(circuit, CountingMachine.count(circuit));
    }
}
