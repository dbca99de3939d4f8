package gazelle.crypto.circuit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
        int lowerSets = 1 << half;
        int upperSets = weights.length >> half;
        Map<Integer, W> lower = products(
                machine,
                index.subList(0, half),
                low -> IntStream.range(0, upperSets).anyMatch(high -> weights[high << half | low] != 0));
        Map<Integer, W> upper = products(
                machine,
                index.subList(half, index.size()),
                high -> IntStream.range(0, lowerSets).anyMatch(low -> weights[high << half | low] != 0));
        machine.constant(weights[0]);
        for (int high = 0; high < upperSets; high++) {
            int row = high << half;
            List<WeightedSum.Term<W>> terms = new ArrayList<>();
            for (int low = 1; low < lowerSets; low++) {
                if (weights[row | low] != 0) {
                    terms.add(new WeightedSum.Term<>(Objects.requireNonNull(lower.get(low)), weights[row | low]));
                }
            }
            if (high == 0) {
                terms.forEach(term -> machine.gatedConstant(term.bit(), term.weight()));
            } else if (weights[row] != 0 || !terms.isEmpty()) {
                machine.gatedSum(Objects.requireNonNull(upper.get(high)), new WeightedSum<>(weights[row], terms));
            }
        }
    }

    /**
     * The products of sets of bits, by their masks: those used and those that they are made of.
     *
     * @param used whether a set other than the empty one is used
     */
    private static <W> Map<Integer, W> products(CircuitMachine<W> machine, List<W> bits, IntPredicate used) {
        BitSet made = new BitSet();
        for (int mask = (1 << bits.size()) - 1; mask > 0; mask--) {
            if (made.get(mask) || used.test(mask)) {
                made.set(mask);
                made.set(withoutLowest(mask));
            }
        }
        Map<Integer, W> products = new HashMap<>();
        for (int mask = made.nextSetBit(1); mask > 0; mask = made.nextSetBit(mask + 1)) {
            W lowest = bits.get(Integer.numberOfTrailingZeros(mask));
            W others = products.get(withoutLowest(mask));
            products.put(mask, others == null ? lowest : machine.and(lowest, others));
        }
        return products;
    }

    private static int withoutLowest(int mask) {
        return mask & (mask - 1);
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
