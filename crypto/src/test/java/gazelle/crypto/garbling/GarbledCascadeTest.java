package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.ClampKeyCircuit;
import gazelle.crypto.circuit.ClampedMaximumCircuit;
import gazelle.crypto.circuit.ClearMachine;
import gazelle.crypto.circuit.CountedCircuit;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.MaximumCircuit;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.vector.VectorUnit;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GarbledCascadeTest {
    private static final ActivationCircuit CLAMP = new ActivationCircuit(20, 2, 9, 6, 20);

    /** Reads a share of a word that was passed on. */
    private record AsksForAShare() implements Circuit {
        @Override
        public int inputWords() {
            return 1;
        }

        @Override
        public int inputBits() {
            return 8;
        }

        @Override
        public int outputBits() {
            return 1;
        }

        @Override
        public <W> void describe(CircuitMachine<W> machine) {
            machine.reveal(List.of(machine.flipByGarbler(machine.input(0, 0), 0, 0)));
        }
    }

    /** Notes the keys under which it hashes. */
    private static final class NotingHash extends GateHash {
        record Key(int layer, int gate, Role role, long block) {}

        final Set<Key> keys = new HashSet<>();
        final List<Key> repeated = new ArrayList<>();

        NotingHash(byte[] seed, Kernels kernels) {
            super(seed, kernels.labels());
        }

        @Override
        void hash(int layer, int gate, Role role, long block, byte[] labels, int runs, int instances, byte[] hashes) {
            Key key = new Key(layer, gate, role, block);
            if (!keys.add(key)) {
                repeated.add(key);
            }
            super.hash(layer, gate, role, block, labels, runs, instances, hashes);
        }
    }

    /** Both parties' machines, garbling and evaluating chunk after chunk. */
    private static final class Machines implements AutoCloseable {
        private final SecureRandom random = SeededRandom.of(21);
        private final Delta delta = Delta.random(random);
        private final RandomStream stream;
        private final GarblingScheme scheme;
        final NotingHash garblerHash;
        final NotingHash evaluatorHash;
        private final GarblerMachine garbler;
        private final EvaluatorMachine evaluator;

        Machines(GarblingScheme scheme, Kernels garblers, Kernels evaluators) {
            byte[] seed = SeededRandom.bytes(random, 16);
            this.scheme = scheme;
            try (Seed secret = Seed.generate(random)) {
                stream = RandomStream.secret(secret, 0);
            }
            garblerHash = new NotingHash(seed, garblers);
            evaluatorHash = new NotingHash(seed, evaluators);
            garbler = new GarblerMachine(delta, garblerHash, scheme, stream, garblers);
            evaluator = new EvaluatorMachine(evaluatorHash, scheme, evaluators);
        }

        void assertEqualsClear(Cascade cascade, int layer) {
            Cascade.Step first = cascade.first();
            int words = first.circuit().inputWords() * first.instances();
            byte[] zeroLabels =
                    SeededRandom.bytes(random, 16 * words * first.circuit().inputBits());
            long[] client = random.longs(words).toArray();
            long[] server = random.longs(words).toArray();
            byte[] tables = new byte[(int) cascade.tableBytes(scheme)];
            long[] outputs = new long[cascade.last().instances()];
            long[] evaluated = new long[outputs.length];
            garbler.tables = tables;
            garbler.outputs = outputs;
            garbler.garble(cascade, layer, zeroLabels, server);
            evaluator.tables = tables;
            evaluator.outputs = evaluated;
            evaluator.run(cascade, layer, GarbledRun.labelsOf(first, client, zeroLabels, delta));
            long mask = (1L << cascade.last().circuit().outputBits()) - 1;
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = (outputs[i] + evaluated[i]) & mask;
            }
            assertThat(outputs).isEqualTo(ClearMachine.runVariableTime(cascade, client, server));
        }

        @Override
        public void close() {
            garbler.wipe();
            stream.close();
            delta.close();
        }
    }

    /** Keys, maxima of three of them and clamped maxima of three of these, each anywhere. */
    private static Cascade cascade(ActivationCircuit clamp, int keys, int rows, int outputs, long seed) {
        CountedCircuit key = CountedCircuit.of(new ClampKeyCircuit(clamp));
        int keyBits = key.circuit().outputBits();
        SplittableRandom random = new SplittableRandom(seed);
        int[] rowReads = random.ints(3L * rows, 0, keys).toArray();
        int[] reads = random.ints(3L * outputs, 0, rows).toArray();
        return Cascade.of(key, keys)
                .then(CountedCircuit.of(new MaximumCircuit(3, keyBits)), rows, (w, i) -> rowReads[w * rows + i])
                .then(
                        CountedCircuit.of(new ClampedMaximumCircuit(3, clamp)),
                        outputs,
                        (w, i) -> reads[w * outputs + i]);
    }

    @Property(tries = 40)
    void garbledCascadesEqualClear(
            @ForAll @IntRange(min = 2, max = 48) int ringBits,
            @ForAll @IntRange(min = 0, max = 46) int shift,
            @ForAll @IntRange(min = 1, max = 47) int activationBits,
            @ForAll @IntRange(min = 2, max = 48) int outputRingBits,
            @ForAll @IntRange(min = 1, max = 30) int keys,
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 30) int outputs,
            @ForAll long seed) {
        ActivationCircuit clamp = new ActivationCircuit(
                ringBits, 2, shift % (ringBits - 1), 1 + activationBits % (outputRingBits - 1), outputRingBits);
        GarbledRun.assertEqualsClear(cascade(clamp, keys, rows, outputs, seed), seed);
    }

    /** Steps of more and fewer instances than a block, growing and shrinking. */
    @ParameterizedTest
    @EnumSource
    void noHashKeyIsEverUsedTwice(GarblingScheme scheme) {
        try (Machines machines = new Machines(scheme, Kernels.PREFERRED, Kernels.SCALAR)) {
            machines.assertEqualsClear(cascade(CLAMP, 600, 300, 40, 1), 2);
            machines.assertEqualsClear(cascade(CLAMP, 30, 700, 257, 2), 2);
            machines.assertEqualsClear(Cascade.of(CLAMP, 256), 2);
            machines.assertEqualsClear(cascade(CLAMP, 256, 512, 1, 3), 3);
            machines.assertEqualsClear(cascade(CLAMP, 1, 1, 1, 4), 2);
            assertThat(machines.garblerHash.repeated).isEmpty();
            assertThat(machines.evaluatorHash.repeated).isEmpty();
            assertThat(machines.garblerHash.keys).isEqualTo(machines.evaluatorHash.keys);
            assertThat(machines.garblerHash.keys.stream()
                            .filter(key -> key.layer() == 2)
                            .map(NotingHash.Key::block))
                    .as("three, two and one blocks; one, three and two; one; one, one and one")
                    .contains(15L)
                    .doesNotContain(16L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void scalarAndVectorKernelsUnderstandEachOther(GarblingScheme scheme) {
        Kernels vector = VectorUnit.isPresent() ? Kernels.vector() : Kernels.SCALAR;
        for (Kernels garblers : List.of(Kernels.SCALAR, vector)) {
            for (Kernels evaluators : List.of(Kernels.SCALAR, vector)) {
                try (Machines machines = new Machines(scheme, garblers, evaluators)) {
                    machines.assertEqualsClear(cascade(CLAMP, 300, 259, 257, 5), 0);
                    machines.assertEqualsClear(cascade(CLAMP, 9, 3, 1, 6), 0);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesAndOutputSharesLookUniformForFixedInputs(GarblingScheme scheme) {
        SecureRandom random = SeededRandom.of(17);
        ActivationCircuit clamp = new ActivationCircuit(20, 2, 9, 6, 16);
        // Every maximum is that of one key with itself: the least that padding can leave.
        Cascade cascade = Cascade.of(CountedCircuit.of(new ClampKeyCircuit(clamp)), 1024)
                .then(CountedCircuit.of(new MaximumCircuit(2, 8)), 1024, (_, i) -> i)
                .then(CountedCircuit.of(new ClampedMaximumCircuit(2, clamp)), 1024, (_, i) -> i);
        try (Delta delta = Delta.random(random)) {
            long[] zeros = new long[1024];
            GarbledRun run =
                    new GarbledRun(cascade, 0, zeros, zeros, delta, SeededRandom.bytes(random, 16), random, scheme);
            assertThat(SeededRandom.chiSquare(run.tables)).isBetween(150.0, 400.0);
            byte[] shares = new byte[2048];
            for (int i = 0; i < 1024; i++) {
                shares[2 * i] = (byte) run.clientOutputs[i];
                shares[2 * i + 1] = (byte) (run.clientOutputs[i] >>> 8);
            }
            assertThat(SeededRandom.chiSquare(shares)).isBetween(150.0, 400.0);
        }
    }

    @Test
    void interruptedThreadsLeaveStepsOfFewGates() {
        // Gates of a block are too few in each step; those of all blocks are not.
        Cascade cascade = cascade(new ActivationCircuit(4, 2, 1, 2, 4), 1024, 1024, 1024, 7);
        byte[] labels = new byte[16 * 6 * 1024];
        try (Evaluator evaluator = new Evaluator(new byte[16], GarblingScheme.HALF_GATES)) {
            byte[] tables = new byte[(int) cascade.tableBytes(GarblingScheme.HALF_GATES)];
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> evaluator.evaluate(cascade, 0, labels, tables, new long[1024]))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void rejectsCascadesThatDoNotEndInWords() {
        Cascade unfinished = Cascade.of(new ClampKeyCircuit(CLAMP), 1);
        Cascade asking = unfinished.then(CountedCircuit.of(new AsksForAShare()), 1, (_, i) -> i);
        byte[] labels = new byte[16 * 22];
        try (Delta delta = Delta.random(SeededRandom.of(3));
                Garbler garbler = new Garbler(delta, new byte[16], GarblingScheme.HALF_GATES, SeededRandom.of(4))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> garbler.garble(unfinished, 0, labels, new long[1], new long[1], new byte[0]))
                    .withMessage("cascade: passes wires on (expected: words)");
            byte[] tables = new byte[(int) asking.tableBytes(GarblingScheme.HALF_GATES)];
            assertThatIllegalStateException()
                    .isThrownBy(() -> garbler.garble(asking, 0, labels, new long[1], new long[1], tables))
                    .withMessage("circuit: asks for a share of a word that was passed on");
        }
    }
}
