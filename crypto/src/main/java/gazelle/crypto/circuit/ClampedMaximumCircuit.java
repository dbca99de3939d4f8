package gazelle.crypto.circuit;

/**
 * The largest of several {@link ClampKey}s, clamped: arithmetic shares of what the largest of their values becomes.
 *
 * @param words how many keys, 1 to 64
 * @param clamp what the keys were made for
 */
public record ClampedMaximumCircuit(int words, ActivationCircuit clamp) implements Circuit {
    /** Refuses sizes outside the tested range. */
    public ClampedMaximumCircuit {
        Checks.inRange("words", words, 1, 64);
        Checks.inRange("shift", clamp.shift(), 0, clamp.ringBits() - 2);
    }

    @Override
    public int inputWords() {
        return words;
    }

    @Override
    public int inputBits() {
        return ClampKey.bits(clamp);
    }

    @Override
    public int outputBits() {
        return clamp.outputBits();
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        ClampKey.shareClamped(
                machine, Comparison.largest(machine, words, word -> machine.inputs(word, inputBits())), clamp);
    }
}
