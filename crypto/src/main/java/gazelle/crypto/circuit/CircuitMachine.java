package gazelle.crypto.circuit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The gates in which a {@link Circuit} is written.
 *
 * <p>A wire may be used any number of times and is never changed. XOR, NOT and the garbler's flips are free; the other
 * gates cost the table bytes given for one instance.
 *
 * @param <W> wire of one execution: a bit, a counter, or the labels of a block of instances
 */
public interface CircuitMachine<W> {
    /** Largest word of shares: a row of 48 bits is read with one unaligned 64-bit load whatever its bit offset. */
    int MAX_OUTPUT_BITS = 48;

    /** Largest output word of a circuit that only reveals bits. */
    int MAX_REVEALED_BITS = 62;

    /** The client's share bit {@code bit} (0 is the lowest) of input word {@code word}, or a wire that was passed on. */
    W input(int word, int bit);

    /** Exclusive or; free. */
    W xor(W left, W right);

    /** Negation; free. */
    W not(W wire);

    /** Conjunction by two half gates, 32 bytes, or three half labels and 5 bits, 24.6 bytes. */
    W and(W left, W right);

    /** Exclusive or with the server's share bit, which stays hidden from the client; free. */
    W flipByGarbler(W wire, int word, int bit);

    /** Conjunction with the server's share bit by one garbler-side half gate; 16 bytes. */
    W andGarblerBit(W wire, int word, int bit);

    /**
     * Adds {@code gate * sum} modulo 2^outputBits to the output as arithmetic shares; two rows of outputBits - exponent
     * for each term and one of outputBits - {@link WeightedSum#lowestExponent}.
     *
     * @throws IllegalArgumentException if a term or the whole sum vanishes modulo 2^outputBits
     */
    void gatedSum(W gate, WeightedSum<W> sum);

    /** Adds a public number to the output, as part of the garbler's share; free. */
    void constant(long value);

    /**
     * Adds {@code sum 2^i bits[i]} to the output by revealing the bits to the client; one row of 1 bit for each.
     *
     * @param bits lowest first, at most outputBits of them
     */
    void reveal(List<W> bits);

    /**
     * Passes wires on to the next step of a {@link Cascade}; free.
     *
     * @param bits lowest first, outputBits of them, in a circuit that {@link Circuit#passesOn}
     */
    void passOn(List<W> bits);

    /**
     * Declares that of all wires so far only {@code wires} will be used again, so that their memory can be; free.
     *
     * <p>Long circuits call this to hold a bounded number of wires.
     */
    default void keepOnly(List<W> wires) {}

    /**
     * Adds {@code gate * sum 2^i bits[i]} as {@link #gatedSum} does.
     *
     * @param bits lowest first, at most outputBits of them
     */
    default void gatedWord(W gate, List<W> bits) {
        gatedSum(gate, WeightedSum.word(bits));
    }

    /** The {@code bits} lowest bits of input word {@code word}, lowest first. */
    default List<W> inputs(int word, int bits) {
        return IntStream.range(0, bits).mapToObj(bit -> input(word, bit)).toList();
    }

    /** Adds {@code gate * value} as {@link #gatedSum} does. */
    default void gatedConstant(W gate, long value) {
        gatedSum(gate, new WeightedSum<>(value, List.of()));
    }

    /** Disjunction; as {@link #and}. */
    default W or(W left, W right) {
        return not(and(not(left), not(right)));
    }
}
