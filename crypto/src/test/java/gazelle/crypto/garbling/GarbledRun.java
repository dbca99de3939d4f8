package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.ClearMachine;
import gazelle.crypto.circuit.CountingMachine;
import gazelle.crypto.circuit.GarblingScheme;
import java.security.SecureRandom;

/** Garbles and evaluates one chunk with labels made directly from Delta, no transfer between. */
final class GarbledRun {
    final byte[] zeroLabels;
    final byte[] tables;
    final long[] serverOutputs;
    final long[] clientOutputs;
    private final long mask;

    GarbledRun(
            Circuit circuit,
            int layer,
            long firstInstance,
            int instances,
            long[] clientShares,
            long[] serverShares,
            Delta delta,
            byte[] inferenceSeed,
            SecureRandom random,
            GarblingScheme scheme) {
        mask = (1L << circuit.outputBits()) - 1;
        int wires = circuit.inputWords() * circuit.inputBits() * instances;
        zeroLabels = SeededRandom.bytes(random, 16 * wires);
        byte[] labels = zeroLabels.clone();
        for (int word = 0; word < circuit.inputWords(); word++) {
            for (int bit = 0; bit < circuit.inputBits(); bit++) {
                for (int i = 0; i < instances; i++) {
                    long value = -(clientShares[word * instances + i] >>> bit & 1);
                    int at = 16 * ((word * circuit.inputBits() + bit) * instances + i);
                    LabelKernel.put(labels, at, LabelKernel.get(labels, at) ^ (value & delta.low()));
                    LabelKernel.put(labels, at + 8, LabelKernel.get(labels, at + 8) ^ (value & delta.high()));
                }
            }
        }
        serverOutputs = new long[instances];
        clientOutputs = new long[instances];
        tables = new byte[(int) CountingMachine.count(circuit).tableBytes(instances, scheme)];
        try (Garbler garbler = new Garbler(delta, inferenceSeed, scheme, random);
                Evaluator evaluator = new Evaluator(inferenceSeed, scheme)) {
            garbler.garble(circuit, layer, firstInstance, instances, zeroLabels, serverShares, serverOutputs, tables);
            evaluator.evaluate(circuit, layer, firstInstance, instances, labels, tables, clientOutputs);
        }
    }

    long output(int instance) {
        return (serverOutputs[instance] + clientOutputs[instance]) & mask;
    }

    /** Garbles random shares in both schemes, evaluates, and compares with the clear execution. */
    static void assertEqualsClear(Circuit circuit, long first, int instances, long seed) {
        for (GarblingScheme scheme : GarblingScheme.values()) {
            assertEqualsClear(circuit, first, instances, seed, scheme);
        }
    }

    private static void assertEqualsClear(
            Circuit circuit, long first, int instances, long seed, GarblingScheme scheme) {
        SecureRandom random = SeededRandom.of(seed);
        long[] client = random.longs((long) circuit.inputWords() * instances).toArray();
        long[] server = random.longs(client.length).toArray();
        GarbledRun run;
        try (Delta delta = Delta.random(random)) {
            byte[] inferenceSeed = SeededRandom.bytes(random, 16);
            run = new GarbledRun(circuit, 3, first, instances, client, server, delta, inferenceSeed, random, scheme);
        }
        for (int i = 0; i < instances; i++) {
            long[] clientWords = new long[circuit.inputWords()];
            long[] serverWords = new long[circuit.inputWords()];
            for (int word = 0; word < clientWords.length; word++) {
                clientWords[word] = client[word * instances + i];
                serverWords[word] = server[word * instances + i];
            }
            assertThat(run.output(i))
                    .as("%s, seed %d, instance %d", scheme, seed, i)
                    .isEqualTo(ClearMachine.runVariableTime(circuit, clientWords, serverWords));
        }
    }
}
