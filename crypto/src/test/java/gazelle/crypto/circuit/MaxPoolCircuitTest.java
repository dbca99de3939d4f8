package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxPoolCircuitTest {
    private static long specified(MaxPoolCircuit circuit, long[] values) {
        long largest = (1L << circuit.activationBits()) - 1;
        return Arrays.stream(values)
                .map(y -> Math.clamp(y >> circuit.shift(), 0, largest))
                .max()
                .orElseThrow();
    }

    @Property(tries = 400)
    void equalsTheSpecificationForAllParameters(
            @ForAll @IntRange(min = 1, max = 9) int windowSize,
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll @IntRange(min = 0, max = 47) int shift,
            @ForAll @IntRange(min = 1, max = 47) int activationBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MaxPoolCircuit circuit = new MaxPoolCircuit(
                windowSize,
                ringBits,
                guardBits,
                shift % ringBits,
                1 + activationBits % (outputRingBits - 1),
                outputRingBits);
        for (int i = 0; i < 10; i++) {
            long[] values = random.longs(windowSize)
                    .map(_ -> SharedWords.value(ringBits, circuit.shift(), circuit.activationBits(), random))
                    .toArray();
            assertThat(SharedWords.run(circuit, guardBits, values, random))
                    .as("%s", Arrays.toString(values))
                    .isEqualTo(specified(circuit, values));
        }
    }

    @ParameterizedTest
    @CsvSource({"5,1,1,2", "5,0,1,3", "5,0,0,1", "5,1,0,7", "4,2,3,1", "3,0,2,2"})
    void equalsTheSpecificationForEveryPairOfValues(int ringBits, int guardBits, int shift, int activationBits) {
        MaxPoolCircuit circuit = new MaxPoolCircuit(2, ringBits, guardBits, shift, activationBits, 8);
        SplittableRandom random = new SplittableRandom(3);
        long bound = 1L << (ringBits - 1);
        for (long left = -bound; left < bound; left++) {
            for (long right = -bound; right < bound; right++) {
                long[] values = {left, right};
                assertThat(SharedWords.run(circuit, guardBits, values, random))
                        .as("%d, %d", left, right)
                        .isEqualTo(specified(circuit, values));
            }
        }
    }

    @Test
    void costsWhatTheDesignStates() {
        CircuitCost cost = CountingMachine.count(new MaxPoolCircuit(4, 20, 2, 9, 6, 20));
        assertThat(cost.garblerAnds()).isEqualTo(4);
        // Adders, the OR of four bits in each key, three comparisons and selections of keys of 8 bits, one clamp.
        assertThat(cost.ands()).isEqualTo(4 * 20 + 4 * 3 + 3 * 16 + 1);
        assertThat(cost.tableBytes(8, GarblingScheme.HALF_GATES)).isEqualTo(8 * (141 * 32 + 4 * 16) + 230 + 20);
    }

    @Test
    void aWindowOfOneWordCostsAnActivation() {
        assertThat(CountingMachine.count(new MaxPoolCircuit(1, 20, 2, 9, 6, 20)))
                .isEqualTo(CountingMachine.count(new ActivationCircuit(20, 2, 9, 6, 20)));
    }

    @Test
    void holdsTheLargestAndOneWordAtOnce() {
        int two = LivenessMachine.peakWires(new MaxPoolCircuit(2, 20, 2, 9, 6, 20));
        assertThat(LivenessMachine.peakWires(new MaxPoolCircuit(64, 20, 2, 9, 6, 20)))
                .isLessThan(two + 40);
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaxPoolCircuit(0, 20, 2, 9, 6, 20))
                .withMessage("windowSize: 0 (expected: 1 to 64)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaxPoolCircuit(65, 20, 2, 9, 6, 20))
                .withMessage("windowSize: 65 (expected: 1 to 64)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaxPoolCircuit(4, 20, 2, 20, 6, 20))
                .withMessage("shift: 20 (expected: 0 to 19)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaxPoolCircuit(4, 20, 2, 9, 20, 20))
                .withMessage("activationBits: 20 (expected: 1 to 19)");
    }
}
