package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ArgMaxCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.ClearMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.circuit.WeightedSum.Term;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarblingTest {
    private static final ActivationCircuit ACTIVATION = new ActivationCircuit(20, 2, 9, 6, 20);

    private static final Cascade FOUR = Cascade.of(ACTIVATION, 4);

    private static final int TABLE_BYTES = (int) FOUR.tableBytes(GarblingScheme.HALF_GATES);

    private static Garbler garbler(Delta delta) {
        return new Garbler(delta, new byte[16], GarblingScheme.HALF_GATES, SeededRandom.of(10));
    }

    /** All gates on two words of two bits, every result revealed. */
    private record EveryGate() implements Circuit {
        @Override
        public int inputWords() {
            return 2;
        }

        @Override
        public int inputBits() {
            return 2;
        }

        @Override
        public int outputBits() {
            return 9;
        }

        @Override
        public <W> void describe(CircuitMachine<W> m) {
            W a = m.input(0, 0);
            W b = m.input(0, 1);
            W c = m.input(1, 0);
            W d = m.input(1, 1);
            W nested = m.and(m.and(a, b), m.or(m.xor(c, d), m.and(m.not(a), d)));
            m.reveal(List.of(
                    m.and(a, b),
                    m.or(c, d),
                    m.xor(a, c),
                    m.not(b),
                    m.flipByGarbler(a, 1, 1),
                    m.andGarblerBit(d, 0, 1),
                    nested));
            m.gatedConstant(m.xor(a, d), 300);
            m.gatedWord(c, List.of(a, m.not(b), nested));
            m.keepOnly(List.of(a, c, d));
            m.gatedSum(d, new WeightedSum<>(8, List.of(new Term<>(a, 5 * 16), new Term<>(m.not(c), -256))));
            m.gatedSum(m.xor(a, c), new WeightedSum<>(-3, List.of(new Term<>(d, -77))));
        }
    }

    @Property(tries = 60)
    void garbledActivationEqualsClear(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 3) int guardBits,
            @ForAll @IntRange(min = 0, max = 47) int shift,
            @ForAll @IntRange(min = 1, max = 47) int activationBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll @IntRange(min = 1, max = 40) int instances,
            @ForAll long seed) {
        ActivationCircuit circuit = new ActivationCircuit(
                ringBits, guardBits, shift % ringBits, 1 + activationBits % (outputRingBits - 1), outputRingBits);
        GarbledRun.assertEqualsClear(circuit, instances, seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 255, 256, 257, 512, 700})
    void garbledEqualsClearAcrossBlocks(int instances) {
        GarbledRun.assertEqualsClear(ACTIVATION, instances, instances);
        GarbledRun.assertEqualsClear(new EveryGate(), instances, instances);
    }

    @Property(tries = 20)
    void garbledArgMaxEqualsClear(
            @ForAll @IntRange(min = 2, max = 40) int classes,
            @ForAll @IntRange(min = 2, max = 30) int ringBits,
            @ForAll @IntRange(min = 1, max = 3) int instances,
            @ForAll long seed) {
        GarbledRun.assertEqualsClear(new ArgMaxCircuit(classes, ringBits, 2), instances, seed);
    }

    @Test
    void chunksOfOneGarblerEqualClear() {
        SecureRandom random = SeededRandom.of(11);
        int[] sizes = {256, 512, 100, 300, 1};
        try (Delta delta = Delta.random(random);
                Garbler garbler = garbler(delta);
                Evaluator evaluator = new Evaluator(new byte[16], GarblingScheme.HALF_GATES)) {
            for (int instances : sizes) {
                Cascade cascade = Cascade.of(ACTIVATION, instances);
                // Client share 0: the labels that the client holds are the zero labels.
                byte[] labels = SeededRandom.bytes(random, 16 * ACTIVATION.inputBits() * instances);
                long[] server = random.longs(instances).toArray();
                long[] garbled = new long[instances];
                long[] evaluated = new long[instances];
                byte[] tables = new byte[(int) cascade.tableBytes(GarblingScheme.HALF_GATES)];
                garbler.garble(cascade, 0, labels, server, garbled, tables);
                evaluator.evaluate(cascade, 0, labels, tables, evaluated);
                for (int i = 0; i < instances; i++) {
                    long clear = ClearMachine.runVariableTime(ACTIVATION, new long[1], new long[] {server[i]});
                    assertThat((garbled[i] + evaluated[i]) & ((1 << 20) - 1)).isEqualTo(clear);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesAndOutputSharesLookUniformForFixedInputs(GarblingScheme scheme) {
        SecureRandom random = SeededRandom.of(5);
        Circuit circuit = new ActivationCircuit(20, 2, 9, 6, 16);
        int instances = 1024;
        try (Delta delta = Delta.random(random)) {
            long[] zeros = new long[instances];
            GarbledRun run = new GarbledRun(
                    Cascade.of(circuit, instances),
                    0,
                    zeros,
                    zeros,
                    delta,
                    SeededRandom.bytes(random, 16),
                    random,
                    scheme);
            assertThat(SeededRandom.chiSquare(run.tables)).isBetween(150.0, 400.0);
            byte[] shares = new byte[2 * instances];
            for (int i = 0; i < instances; i++) {
                shares[2 * i] = (byte) run.clientOutputs[i];
                shares[2 * i + 1] = (byte) (run.clientOutputs[i] >>> 8);
            }
            assertThat(SeededRandom.chiSquare(shares)).isBetween(150.0, 400.0);
        }
    }

    @Test
    void differentDeltaSeedOrLayerGivesDifferentTables() {
        long[] shares = new long[4];
        try (Delta delta = Delta.random(SeededRandom.of(1));
                Delta other = Delta.random(SeededRandom.of(2))) {
            byte[] seed = new byte[16];
            byte[] otherSeed = new byte[16];
            otherSeed[15] = 1;
            byte[] reference = tables(0, shares, delta, seed);
            assertThat(tables(0, shares, delta, seed)).isEqualTo(reference);
            assertThat(tables(0, shares, other, seed)).isNotEqualTo(reference);
            assertThat(tables(0, shares, delta, otherSeed)).isNotEqualTo(reference);
            assertThat(tables(1, shares, delta, seed)).isNotEqualTo(reference);
        }
    }

    @Test
    void neverGarblesTwoChunksAlike() {
        byte[] labels = new byte[16 * ACTIVATION.inputBits() * 4];
        byte[] tables = new byte[TABLE_BYTES];
        byte[] more = new byte[TABLE_BYTES];
        try (Delta delta = Delta.random(SeededRandom.of(3));
                Garbler garbler = garbler(delta)) {
            garbler.garble(FOUR, 7, labels, new long[4], new long[4], tables);
            garbler.garble(FOUR, 7, labels, new long[4], new long[4], more);
            assertThat(more).isNotEqualTo(tables);
        }
    }

    private static byte[] tables(int layer, long[] shares, Delta delta, byte[] seed) {
        return new GarbledRun(FOUR, layer, shares, shares, delta, seed, SeededRandom.of(9), GarblingScheme.HALF_GATES)
                .tables;
    }

    @Test
    void wrongTablesGiveWrongSharesButNoFailure() {
        try (Delta delta = Delta.random(SeededRandom.of(3));
                Evaluator evaluator = new Evaluator(new byte[16], GarblingScheme.HALF_GATES)) {
            long[] shares = new long[4];
            GarbledRun run = new GarbledRun(
                    FOUR, 0, shares, shares, delta, new byte[16], SeededRandom.of(4), GarblingScheme.HALF_GATES);
            byte[] changed = run.tables.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] ^= 0x55;
            }
            long[] outputs = new long[4];
            evaluator.evaluate(FOUR, 0, run.zeroLabels, changed, outputs);
            assertThat(outputs).isNotEqualTo(run.clientOutputs);
        }
    }

    @Test
    void rejectsTablesOfWrongSize() {
        int expected = TABLE_BYTES;
        byte[] labels = new byte[16 * ACTIVATION.inputBits() * 4];
        try (Evaluator evaluator = new Evaluator(new byte[16], GarblingScheme.HALF_GATES)) {
            for (int size : new int[] {0, expected - 1, expected + 1}) {
                assertThatThrownBy(() -> evaluator.evaluate(FOUR, 0, labels, new byte[size], new long[4]))
                        .isInstanceOf(MalformedTablesException.class)
                        .hasMessage("tables: %d bytes (expected: %d)", size, expected);
            }
        }
    }

    @Test
    void rejectsWrongShapes() {
        byte[] labels = new byte[16 * ACTIVATION.inputBits() * 4];
        byte[] tables = new byte[TABLE_BYTES];
        try (Delta delta = Delta.random(SeededRandom.of(3));
                Garbler garbler = garbler(delta)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> garbler.garble(FOUR, 1 << 16, labels, new long[4], new long[4], tables))
                    .withMessage("layer: 65536 (expected: 0 to 65535)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            garbler.garble(Cascade.of(ACTIVATION, 5), 0, labels, new long[5], new long[5], tables))
                    .withMessage("labels: 1408 bytes (expected: 1760)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> garbler.garble(FOUR, 0, labels, new long[3], new long[4], tables))
                    .withMessage("serverShares: 3 (expected: 4)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> garbler.garble(FOUR, 0, labels, new long[4], new long[5], tables))
                    .withMessage("outputShares: 5 (expected: 4)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> garbler.garble(FOUR, 0, labels, new long[4], new long[4], new byte[7]))
                    .withMessage("tables: 7 bytes (expected: %d)", TABLE_BYTES);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Evaluator(new byte[15], GarblingScheme.HALF_GATES))
                    .withMessage("inferenceSeed: 15 bytes (expected: 16)");
        }
    }

    @Test
    void deltaHasColourBitAndIsGoneAfterClose() {
        Delta delta = Delta.random(SeededRandom.of(8));
        assertThat(delta.low() & 1).isEqualTo(1);
        delta.close();
        assertThatIllegalStateException().isThrownBy(delta::low).withMessage("delta: closed");
        assertThatIllegalStateException().isThrownBy(delta::high).withMessage("delta: closed");
    }

    @Test
    void interruptedThreadsLeaveLongCircuits() {
        Circuit circuit = new ArgMaxCircuit(50, 20, 2);
        Cascade cascade = Cascade.of(circuit, 1);
        byte[] labels = new byte[16 * circuit.inputBits() * 50];
        long[] outputs = {1};
        try (Delta delta = Delta.random(SeededRandom.of(3));
                Garbler garbler = garbler(delta);
                Evaluator interrupted = new Evaluator(new byte[16], GarblingScheme.HALF_GATES);
                Evaluator evaluator = new Evaluator(new byte[16], GarblingScheme.HALF_GATES)) {
            byte[] tables = new byte[(int) cascade.tableBytes(GarblingScheme.HALF_GATES)];
            garbler.garble(cascade, 0, labels, new long[50], outputs, tables);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> garbler.garble(cascade, 1, labels, new long[50], outputs, tables))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("circuit: interrupted at gate 64");
            assertThatThrownBy(() -> interrupted.evaluate(cascade, 0, labels, tables, outputs))
                    .isInstanceOf(CancellationException.class);
            assertThat(outputs).containsExactly(0);
            assertThat(Thread.interrupted()).isTrue();
            evaluator.evaluate(cascade, 0, labels, tables, outputs);
            assertThat(outputs[0]).isLessThan(50);
        } finally {
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
