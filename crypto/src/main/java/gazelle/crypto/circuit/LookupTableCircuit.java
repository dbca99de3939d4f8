package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Right shift, saturation and a public table of one shared value: T[clamp(floor(y / 2^shift), -2^(n-1), 2^(n-1) - 1)] as arithmetic
 * shares modulo 2^outputRingBits, n the index's bits.
 *
 * <p>A function of n bits is a sum of weighted products of them, T(z) = sum over sets S of bits: c_S prod_{i in S} z_i, where c_S is the
 * alternating sum of T over the subsets of S (Moebius inversion). The bits are cut into a lower and an upper half; ANDs make the
 * products within each half, 2^h - 1 - h for h bits, and a gated sum for each product of the upper half adds all its multiples: 2^(n-h)
 * gates with 2^h - 1 terms of two short rows each. For n = 5 that is 5 ANDs and 52 rows, where a table of gates takes 26 ANDs.
 *
 * @param ringBits bits of y, sign included, 2 to 48
 * @param guardBits fraction bits below y that absorb the linear layer's rounding error, 0 to 8
 * @param shift right shift of y, below ringBits
 * @param values T from the most negative index to the largest: 2^n numbers, n from 1 to {@value #MAX_INDEX_BITS}, at most as many bits as the
 *     shift leaves; read modulo 2^outputRingBits
 * @param outputRingBits bits of the consumer's ring, 2 to {@value CircuitMachine#MAX_OUTPUT_BITS}
 */
public record LookupTableCircuit(int ringBits, int guardBits, int shift, List<Long> values, int outputRingBits)
        implements Circuit {
    /** Largest n: the rows double with each bit. */
    public static final int MAX_INDEX_BITS = 8;

    /** Refuses parameters for which the result is not exact. */
    public LookupTableCircuit {
        Checks.inRange("ringBits", ringBits, 2, 48);
        Checks.inRange("guardBits", guardBits, 0, 8);
        Checks.inRange("outputRingBits", outputRingBits, 2, CircuitMachine.MAX_OUTPUT_BITS);
        Checks.inRange("shift", shift, 0, ringBits - 1);
        values = List.copyOf(values);
        if (Integer.bitCount(values.size()) != 1) {
            throw new IllegalArgumentException("values: %d (expected: a power of two)".formatted(values.size()));
        }
        Checks.inRange("index bits", indexBits(values), 1, Math.min(MAX_INDEX_BITS, ringBits - shift));
    }

    private static int indexBits(List<Long> values) {
        return Integer.numberOfTrailingZeros(values.size());
    }

    @Override
    public int inputWords() {
        return 1;
    }

    @Override
    public int inputBits() {
        return ringBits + guardBits;
    }

    @Override
    public int outputBits() {
        return outputRingBits;
    }

    @Override
    public <W> void describe(CircuitMachine<W> machine) {
        long[] weights = productWeights();
        if (LongStream.of(weights).skip(1).allMatch(weight -> weight == 0)) {
            machine.constant(weights[0]);
            return;
        }
        List<W> shifted = ShareAdder.sum(machine, 0, inputBits(), shift + guardBits);
        List<W> index = Saturation.signed(machine, shifted, indexBits(values));
        int half = index.size() / 2;
        List<W> lower = products(machine, index.subList(0, half));
        List<W> upper = products(machine, index.subList(half, index.size()));
        machine.constant(weights[0]);
        for (int low = 1; low <= lower.size(); low++) {
            addGated(machine, lower.get(low - 1), weights[low], List.of());
        }
        for (int high = 1; high <= upper.size(); high++) {
            int first = high << half;
            List<WeightedSum.Term<W>> terms = new ArrayList<>();
            for (int low = 1; low <= lower.size(); low++) {
                if (weights[first + low] != 0) {
                    terms.add(new WeightedSum.Term<>(lower.get(low - 1), weights[first + low]));
                }
            }
            addGated(machine, upper.get(high - 1), weights[first], terms);
        }
    }

    private static <W> void addGated(
            CircuitMachine<W> machine, W gate, long constant, List<WeightedSum.Term<W>> terms) {
        if (constant != 0 || !terms.isEmpty()) {
            machine.gatedSum(gate, new WeightedSum<>(constant, terms));
        }
    }

    /** The products of all sets of bits but the empty one, in the order of their masks. */
    private static <W> List<W> products(CircuitMachine<W> machine, List<W> bits) {
        List<W> products = new ArrayList<>();
        for (int mask = 1; mask < 1 << bits.size(); mask++) {
            W lowest = bits.get(Integer.numberOfTrailingZeros(mask));
            int others = mask & (mask - 1);
            products.add(others == 0 ? lowest : machine.and(lowest, products.get(others - 1)));
        }
        return products;
    }

    /** c_S modulo 2^outputRingBits, as numbers with a sign, by the mask of S. */
    private long[] productWeights() {
        int size = values.size();
        long[] weights = new long[size];
        for (int bits = 0; bits < size; bits++) {
            // The highest bit counts negatively: the second half of the table comes first in the order of the bits.
            weights[bits] = values.get(bits ^ size / 2);
        }
        for (int step = 1; step < size; step *= 2) {
            for (int mask = 0; mask < size; mask++) {
                if ((mask & step) != 0) {
                    weights[mask] -= weights[mask ^ step];
                }
            }
        }
        int unused = Long.SIZE - outputRingBits;
        return LongStream.of(weights).map(weight -> weight << unused >> unused).toArray();
    }
}
