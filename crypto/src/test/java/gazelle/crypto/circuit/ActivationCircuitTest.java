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

class ActivationCircuitTest {
    /** The contract of a layer, written without circuits. */
    static long specified(ActivationCircuit circuit, long y) {
        return Math.clamp(y >> circuit.shift(), 0, (1L << circuit.activationBits()) - 1);
    }

    static long run(ActivationCircuit circuit, long y, long error, long clientShare) {
        long half = circuit.guardBits() == 0 ? 0 : 1L << (circuit.guardBits() - 1);
        long sum = (y << circuit.guardBits()) + error + half;
        long mask = (1L << circuit.inputBits()) - 1;
        return ClearMachine.runVariableTime(
                circuit, new long[] {clientShare & mask}, new long[] {(sum - clientShare) & mask});
    }

    @Property(tries = 400)
    void equalsTheSpecificationForAllParameters(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 4) int guardBits,
            @ForAll @IntRange(min = 0, max = 47) int shift,
            @ForAll @IntRange(min = 1, max = 47) int activationBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll long seed) {
        ActivationCircuit circuit = new ActivationCircuit(
                ringBits, guardBits, shift % ringBits, 1 + activationBits % (outputRingBits - 1), outputRingBits);
        SplittableRandom random = new SplittableRandom(seed);
        long bound = 1L << (ringBits - 1);
        long edge = 1L << Math.min(62, circuit.shift() + circuit.activationBits());
        long[] values = {0, -1, 1, bound - 1, -bound, random.nextLong(-bound, bound), edge, edge - 1, -edge};
        for (long y : values) {
            if (y < -bound || y >= bound) {
                continue;
            }
            long halfError = (1L << guardBits) / 2;
            long error = halfError < 2 ? 0 : random.nextLong(1 - halfError, halfError);
            assertThat(run(circuit, y, error, random.nextLong()))
                    .as("y = %d", y)
                    .isEqualTo(specified(circuit, y));
        }
    }

    @ParameterizedTest
    @CsvSource({"4,0,0,2,4", "4,2,1,2,8", "4,1,0,3,4", "4,1,0,7,8", "4,1,3,1,4", "3,2,2,2,4", "5,0,1,1,2", "2,0,0,1,2"})
    void equalsTheSpecificationForEveryValueAndShare(
            int ringBits, int guardBits, int shift, int activationBits, int outputRingBits) {
        ActivationCircuit circuit = new ActivationCircuit(ringBits, guardBits, shift, activationBits, outputRingBits);
        for (long y = -(1L << (ringBits - 1)); y < 1L << (ringBits - 1); y++) {
            for (long share = 0; share < 1L << circuit.inputBits(); share++) {
                assertThat(run(circuit, y, 0, share)).isEqualTo(specified(circuit, y));
            }
        }
    }

    @Test
    void costsWhatTheDesignStates() {
        ActivationCircuit circuit = new ActivationCircuit(20, 2, 9, 6, 20);
        CircuitCost cost = CountingMachine.count(circuit);

        assertThat(cost.ands()).isEqualTo(20 + 4);
        assertThat(cost.garblerAnds()).isEqualTo(1);
        // Rows of the gated word: 2 (20 + 19 + ... + 15) + 20 bits, and 20 for saturation.
        assertThat(8 * cost.tableBytes(8, GarblingScheme.HALF_GATES)).isEqualTo(8 * (8 * (24 * 32 + 16) + 210 + 40));
        int withTransfers = (int) cost.tableBytes(1000, GarblingScheme.HALF_GATES) / 1000 + 2 * circuit.inputBits();
        assertThat(withTransfers).isBetween(855, 865);
    }

    @Test
    void needsNoOverflowGatesWhenTheActivationReachesTheSign() {
        CircuitCost cost = CountingMachine.count(new ActivationCircuit(16, 2, 9, 6, 20));
        assertThat(cost.ands()).isEqualTo(16);
        assertThat(cost.hashedWords()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "1,2,0,1,8,'ringBits: 1 (expected: 2 to 48)'",
        "49,2,0,1,8,'ringBits: 49 (expected: 2 to 48)'",
        "20,-1,0,1,8,'guardBits: -1 (expected: 0 to 8)'",
        "20,9,0,1,8,'guardBits: 9 (expected: 0 to 8)'",
        "20,2,-1,1,8,'shift: -1 (expected: 0 to 19)'",
        "20,2,20,1,8,'shift: 20 (expected: 0 to 19)'",
        "20,2,3,0,8,'activationBits: 0 (expected: 1 to 7)'",
        "20,2,3,8,8,'activationBits: 8 (expected: 1 to 7)'",
        "20,2,3,1,1,'outputRingBits: 1 (expected: 2 to 48)'",
        "20,2,3,1,49,'outputRingBits: 49 (expected: 2 to 48)'",
    })
    void rejectsParametersOutOfRange(
            int ringBits, int guardBits, int shift, int activationBits, int outputRingBits, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActivationCircuit(ringBits, guardBits, shift, activationBits, outputRingBits))
                .withMessage(message);
    }
}
