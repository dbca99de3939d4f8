package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupTableCircuitTest {
    private static List<Long> table(int indexBits, LongUnaryOperator function) {
        long half = 1L << (indexBits - 1);
        return LongStream.range(-half, half).map(function).boxed().toList();
    }

    private static List<Long> random(int indexBits, SplittableRandom random) {
        return table(indexBits, _ -> random.nextLong(-100, 100));
    }

    private static long specified(LookupTableCircuit circuit, long y) {
        int half = circuit.values().size() / 2;
        long value = circuit.values().get(half + Math.clamp(y >> circuit.shift(), -half, half - 1));
        return value & (1L << circuit.outputRingBits()) - 1;
    }

    @Property(tries = 300)
    void equalsTheSpecificationForAllParameters(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll @IntRange(min = 0, max = 47) int anyShift,
            @ForAll @IntRange(min = 0, max = 7) int anyIndexBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int shift = anyShift % ringBits;
        int indexBits = 1 + anyIndexBits % Math.min(8, ringBits - shift);
        LookupTableCircuit circuit =
                new LookupTableCircuit(ringBits, guardBits, shift, random(indexBits, random), outputRingBits);
        for (int i = 0; i < 10; i++) {
            long y = SharedWords.value(ringBits, shift, indexBits - 1, random);
            assertThat(SharedWords.run(circuit, guardBits, new long[] {y}, random))
                    .as("y = %d", y)
                    .isEqualTo(specified(circuit, y));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8,2,2,6,11",
        "8,0,0,8,15",
        "9,1,3,5,16",
        "4,0,3,1,2",
        "9,0,0,3,16",
        "8,1,1,1,2",
        "10,2,1,7,9",
        "8,0,4,4,13"
    })
    void equalsTheSpecificationForEveryValue(
            int ringBits, int guardBits, int shift, int indexBits, int outputRingBits) {
        SplittableRandom random = new SplittableRandom(5);
        LookupTableCircuit circuit =
                new LookupTableCircuit(ringBits, guardBits, shift, random(indexBits, random), outputRingBits);
        SharedWords.assertEveryValue(circuit, ringBits, guardBits, y -> specified(circuit, y));
    }

    @Test
    void costsWhatItsProductsCost() {
        // 2^popcount makes every product's weight 1, so nothing is left out.
        List<Long> full = table(5, index -> 1L << Long.bitCount(index & 31));
        CircuitCost cost = CountingMachine.count(new LookupTableCircuit(13, 2, 8, full, 17));
        // The adder's 13 and, of 2 lower bits, 1 product, of 3 upper bits 4; the index takes all bits that the shift
        // leaves.
        assertThat(cost.ands()).isEqualTo(13 + 1 + 4);
        // 3 products below; 7 above with 3 terms of two rows and a gate each.
        assertThat(cost.tableBytes(8, GarblingScheme.HALF_GATES)).isEqualTo(8 * (18 * 32 + 16) + 17 * (3 + 7 * 7));
    }

    @Test
    void saturationNeedsConjunctionsForTheBitsDroppedAndKept() {
        CircuitCost cost =
                CountingMachine.count(new LookupTableCircuit(13, 2, 4, table(5, index -> index * index * index), 17));
        // Of 9 bits after the shift 5 stay: 4 are dropped, 4 are kept beside the sign.
        assertThat(cost.ands()).isEqualTo(13 + 3 + 4 + 1 + 4);
    }

    @Test
    void theIdentityNeedsNoProducts() {
        CircuitCost cost = CountingMachine.count(new LookupTableCircuit(13, 2, 8, table(5, index -> index), 17));
        assertThat(cost.tableBytes(8, GarblingScheme.HALF_GATES))
                .isEqualTo(8 * (13 * 32 + 16) + 17 + 16 + 15 + 14 + 13);
    }

    @Test
    void aConstantTableCostsNothing() {
        LookupTableCircuit circuit = new LookupTableCircuit(13, 2, 8, Collections.nCopies(32, -3L), 17);
        assertThat(CountingMachine.count(circuit).tableBytes(8, GarblingScheme.HALF_GATES))
                .isZero();
        assertThat(SharedWords.run(circuit, 2, new long[] {99}, new SplittableRandom(1)))
                .isEqualTo((1 << 17) - 3);
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTableCircuit(16, 2, 5, List.of(1L, 2L, 3L), 20))
                .withMessage("values: 3 (expected: a power of two)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTableCircuit(16, 2, 5, List.of(1L), 20))
                .withMessage("index bits: 0 (expected: 1 to 8)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTableCircuit(16, 2, 14, table(3, index -> index), 20))
                .withMessage("index bits: 3 (expected: 1 to 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTableCircuit(16, 2, 5, table(9, index -> index), 20))
                .withMessage("index bits: 9 (expected: 1 to 8)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookupTableCircuit(16, 2, 16, table(1, index -> index), 20))
                .withMessage("shift: 16 (expected: 0 to 15)");
    }
}
