package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquareCircuitTest {
    private static long specified(SquareCircuit circuit, long y) {
        long bound = 1L << (circuit.rootBits() - 1);
        long root = Math.clamp(y >> circuit.shift(), -bound, bound - 1);
        return root * root;
    }

    @Property(tries = 300)
    void equalsTheSpecificationForAllParameters(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll @IntRange(min = 0, max = 47) int anyShift,
            @ForAll @IntRange(min = 0, max = 47) int anyRootBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int shift = anyShift % ringBits;
        int rootBits = 1 + anyRootBits % (1 + (outputRingBits - 1) / 2);
        SquareCircuit circuit = new SquareCircuit(ringBits, guardBits, shift, rootBits, outputRingBits);
        for (int i = 0; i < 10; i++) {
            long y = SharedWords.value(ringBits, shift, rootBits - 1, random);
            assertThat(SharedWords.run(circuit, guardBits, new long[] {y}, random))
                    .as("y = %d", y)
                    .isEqualTo(specified(circuit, y));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8,2,2,6,11",
        "8,0,0,8,15",
        "9,1,3,6,16",
        "4,0,3,1,2",
        "5,2,2,3,5",
        "8,2,2,5,11",
        "9,0,0,3,16",
        "8,1,1,1,2",
        "8,0,1,2,9"
    })
    void equalsTheSpecificationForEveryValue(int ringBits, int guardBits, int shift, int rootBits, int outputRingBits) {
        SquareCircuit circuit = new SquareCircuit(ringBits, guardBits, shift, rootBits, outputRingBits);
        SharedWords.assertEveryValue(circuit, ringBits, guardBits, y -> specified(circuit, y));
    }

    @Test
    void needsNoConjunctionsBeyondTheAdderWithoutSaturation() {
        CircuitCost cost = CountingMachine.count(new SquareCircuit(16, 2, 9, 7, 20));
        assertThat(cost.ands()).isEqualTo(16);
        assertThat(cost.garblerAnds()).isEqualTo(1);
        // Rows: 2 (20 - i - j - 1) bits for each pair i < j of 7 bits, and 20 - 2i for each bit.
        assertThat(cost.tableBytes(8, GarblingScheme.HALF_GATES)).isEqualTo(8 * (16 * 32 + 16) + 546 + 98);
    }

    @Test
    void saturationNeedsConjunctionsForTheBitsDroppedAndKept() {
        // Of 13 bits after the shift 7 stay: 6 are dropped, 6 are kept beside the sign.
        CircuitCost cost = CountingMachine.count(new SquareCircuit(16, 2, 3, 7, 20));
        assertThat(cost.ands()).isEqualTo(16 + 5 + 6);
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SquareCircuit(16, 2, 5, 11, 20))
                .withMessage("bits squared: 11 (expected: 1 to 10)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SquareCircuit(16, 2, 16, 7, 20))
                .withMessage("shift: 16 (expected: 0 to 15)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SquareCircuit(16, 2, 9, 0, 20))
                .withMessage("rootBits: 0 (expected: 1 to 2147483647)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SquareCircuit(49, 2, 40, 7, 20))
                .withMessage("ringBits: 49 (expected: 2 to 48)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SquareCircuit(16, 9, 9, 7, 20))
                .withMessage("guardBits: 9 (expected: 0 to 8)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SquareCircuit(16, 2, 9, 7, 49))
                .withMessage("outputRingBits: 49 (expected: 2 to 48)");
    }
}
