package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.LookupTableCircuit;
import gazelle.crypto.circuit.MaxPoolCircuit;
import gazelle.crypto.circuit.ScoresCircuit;
import gazelle.crypto.circuit.SquareCircuit;
import gazelle.crypto.circuit.TopKCircuit;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarbledCircuitsTest {
    private static final MaxPoolCircuit MAX_POOL = new MaxPoolCircuit(4, 20, 2, 9, 6, 20);
    private static final SquareCircuit SQUARE = new SquareCircuit(16, 2, 7, 7, 20);
    private static final LookupTableCircuit TABLE = new LookupTableCircuit(
            16, 2, 9, LongStream.range(-16, 16).map(i -> i * i * i % 31).boxed().toList(), 20);

    /** A declared output without gates. */
    private record NoGates(int outputBits) implements Circuit {
        @Override
        public int inputWords() {
            return 1;
        }

        @Override
        public int inputBits() {
            return 1;
        }

        @Override
        public <W> void describe(CircuitMachine<W> machine) {}
    }

    @Property(tries = 30)
    void garbledMaxPoolEqualsClear(
            @ForAll @IntRange(min = 1, max = 9) int windowSize,
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 47) int shift,
            @ForAll @IntRange(min = 1, max = 47) int activationBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll @IntRange(min = 1, max = 20) int instances,
            @ForAll long seed) {
        Circuit circuit = new MaxPoolCircuit(
                windowSize, ringBits, 2, shift % ringBits, 1 + activationBits % (outputRingBits - 1), outputRingBits);
        GarbledRun.assertEqualsClear(circuit, instances, seed);
    }

    @Property(tries = 40)
    void garbledSquareEqualsClear(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 47) int shift,
            @ForAll @IntRange(min = 0, max = 47) int rootBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll @IntRange(min = 1, max = 40) int instances,
            @ForAll long seed) {
        SquareCircuit circuit = new SquareCircuit(
                ringBits, 2, shift % ringBits, 1 + rootBits % (1 + (outputRingBits - 1) / 2), outputRingBits);
        GarbledRun.assertEqualsClear(circuit, instances, seed);
    }

    @Property(tries = 40)
    void garbledLookupTableEqualsClear(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 47) int anyShift,
            @ForAll @IntRange(min = 0, max = 7) int anyIndexBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll @IntRange(min = 1, max = 40) int instances,
            @ForAll long seed) {
        int shift = anyShift % ringBits;
        int indexBits = 1 + anyIndexBits % Math.min(8, ringBits - shift);
        List<Long> values = new SplittableRandom(seed)
                .longs(1 << indexBits, -300, 300)
                .boxed()
                .toList();
        GarbledRun.assertEqualsClear(
                new LookupTableCircuit(ringBits, 2, shift, values, outputRingBits), instances, seed);
    }

    @Property(tries = 30)
    void garbledScoresEqualClear(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll @IntRange(min = 1, max = 40) int instances,
            @ForAll long seed) {
        GarbledRun.assertEqualsClear(new ScoresCircuit(ringBits, guardBits), instances, seed);
    }

    @Property(tries = 20)
    void garbledTopKEqualsClear(
            @ForAll @IntRange(min = 2, max = 40) int classes,
            @ForAll @IntRange(min = 0, max = 4) int places,
            @ForAll @IntRange(min = 2, max = 30) int ringBits,
            @ForAll @IntRange(min = 1, max = 3) int instances,
            @ForAll long seed) {
        int k = 1 + places % Math.min(classes, 5);
        GarbledRun.assertEqualsClear(new TopKCircuit(classes, k, ringBits, 2), instances, seed);
    }

    @Test
    void garbledTopFiveOfAThousandEqualsClear() {
        GarbledRun.assertEqualsClear(new TopKCircuit(1000, 5, 20, 2), 1, 6);
    }

    @Test
    void revealsUpToSixtyBits() {
        GarbledRun.assertEqualsClear(new TopKCircuit(2049, 5, 2, 0), 1, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 700})
    void garbledEqualsClearAcrossBlocks(int instances) {
        GarbledRun.assertEqualsClear(MAX_POOL, instances, instances);
        GarbledRun.assertEqualsClear(SQUARE, instances, instances);
        GarbledRun.assertEqualsClear(TABLE, instances, instances);
        GarbledRun.assertEqualsClear(new ScoresCircuit(20, 2), instances, instances);
    }

    @ParameterizedTest
    @EnumSource
    void squareTablesAndSharesLookUniformForFixedInputs(GarblingScheme scheme) {
        assertTablesAndSharesLookUniform(new SquareCircuit(16, 2, 7, 7, 16), scheme);
    }

    @ParameterizedTest
    @EnumSource
    void lookupTablesAndSharesLookUniformForFixedInputs(GarblingScheme scheme) {
        assertTablesAndSharesLookUniform(new LookupTableCircuit(16, 2, 9, TABLE.values(), 16), scheme);
    }

    private static void assertTablesAndSharesLookUniform(Circuit circuit, GarblingScheme scheme) {
        SecureRandom random = SeededRandom.of(12);
        int instances = 2048;
        try (Delta delta = Delta.random(random)) {
            long[] shares = new long[instances];
            GarbledRun run = new GarbledRun(
                    Cascade.of(circuit, instances),
                    0,
                    shares,
                    shares,
                    delta,
                    SeededRandom.bytes(random, 16),
                    random,
                    scheme);
            assertThat(SeededRandom.chiSquare(run.tables)).isBetween(150.0, 400.0);
            byte[] clientShares = new byte[2 * instances];
            for (int i = 0; i < instances; i++) {
                clientShares[2 * i] = (byte) run.clientOutputs[i];
                clientShares[2 * i + 1] = (byte) (run.clientOutputs[i] >>> 8);
            }
            assertThat(SeededRandom.chiSquare(clientShares)).isBetween(150.0, 400.0);
        }
    }

    @Test
    void rejectsOutputsWiderThanCanBeRevealed() {
        try (Evaluator evaluator = new Evaluator(new byte[16], GarblingScheme.HALF_GATES)) {
            evaluator.evaluate(Cascade.of(new NoGates(62), 1), 0, new byte[16], new byte[0], new long[1]);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> evaluator.evaluate(
                            Cascade.of(new NoGates(63), 1), 0, new byte[16], new byte[0], new long[1]))
                    .withMessage("outputBits: 63 (expected: 1 to 62)");
        }
    }
}
