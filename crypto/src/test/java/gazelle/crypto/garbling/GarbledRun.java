package gazelle.crypto.garbling;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.ClearMachine;
import gazelle.crypto.circuit.GarblingScheme;
import java.security.SecureRandom;
import java.util.stream.IntStream;

/** Garbles and evaluates one chunk with labels made directly from Delta, no transfer between. */
final class GarbledRun {
    final byte[] zeroLabels;
    final byte[] tables;
    final long[] serverOutputs;
    final long[] clientOutputs;
    private final long mask;

    GarbledRun(
            Cascade cascade,
            int layer,
            long[] clientShares,
            long[] serverShares,
            Delta delta,
            byte[] inferenceSeed,
            SecureRandom random,
            GarblingScheme scheme) {
        mask = (1L << cascade.last().circuit().outputBits()) - 1;
        Circuit first = cascade.first().circuit();
        int wires = first.inputWords() * first.inputBits() * cascade.first().instances();
        zeroLabels = SeededRandom.bytes(random, 16 * wires);
        byte[] labels = labelsOf(cascade.first(), clientShares, zeroLabels, delta);
        serverOutputs = new long[cascade.last().instances()];
        clientOutputs = new long[serverOutputs.length];
        tables = new byte[(int) cascade.tableBytes(scheme)];
        try (Garbler garbler = new Garbler(delta, inferenceSeed, scheme, random);
                Evaluator evaluator = new Evaluator(inferenceSeed, scheme)) {
            garbler.garble(cascade, layer, zeroLabels, serverShares, serverOutputs, tables);
            evaluator.evaluate(cascade, layer, labels, tables, clientOutputs);
        }
    }

    /** The labels of the client's share bits, as the oblivious transfer gives them. */
    static byte[] labelsOf(Cascade.Step first, long[] clientShares, byte[] zeroLabels, Delta delta) {
        int instances = first.instances();
        int bits = first.circuit().inputBits();
        byte[] labels = zeroLabels.clone();
        for (int word = 0; word < first.circuit().inputWords(); word++) {
            for (int bit = 0; bit < bits; bit++) {
                for (int i = 0; i < instances; i++) {
                    long value = -(clientShares[word * instances + i] >>> bit & 1);
                    int at = 16 * ((word * bits + bit) * instances + i);
                    LabelKernel.put(labels, at, LabelKernel.get(labels, at) ^ (value & delta.low()));
                    LabelKernel.put(labels, at + 8, LabelKernel.get(labels, at + 8) ^ (value & delta.high()));
                }
            }
        }
        return labels;
    }

    long output(int instance) {
        return (serverOutputs[instance] + clientOutputs[instance]) & mask;
    }

    /** Garbles random shares in both schemes, evaluates, and compares with the clear execution. */
    static void assertEqualsClear(Circuit circuit, int instances, long seed) {
        assertEqualsClear(Cascade.of(circuit, instances), seed);
    }

    /** The same for a cascade. */
    static void assertEqualsClear(Cascade cascade, long seed) {
        for (GarblingScheme scheme : GarblingScheme.values()) {
            assertEqualsClear(cascade, seed, scheme);
        }
    }

    private static void assertEqualsClear(Cascade cascade, long seed, GarblingScheme scheme) {
        SecureRandom random = SeededRandom.of(seed);
        int words = cascade.first().circuit().inputWords() * cascade.first().instances();
        long[] client = random.longs(words).toArray();
        long[] server = random.longs(words).toArray();
        GarbledRun run;
        try (Delta delta = Delta.random(random)) {
            byte[] inferenceSeed = SeededRandom.bytes(random, 16);
            run = new GarbledRun(cascade, 3, client, server, delta, inferenceSeed, random, scheme);
        }
        assertThat(IntStream.range(0, run.serverOutputs.length)
                        .mapToLong(run::output)
                        .toArray())
                .as("%s, seed %d", scheme, seed)
                .isEqualTo(ClearMachine.runVariableTime(cascade, client, server));
    }
}
