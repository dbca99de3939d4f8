package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArgMaxCircuitTest {
    static int specified(long[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    static long run(ArgMaxCircuit circuit, long[] values, SplittableRandom random) {
        long[] client = new long[values.length];
        long[] server = new long[values.length];
        long mask = (1L << circuit.inputBits()) - 1;
        for (int i = 0; i < values.length; i++) {
            client[i] = random.nextLong() & mask;
            long fraction = random.nextLong(1L << circuit.guardBits());
            server[i] = ((values[i] << circuit.guardBits()) + fraction - client[i]) & mask;
        }
        return ClearMachine.runVariableTime(circuit, client, server);
    }

    @Property(tries = 300)
    void findsTheFirstLargestValue(
            @ForAll @IntRange(min = 2, max = 70) int classes,
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long bound = 1L << (ringBits - 1);
        long narrow = Math.min(bound, 3);
        long[] wide = random.longs(classes, -bound, bound).toArray();
        long[] withTies = random.longs(classes, -narrow, narrow).toArray();
        ArgMaxCircuit circuit = new ArgMaxCircuit(classes, ringBits, guardBits);

        assertThat(run(circuit, wide, random)).isEqualTo(specified(wide));
        assertThat(run(circuit, withTies, random)).isEqualTo(specified(withTies));
    }

    @Test
    void choosesTheLowestIndexWhenAllAreEqual() {
        long[] values = new long[10];
        assertThat(run(new ArgMaxCircuit(10, 8, 2), values, new SplittableRandom(1)))
                .isZero();
    }

    @Test
    void comparesTheExtremesAsSignedNumbers() {
        SplittableRandom random = new SplittableRandom(2);
        ArgMaxCircuit circuit = new ArgMaxCircuit(3, 8, 2);
        assertThat(run(circuit, new long[] {-128, 127, -1}, random)).isEqualTo(1);
        assertThat(run(circuit, new long[] {-128, -128, -127}, random)).isEqualTo(2);
    }

    @Test
    void revealsTheBitsOfTheIndexOnly() {
        CircuitCost cost = CountingMachine.count(new ArgMaxCircuit(10, 20, 2));
        assertThat(cost.rowsByBits()).containsEntry(1, 4).containsOnlyKeys(1, 128);
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArgMaxCircuit(1, 8, 2))
                .withMessage("classes: 1 (expected: 2 to 4096)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArgMaxCircuit(4097, 8, 2))
                .withMessage("classes: 4097 (expected: 2 to 4096)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArgMaxCircuit(2, 49, 2))
                .withMessage("ringBits: 49 (expected: 2 to 48)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArgMaxCircuit(2, 8, 9))
                .withMessage("guardBits: 9 (expected: 0 to 8)");
    }
}
