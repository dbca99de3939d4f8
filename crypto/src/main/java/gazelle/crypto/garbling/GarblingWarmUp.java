package gazelle.crypto.garbling;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.vector.KernelSwitch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Garbles and evaluates a small made-up activation in both schemes until the vector kernels are compiled; loaded only where they link. */
final class GarblingWarmUp {
    static final KernelSwitch<Kernels> SWITCH = warmUp(Kernels.SCALAR, Kernels.vector());

    private GarblingWarmUp() {}

    private static KernelSwitch<Kernels> warmUp(Kernels scalar, Kernels vector) {
        Map<Kernels, List<Exercise>> exercises = Map.of(scalar, exercises(scalar), vector, exercises(vector));
        return new KernelSwitch<>(
                scalar,
                vector,
                kernels -> Objects.requireNonNull(exercises.get(kernels)).forEach(Exercise::run));
    }

    private static List<Exercise> exercises(Kernels kernels) {
        return Arrays.stream(GarblingScheme.values())
                .map(scheme -> new Exercise(kernels, scheme))
                .toList();
    }

    /** One block garbled and evaluated, again and again by the same two machines. */
    private static final class Exercise {
        private static final ActivationCircuit CIRCUIT = new ActivationCircuit(8, 2, 2, 3, 8);
        private static final int INSTANCES = GateHash.BLOCK_INSTANCES;
        private static final Cascade CASCADE = Cascade.of(CIRCUIT, INSTANCES);

        private final byte[] labels = new byte[GateHash.LABEL_BYTES * INSTANCES * CIRCUIT.inputBits()];
        private final long[] shares = new long[INSTANCES];
        private final byte[] tables;
        private final GarblerMachine garbler;
        private final EvaluatorMachine evaluator;

        Exercise(Kernels kernels, GarblingScheme scheme) {
            tables = new byte[Math.toIntExact(CASCADE.tableBytes(scheme))];
            GateHash hash = new GateHash(new byte[GateHash.LABEL_BYTES], kernels.labels());
            RandomStream random = RandomStream.expand(new byte[Seed.BYTES], 0);
            garbler = new GarblerMachine(Delta.madeUp(), hash, scheme, random, kernels);
            evaluator = new EvaluatorMachine(hash, scheme, kernels);
        }

        void run() {
            garbler.tables = tables;
            garbler.outputs = new long[INSTANCES];
            garbler.garble(CASCADE, 0, labels, shares);
            evaluator.tables = tables;
            evaluator.outputs = new long[INSTANCES];
            evaluator.run(CASCADE, 0, labels);
        }
    }
}
