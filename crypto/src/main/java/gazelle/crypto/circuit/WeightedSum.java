package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * A constant plus weighted wires: what a gated sum adds where its gate is true.
 *
 * @param constant added whatever the wires are
 * @param terms wires with their weights
 * @param <W> the machine's wire
 */
public record WeightedSum<W>(long constant, List<Term<W>> terms) {
    /**
     * One wire and what it is worth where it is true.
     *
     * @param bit the wire
     * @param weight any number but 0; read modulo 2^outputBits. Rows get shorter by a bit for each power of two in it
     * @param <W> the machine's wire
     */
    public record Term<W>(W bit, long weight) {
        /** Refuses a wire that is worth nothing. */
        public Term {
            if (weight == 0) {
                throw new IllegalArgumentException("weight: 0 (expected: any other)");
            }
        }

        /** Returns e of the weight, odd 2^e. */
        public int exponent() {
            return Long.numberOfTrailingZeros(weight);
        }

        /** Returns the odd part of the weight, with its sign. */
        public long oddPart() {
            return weight >> exponent();
        }
    }

    /** Keeps an immutable copy of the terms. */
    public WeightedSum {
        terms = List.copyOf(terms);
    }

    /** The unsigned word sum 2^i bits[i], lowest bit first. */
    public static <W> WeightedSum<W> word(List<W> bits) {
        List<Term<W>> terms = new ArrayList<>(bits.size());
        for (int bit = 0; bit < bits.size(); bit++) {
            terms.add(new Term<>(bits.get(bit), 1L << bit));
        }
        return new WeightedSum<>(0, terms);
    }

    /**
     * The largest k such that the sum is a multiple of 2^k whatever the wires are.
     *
     * @throws IllegalArgumentException if outputBits is above {@value CircuitMachine#MAX_OUTPUT_BITS}, or a term or the
     *     whole sum vanishes modulo 2^outputBits
     */
    public int lowestExponent(int outputBits) {
        Checks.inRange("outputBits", outputBits, 1, CircuitMachine.MAX_OUTPUT_BITS);
        int lowest = Long.numberOfTrailingZeros(constant);
        for (Term<W> term : terms) {
            Checks.inRange("exponent", term.exponent(), 0, outputBits - 1);
            lowest = Math.min(lowest, term.exponent());
        }
        return Checks.inRange("lowestExponent", lowest, 0, outputBits - 1);
    }
}
