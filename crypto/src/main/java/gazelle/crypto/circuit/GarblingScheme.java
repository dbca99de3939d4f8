package gazelle.crypto.circuit;

/** The garbling of a conjunction of two wires; all other gates are the same in both schemes. */
public enum GarblingScheme {
    /** Two rows of 128 bits; least time (Zahur, Rosulek, Evans, ePrint 2014/756). */
    HALF_GATES {
        @Override
        public long conjunctionBytes(int instances) {
            return 2 * CircuitCost.rowBytes(128, instances);
        }
    },
    /** One row of 128 bits, one of 64 and one of 5; fewest bytes (Rosulek, Roy, ePrint 2021/749). */
    THREE_HALVES {
        @Override
        public long conjunctionBytes(int instances) {
            return CircuitCost.rowBytes(128, instances)
                    + CircuitCost.rowBytes(64, instances)
                    + CircuitCost.rowBytes(5, instances);
        }
    };

    /** Table bytes of one conjunction for each of {@code instances} instances of a chunk. */
    public abstract long conjunctionBytes(int instances);
}
