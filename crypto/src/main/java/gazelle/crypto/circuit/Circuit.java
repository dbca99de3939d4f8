package gazelle.crypto.circuit;

/**
 * A Boolean circuit on additively shared words, described once for every kind of execution.
 *
 * <p>One instance has {@link #inputWords()} words of {@link #inputBits()} bits. The client holds one share of each word
 * and feeds its bits as wires; the server holds the other share and folds its bits into polarities. The output is one
 * word modulo 2^{@link #outputBits()}, the sum of what the two parties obtain.
 *
 * <p>In a {@link Cascade} a circuit may pass wires on instead of giving a word, and take such wires instead of shared words;
 * these are whole values, of which the server has no share.
 */
public interface Circuit {
    /** Number of shared input words of an instance, at least 1; 1 unless a circuit says otherwise. */
    default int inputWords() {
        return 1;
    }

    /** Bits of each input word, 1 to 62. */
    int inputBits();

    /**
     * Bits of the output, 1 to {@value CircuitMachine#MAX_OUTPUT_BITS}, or to
     * {@value CircuitMachine#MAX_REVEALED_BITS} if all output is revealed.
     */
    int outputBits();

    /**
     * Returns true if the output is {@link #outputBits()} wires instead of a word; {@link CircuitMachine#passOn} gives them to
     * the next step of a {@link Cascade}.
     */
    default boolean passesOn() {
        return false;
    }

    /**
     * Runs the circuit's gates on {@code machine}.
     *
     * <p>The sequence of calls depends on the circuit's public parameters alone, never on values.
     *
     * @param <W> the machine's wire
     */
    <W> void describe(CircuitMachine<W> machine);
}
