package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThreeHalvesTest {
    private static final GarblingScheme SCHEME = GarblingScheme.THREE_HALVES;
    private static final int INSTANCES = 4 * GateHash.BLOCK_INSTANCES;
    private static final Cascade CASCADE = Cascade.of(new OneAnd(), INSTANCES);

    /** x AND y, revealed. */
    private record OneAnd() implements Circuit {
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
            return 1;
        }

        @Override
        public <W> void describe(CircuitMachine<W> machine) {
            machine.reveal(List.of(machine.and(machine.input(0, 0), machine.input(0, 1))));
        }
    }

    /** Many gates of the same inputs, and what the evaluator opened of the last one. */
    private static final class Gates {
        final long[] outputs = new long[INSTANCES];

        /** The frequency of each of the four pairs (r1, r2), by the evaluator's formula. */
        final long[] controls = new long[4];

        Gates(int leftColour, int rightColour, int x, int y, Kernels garblers, Kernels evaluators) {
            SecureRandom random = SeededRandom.of(leftColour | rightColour << 1 | x << 2 | y << 3);
            byte[] zeroLabels = SeededRandom.bytes(random, 2 * 16 * INSTANCES);
            byte[] labels = zeroLabels.clone();
            byte[] tables = new byte[(int) CASCADE.tableBytes(SCHEME)];
            byte[] publicSeed = SeededRandom.bytes(random, 16);
            try (Delta delta = Delta.random(random);
                    Seed seed = Seed.generate(random)) {
                for (int i = 0; i < 2 * INSTANCES; i++) {
                    int colour = i < INSTANCES ? leftColour : rightColour;
                    long value = -(i < INSTANCES ? x : y);
                    long low = (LabelKernel.get(zeroLabels, 16 * i) & ~1L) | colour;
                    LabelKernel.put(zeroLabels, 16 * i, low);
                    LabelKernel.put(labels, 16 * i, low ^ (value & delta.low()));
                    LabelKernel.put(
                            labels, 16 * i + 8, LabelKernel.get(zeroLabels, 16 * i + 8) ^ (value & delta.high()));
                }
                GarblerMachine garbler = new GarblerMachine(
                        delta,
                        new GateHash(publicSeed, garblers.labels()),
                        SCHEME,
                        RandomStream.secret(seed, 0),
                        garblers);
                garbler.tables = tables;
                garbler.outputs = new long[INSTANCES];
                garbler.garble(CASCADE, 0, zeroLabels, new long[INSTANCES]);
            }
            EvaluatorMachine evaluator =
                    new EvaluatorMachine(new GateHash(publicSeed, evaluators.labels()), SCHEME, evaluators);
            evaluator.tables = tables;
            evaluator.outputs = outputs;
            evaluator.run(CASCADE, 0, labels);
            countControls(evaluator.halves, leftColour ^ x, rightColour ^ y);
        }

        private void countControls(ThreeHalvesScratch scratch, int i, int j) {
            for (int instance = 0; instance < GateHash.BLOCK_INSTANCES; instance++) {
                int at = 16 * instance;
                long z = scratch.control[2 * instance];
                long shared = LabelKernel.get(scratch.sumHashes, at + 8) ^ ((i ^ j) & (z >>> 4));
                long r1 = z ^ (i & (z >>> 2)) ^ LabelKernel.get(scratch.leftHashes, at + 8) ^ shared;
                long r2 = (z >>> 1) ^ (j & (z >>> 3)) ^ LabelKernel.get(scratch.rightHashes, at) ^ shared;
                controls[(int) ((r1 & 1) | (r2 & 1) << 1)]++;
            }
        }
    }

    static List<Arguments> coloursAndInputs() {
        return IntStream.range(0, 16)
                .mapToObj(n -> Arguments.of(n & 1, (n >> 1) & 1, (n >> 2) & 1, n >> 3))
                .toList();
    }

    @ParameterizedTest(name = "colours {0} {1}, inputs {2} {3}")
    @MethodSource("coloursAndInputs")
    void andIsRightForAllColoursAndInputs(int leftColour, int rightColour, int x, int y) {
        assertThat(new Gates(leftColour, rightColour, x, y, Kernels.PREFERRED, Kernels.SCALAR).outputs)
                .containsOnly(x & y);
        assertThat(new Gates(leftColour, rightColour, x, y, Kernels.SCALAR, Kernels.PREFERRED).outputs)
                .containsOnly(x & y);
    }

    /** Chi-square with 3 degrees of freedom: above 30 with probability 1e-6. */
    @ParameterizedTest(name = "colours {0} {1}, inputs {2} {3}")
    @MethodSource("coloursAndInputs")
    void controlBitsTellNothingOfColoursOrInputs(int leftColour, int rightColour, int x, int y) {
        long[] controls = new Gates(leftColour, rightColour, x, y, Kernels.PREFERRED, Kernels.PREFERRED).controls;
        double expected = GateHash.BLOCK_INSTANCES / 4.0;
        double chiSquare = 0;
        for (long count : controls) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(30);
    }
}
