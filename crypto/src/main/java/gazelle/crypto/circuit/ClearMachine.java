package gazelle.crypto.circuit;

import java.util.List;
import java.util.stream.IntStream;

/** Executes one instance of a circuit in the clear, on both parties' shares: what the garbled execution must equal. */
public final class ClearMachine implements CircuitMachine<Boolean> {
    private final long[] clientShares;
    private final long[] serverShares;
    private long output;

    /** Words of a step's instances. */
    private interface Words {
        long word(int word, int instance);

        default long[] of(int words, int instance) {
            return IntStream.range(0, words)
                    .mapToLong(word -> word(word, instance))
                    .toArray();
        }
    }

    private ClearMachine(long[] clientShares, long[] serverShares) {
        this.clientShares = clientShares;
        this.serverShares = serverShares;
    }

    /**
     * The output word of one instance, modulo 2^outputBits; running time depends on the values.
     *
     * @param clientShares one word for each input word; bits above inputBits are ignored
     * @param serverShares likewise
     * @throws IllegalArgumentException if a length differs from the circuit's inputWords
     */
    public static long runVariableTime(Circuit circuit, long[] clientShares, long[] serverShares) {
        requireWords("clientShares", clientShares.length, circuit.inputWords());
        requireWords("serverShares", serverShares.length, circuit.inputWords());
        ClearMachine machine = new ClearMachine(clientShares, serverShares);
        circuit.describe(machine);
        return machine.output & ((1L << circuit.outputBits()) - 1);
    }

    /**
     * The output words of a cascade's last step, modulo 2^outputBits; running time depends on the values.
     *
     * @param clientShares word w of instance i of the first step at {@code w * instances + i}
     * @param serverShares likewise
     * @throws IllegalArgumentException if a length differs from the first step's words
     */
    public static long[] runVariableTime(Cascade cascade, long[] clientShares, long[] serverShares) {
        int words = cascade.first().circuit().inputWords() * cascade.first().instances();
        requireWords("clientShares", clientShares.length, words);
        requireWords("serverShares", serverShares.length, words);
        int instances = cascade.first().instances();
        long[] outputs = runStep(
                cascade.first(),
                (word, instance) -> clientShares[word * instances + instance],
                (word, instance) -> serverShares[word * instances + instance]);
        for (Cascade.Step step : cascade.steps().subList(1, cascade.steps().size())) {
            long[] passed = outputs;
            outputs = runStep(step, (word, instance) -> passed[step.wiring().source(word, instance)], (_, _) -> 0);
        }
        return outputs;
    }

    private static long[] runStep(Cascade.Step step, Words client, Words server) {
        int words = step.circuit().inputWords();
        return IntStream.range(0, step.instances())
                .mapToLong(i -> runVariableTime(step.circuit(), client.of(words, i), server.of(words, i)))
                .toArray();
    }

    private static void requireWords(String name, int words, int expected) {
        if (words != expected) {
            throw new IllegalArgumentException("%s: %d words (expected: %d)".formatted(name, words, expected));
        }
    }

    @Override
    public Boolean input(int word, int bit) {
        return bit(clientShares[word], bit);
    }

    @Override
    public Boolean xor(Boolean left, Boolean right) {
        return left ^ right;
    }

    @Override
    public Boolean not(Boolean wire) {
        return !wire;
    }

    @Override
    public Boolean and(Boolean left, Boolean right) {
        return left && right;
    }

    @Override
    public Boolean flipByGarbler(Boolean wire, int word, int bit) {
        return wire ^ bit(serverShares[word], bit);
    }

    @Override
    public Boolean andGarblerBit(Boolean wire, int word, int bit) {
        return wire && bit(serverShares[word], bit);
    }

    @Override
    public void gatedSum(Boolean gate, WeightedSum<Boolean> sum) {
        if (gate) {
            output += sum.constant();
            for (WeightedSum.Term<Boolean> term : sum.terms()) {
                output += term.bit() ? term.weight() : 0;
            }
        }
    }

    @Override
    public void constant(long value) {
        output += value;
    }

    @Override
    public void reveal(List<Boolean> bits) {
        output += word(bits);
    }

    @Override
    public void passOn(List<Boolean> bits) {
        output = word(bits);
    }

    private static boolean bit(long word, int bit) {
        return (word >>> bit & 1) == 1;
    }

    private static long word(List<Boolean> bits) {
        long word = 0;
        for (int bit = 0; bit < bits.size(); bit++) {
            word |= bits.get(bit) ? 1L << bit : 0;
        }
        return word;
    }
}
