package gazelle.crypto.circuit;

/**
 * The largest of several signed words of wires, passed on; 2 (words - 1) wordBits ANDs.
 *
 * @param words how many, 1 to 64
 * @param wordBits bits of each, 2 to 62
 */
public record MaximumCircuit(int words, int wordBits) implements Circuit {
    /** Refuses sizes outside the tested range. */
    public MaximumCircuit {
        Checks.inRange("words", words, 1, 64);
        Checks.inRange("wordBits", wordBits, 2, CircuitMachine.MAX_REVEALED_BITS);
    }

    @Override
    public int inputWords() {
        return words;
    }

    @Override
    public int inputBits() {
        return wordBits;
    }

    @Override
    public int outputBits() {
        return wordBits;
    }

    @Override
    public boolean passesOn() {
        return true;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        machine.passOn(Comparison.largest(machine, words, word -> machine.inputs(word, wordBits)));
    }
}
