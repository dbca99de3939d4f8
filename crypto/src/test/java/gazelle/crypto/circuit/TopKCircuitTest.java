package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKCircuitTest {
    private static int[] specified(long[] values, int k) {
        // Stable: the lower index stays first.
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> values[i]).reversed())
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] run(TopKCircuit circuit, long[] values, SplittableRandom random) {
        long revealed = SharedWords.run(circuit, circuit.guardBits(), values, random);
        int bits = circuit.indexBits();
        assertThat(revealed >>> (circuit.k() * bits)).isZero();
        return IntStream.range(0, circuit.k())
                .map(place -> (int) (revealed >>> (place * bits)) & ((1 << bits) - 1))
                .toArray();
    }

    @Property(tries = 400)
    void ranksTheLargestValuesLowestIndexFirst(
            @ForAll @IntRange(min = 2, max = 40) int classes,
            @ForAll @IntRange(min = 0, max = 4) int places,
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int k = 1 + places % Math.min(classes, 5);
        TopKCircuit circuit = new TopKCircuit(classes, k, ringBits, guardBits);
        long bound = 1L << (ringBits - 1);
        long narrow = Math.min(bound, 3);
        long[] wide = random.longs(classes, -bound, bound).toArray();
        long[] withTies = random.longs(classes, -narrow, narrow).toArray();
        long[] extremes = random.longs(classes)
                .map(random64 -> (random64 & 1) == 0 ? -bound : bound - 1)
                .toArray();

        assertThat(run(circuit, wide, random)).isEqualTo(specified(wide, k));
        assertThat(run(circuit, withTies, random)).isEqualTo(specified(withTies, k));
        assertThat(run(circuit, extremes, random)).isEqualTo(specified(extremes, k));
    }

    @Test
    void keepsEqualValuesInTheirOrderWhenTheyMoveDown() {
        TopKCircuit circuit = new TopKCircuit(5, 4, 8, 2);
        assertThat(run(circuit, new long[] {5, 5, 3, 7, 5}, new SplittableRandom(1)))
                .containsExactly(3, 0, 1, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1024, 4096})
    void ranksManyClasses(int classes) {
        SplittableRandom random = new SplittableRandom(classes);
        TopKCircuit circuit = new TopKCircuit(classes, 5, 20, 2);
        long[] values = random.longs(classes, -200, 200).toArray();
        assertThat(run(circuit, values, random)).isEqualTo(specified(values, 5));
    }

    @Test
    void revealsTheBitsOfTheIndicesOnly() {
        CircuitCost cost = CountingMachine.count(new TopKCircuit(1000, 5, 20, 2));
        assertThat(cost.rowsByBits()).containsEntry(1, 50).containsOnlyKeys(1, 128);
    }

    @Test
    void costsArgMaxForOnePlace() {
        CircuitCost cost = CountingMachine.count(new TopKCircuit(10, 1, 20, 2));
        // An index below 2^n has n bits; the four bits that appear with candidates 1, 2, 4 and 8 cost nothing.
        int indexAnds = 1 + 2 * 2 + 4 * 3 + 2 * 4 - 4;
        // Adders, comparisons, selections but the last.
        assertThat(cost.ands()).isEqualTo(10 * 20 + 9 * 20 + 8 * 20 + indexAnds);
        assertThat(cost).isEqualTo(CountingMachine.count(new ArgMaxCircuit(10, 20, 2)));
    }

    @Test
    void holdsAsManyWiresForManyClassesAsForFew() {
        int few = LivenessMachine.peakWires(new TopKCircuit(20, 5, 20, 2));
        assertThat(LivenessMachine.peakWires(new TopKCircuit(1000, 5, 20, 2))).isLessThan(2 * few);
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopKCircuit(1, 1, 8, 2))
                .withMessage("classes: 1 (expected: 2 to 4096)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopKCircuit(3, 4, 8, 2))
                .withMessage("k: 4 (expected: 1 to 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopKCircuit(10, 6, 8, 2))
                .withMessage("k: 6 (expected: 1 to 5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopKCircuit(10, 0, 8, 2))
                .withMessage("k: 0 (expected: 1 to 5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopKCircuit(10, 1, 1, 2))
                .withMessage("ringBits: 1 (expected: 2 to 48)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopKCircuit(10, 1, 8, 9))
                .withMessage("guardBits: 9 (expected: 0 to 8)");
    }
}
