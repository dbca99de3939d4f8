package gazelle.crypto.garbling;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.vector.KernelSwitch;

/** Garbles and evaluates a small made-up activation in both schemes until the vector kernels are compiled; loaded only where they link. */
final class GarblingWarmUp {
    static final KernelSwitch<Kernels> SWITCH =
            new KernelSwitch<>(Kernels.SCALAR, Kernels.vector(), GarblingWarmUp::exercise);

    private static final ActivationCircuit CIRCUIT = new ActivationCircuit(8, 2, 2, 3, 8);
    private static final int INSTANCES = GateHash.BLOCK_INSTANCES;
    private static final Cascade CASCADE = Cascade.of(CIRCUIT, INSTANCES);

    private GarblingWarmUp() {}

    private static void exercise(Kernels kernels) {
        for (GarblingScheme scheme : GarblingScheme.values()) {
            GateHash hash = new GateHash(new byte[GateHash.LABEL_BYTES], kernels.labels());
            byte[] labels = new byte[GateHash.LABEL_BYTES * INSTANCES * CIRCUIT.inputBits()];
            byte[] tables = new byte[Math.toIntExact(CASCADE.tableBytes(scheme))];
            try (RandomStream random = RandomStream.expand(new byte[Seed.BYTES], 0)) {
                GarblerMachine garbler = new GarblerMachine(Delta.madeUp(), hash, scheme, random, kernels);
                garbler.tables = tables;
                garbler.outputs = new long[INSTANCES];
                garbler.garble(CASCADE, 0, labels, new long[INSTANCES]);
            }
            EvaluatorMachine evaluator = new EvaluatorMachine(hash, scheme, kernels);
            evaluator.tables = tables;
            evaluator.outputs = new long[INSTANCES];
            evaluator.run(CASCADE, 0, labels);
        }
    }
}
