package gazelle.crypto.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CascadeTest {
    private static final ActivationCircuit CLAMP = new ActivationCircuit(20, 2, 9, 6, 20);
    private static final CountedCircuit KEYS = CountedCircuit.of(new ClampKeyCircuit(CLAMP));
    private static final CountedCircuit PAIRS = CountedCircuit.of(new MaximumCircuit(2, 8));
    private static final CountedCircuit CLAMPED = CountedCircuit.of(new ClampedMaximumCircuit(2, CLAMP));

    /** Declares one kind of output and gives another. */
    private record Misdeclared(boolean passesOn) implements Circuit {
        @Override
        public int inputWords() {
            return 1;
        }

        @Override
        public int inputBits() {
            return 2;
        }

        @Override
        public int outputBits() {
            return 2;
        }

        @Override
        public <W> void describe(CircuitMachine<W> machine) {
            List<W> bits = machine.inputs(0, 2);
            if (passesOn) {
                machine.reveal(bits);
            } else {
                machine.passOn(bits);
            }
        }
    }

    @Property(tries = 300)
    void clearMaximaOfKeysAreClampedMaxima(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll @IntRange(min = 0, max = 46) int shift,
            @ForAll @IntRange(min = 1, max = 47) int activationBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll @IntRange(min = 1, max = 5) int words,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ActivationCircuit clamp = new ActivationCircuit(
                ringBits, guardBits, shift % (ringBits - 1), 1 + activationBits % (outputRingBits - 1), outputRingBits);
        CountedCircuit keys = CountedCircuit.of(new ClampKeyCircuit(clamp));
        int keyBits = keys.circuit().outputBits();
        int[][] rowReads = new int[words][5];
        int[][] reads = new int[words][4];
        for (int word = 0; word < words; word++) {
            Arrays.setAll(rowReads[word], _ -> random.nextInt(7));
            Arrays.setAll(reads[word], _ -> random.nextInt(5));
        }
        Cascade cascade = Cascade.of(keys, 7)
                .then(CountedCircuit.of(new MaximumCircuit(words, keyBits)), 5, (word, i) -> rowReads[word][i])
                .then(CountedCircuit.of(new ClampedMaximumCircuit(words, clamp)), 4, (word, i) -> reads[word][i]);
        long[] values = new long[7];
        Arrays.setAll(values, _ -> SharedWords.value(ringBits, clamp.shift(), clamp.activationBits(), random));
        long[] client = random.longs(7).toArray();
        long[] server = new long[7];
        Arrays.setAll(server, i -> (values[i] << guardBits) + random.nextInt(1 << guardBits) - client[i]);

        long[] expected = new long[4];
        for (int i = 0; i < 4; i++) {
            long largest = Long.MIN_VALUE;
            for (int[] outer : reads) {
                for (int[] inner : rowReads) {
                    largest = Math.max(largest, values[inner[outer[i]]]);
                }
            }
            expected[i] = Math.clamp(largest >> clamp.shift(), 0, (1L << clamp.activationBits()) - 1);
        }
        assertThat(ClearMachine.runVariableTime(cascade, client, server)).isEqualTo(expected);
    }

    @Test
    void costsTheSumOfItsSteps() {
        Cascade cascade =
                Cascade.of(KEYS, 9).then(PAIRS, 6, (word, i) -> i + word).then(CLAMPED, 4, (_, i) -> i);
        // An adder and the OR of four bits; comparisons and selections of keys of 8 bits; one clamp.
        assertThat(cascade.ands()).isEqualTo(9 * 23 + 6 * 16 + 4 * 17);
        long clampBytes = CLAMPED.cost().tableBytes(4, GarblingScheme.HALF_GATES) - 4 * 17 * 32;
        assertThat(cascade.tableBytes(GarblingScheme.HALF_GATES))
                .isEqualTo(9 * (23 * 32 + 16) + 6 * 16 * 32 + 4 * 17 * 32 + clampBytes);
        assertThat(cascade.first().circuit()).isEqualTo(KEYS.circuit());
        assertThat(cascade.last().instances()).isEqualTo(4);
    }

    @Test
    void longMaximaHoldTheLargestAndOneWordAtOnce() {
        int two = LivenessMachine.peakWires(new MaximumCircuit(2, 8));
        assertThat(LivenessMachine.peakWires(new MaximumCircuit(64, 8))).isEqualTo(two);
        int twoClamped = LivenessMachine.peakWires(new ClampedMaximumCircuit(2, CLAMP));
        assertThat(LivenessMachine.peakWires(new ClampedMaximumCircuit(64, CLAMP)))
                .isEqualTo(twoClamped);
    }

    @Test
    void rejectsStepsThatDoNotFitTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cascade.of(KEYS, 0))
                .withMessage("instances: 0 (expected: 1 to 2147483647)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cascade(List.of()))
                .withMessage("steps: 0 (expected: 1 to 2147483647)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cascade.of(CLAMP, 4).then(PAIRS, 4, (_, i) -> i))
                .withMessage("step 0: passes no wires on");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cascade.of(KEYS, 4).then(CountedCircuit.of(new MaximumCircuit(2, 7)), 4, (_, i) -> i))
                .withMessage("step 1 inputBits: 7 (expected: 8 to 8)");
    }

    @Test
    void rejectsCircuitsThatGiveAnotherKindOfOutput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountedCircuit.of(new Misdeclared(true)))
                .withMessage("circuit: gives a word (expected: wires)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountedCircuit.of(new Misdeclared(false)))
                .withMessage("circuit: passes wires on (expected: a word)");
    }

    @Test
    void rejectsParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClampKeyCircuit(new ActivationCircuit(20, 2, 19, 6, 20)))
                .withMessage("shift: 19 (expected: 0 to 18)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaximumCircuit(0, 8))
                .withMessage("words: 0 (expected: 1 to 64)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaximumCircuit(2, 1))
                .withMessage("wordBits: 1 (expected: 2 to 62)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClampedMaximumCircuit(65, CLAMP))
                .withMessage("words: 65 (expected: 1 to 64)");
    }
}
