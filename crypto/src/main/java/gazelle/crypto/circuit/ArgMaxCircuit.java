package gazelle.crypto.circuit;

/**
 * The index of the largest of several shared signed values, the lowest index on ties; only the index is revealed, and
 * only to the client.
 *
 * <p>Each input word is client share + server share mod 2^(ringBits + guardBits), read as a two's complement number v;
 * the values compared are floor(v / 2^guardBits).
 *
 * @param classes number of values, 2 to 4096
 * @param ringBits bits of a value, sign included, 2 to 48
 * @param guardBits fraction bits below a value that absorb the linear layer's rounding error, 0 to 8
 */
public record ArgMaxCircuit(int classes, int ringBits, int guardBits) implements Circuit {
    /** Refuses sizes outside the tested range. */
    public ArgMaxCircuit {
        Checks.inRange("classes", classes, 2, 4096);
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
    }

    @Override
    public int inputWords() {
        return classes;
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    /** Bits of the index: ceil(log2 classes). */
    @Override
    public int outputBits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(classes - 1);
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        new TopKCircuit(classes, 1, ringBits, guardBits).describe(machine);
    }
}
