package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ArgMaxCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.ClearMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.garbling.SeededRandom;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelatedOtTest {
    private static final byte[] SESSION = {7, 7};

    /** Both ends of one connection. */
    private record Pair(Delta delta, OtServer server, OtClient client) implements AutoCloseable {
        static Pair connect(int k, long seed) {
            return connect(k, seed, SESSION, SESSION);
        }

        static Pair connect(int k, long seed, byte[] serverSession, byte[] clientSession) {
            Delta delta = Delta.random(SeededRandom.of(seed));
            OtServerSetup server = new OtServerSetup(delta, serverSession, k, SeededRandom.of(seed + 1));
            OtClientSetup client = new OtClientSetup(clientSession, k, SeededRandom.of(seed + 2));
            byte[] request = server.request();
            assertThat(request).hasSize(OtServerSetup.requestBytes(k));
            byte[] reply = client.reply(request);
            assertThat(reply).hasSize(OtClientSetup.replyBytes(k));
            return new Pair(delta, server.finish(reply), client.client());
        }

        /** Makes a batch in parts of these sizes, the last one with the transfers that its check uses up. */
        void extend(int... counts) {
            client.begin(Arrays.stream(counts).sum());
            server.begin(Arrays.stream(counts).sum());
            for (int part = 0; part < counts.length; part++) {
                int count = counts[part] + (part == counts.length - 1 ? OtClient.CHECK_TRANSFERS : 0);
                server.extend(count, client.extend(count));
            }
            server.verify(client.check());
        }

        @Override
        public void close() {
            server.close();
            client.close();
            delta.close();
        }
    }

    private static byte[] select(byte[] zeroLabels, byte[] bits, int count, Delta delta) {
        byte[] selected = zeroLabels.clone();
        for (int i = 0; i < count; i++) {
            if ((bits[i / 8] >>> (i % 8) & 1) == 1) {
                for (int b = 0; b < 16; b++) {
                    long word = b < 8 ? delta.low() : delta.high();
                    selected[16 * i + b] ^= (byte) (word >>> (8 * (b % 8)));
                }
            }
        }
        return selected;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void clientGetsTheLabelOfEachChosenBit(int k) {
        SecureRandom random = SeededRandom.of(k);
        try (Pair pair = Pair.connect(k, 100 + k)) {
            // Parts of more than one tile of 16384 columns and of less, then a batch that ends within one.
            pair.extend(65536 + 128, 1280, 128);
            pair.extend(384);
            for (int count : new int[] {128, 65152, 1664, 128, 256, 128}) {
                byte[] bits = SeededRandom.bytes(random, count / 8);
                byte[] labels = new byte[16 * count];
                byte[] zeroLabels = new byte[16 * count];
                byte[] corrections = pair.client().choose(count, bits, labels);
                pair.server().zeroLabels(count, corrections, zeroLabels);

                assertThat(labels).isEqualTo(select(zeroLabels, bits, count, pair.delta()));
                assertThat(pair.client().pooled()).isEqualTo(pair.server().pooled());
            }
        }
    }

    @Test
    void refusesWhenThePoolLacksTransfers() {
        try (Pair pair = Pair.connect(4, 1)) {
            pair.extend(128);
            assertThatIllegalStateException()
                    .isThrownBy(() -> pair.client().choose(256, new byte[32], new byte[16 * 256]))
                    .withMessage("batch: 128 transfers left (expected: at least 256)");
            assertThatIllegalStateException()
                    .isThrownBy(() -> pair.server().zeroLabels(256, new byte[32], new byte[16 * 256]));
            byte[] corrections = pair.client().choose(128, new byte[16], new byte[16 * 128]);
            pair.server().zeroLabels(128, corrections, new byte[16 * 128]);
            assertThat(pair.client().pooled()).isZero();
            assertThatIllegalStateException()
                    .isThrownBy(() -> pair.client().choose(128, new byte[16], new byte[16 * 128]));
        }
    }

    @Test
    void rejectsMalformedMessages() {
        try (Pair pair = Pair.connect(4, 2)) {
            pair.client().begin(128);
            pair.server().begin(128);
            byte[] message = pair.client().extend(256);
            assertThat(message).hasSize(OtClient.extensionBytes(4, 256)).hasSize(31 * 32);
            assertThatThrownBy(() -> pair.server().extend(256, Arrays.copyOf(message, message.length + 1)))
                    .isInstanceOf(MalformedOtMessageException.class)
                    .hasMessage("extension: 993 bytes (expected: 992)");
            pair.server().extend(256, message);
            byte[] check = pair.client().check();
            assertThat(check).hasSize(OtClient.checkBytes()).hasSize(129 * 16);
            assertThatThrownBy(() -> pair.server().verify(Arrays.copyOf(check, check.length - 1)))
                    .isInstanceOf(MalformedOtMessageException.class)
                    .hasMessage("check: 2063 bytes (expected: 2064)");
            pair.server().verify(check);
            assertThatThrownBy(() -> pair.server().zeroLabels(128, new byte[1], new byte[16 * 128]))
                    .isInstanceOf(MalformedOtMessageException.class)
                    .hasMessage("correction bits: 1 bytes (expected: 16)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.client().begin(100))
                    .withMessageStartingWith("count: 100 ");
        }
    }

    @Test
    void batchesAreBegunFilledAndCheckedInThatOrder() {
        try (Pair pair = Pair.connect(4, 3)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> pair.client().extend(128))
                    .withMessage("batch: none (expected: begun)");
            assertThatIllegalStateException().isThrownBy(() -> pair.server().verify(new byte[0]));
            pair.client().begin(256);
            pair.server().begin(256);
            assertThatIllegalStateException()
                    .isThrownBy(() -> pair.client().begin(128))
                    .withMessage("batch: one is under way (expected: none)");
            assertThatIllegalStateException().isThrownBy(() -> pair.server().begin(128));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.client().extend(512))
                    .withMessage("count: 512 (expected: at most 384)");
            pair.server().extend(256, pair.client().extend(256));
            assertThatIllegalStateException()
                    .isThrownBy(() -> pair.client().check())
                    .withMessage("batch: lacks 128 transfers (expected: none)");
            assertThatIllegalStateException().isThrownBy(() -> pair.server().verify(new byte[OtClient.checkBytes()]));
            assertThat(pair.client().pooled()).isZero();
            assertThat(pair.server().pooled()).isZero();
            pair.server().extend(128, pair.client().extend(128));
            pair.server().verify(pair.client().check());
            assertThat(pair.server().pooled()).isEqualTo(256);
        }
    }

    @Test
    void rejectsUnknownBlockSizes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OtClientSetup(SESSION, 9, SeededRandom.of(1)))
                .withMessage("k: 9 (expected: 1 to 8)");
        assertThatIllegalArgumentException().isThrownBy(() -> OtServerSetup.requestBytes(16));
    }

    @Test
    void setUpIsUsedOnce() {
        try (Delta delta = Delta.random(SeededRandom.of(1))) {
            OtServerSetup server = new OtServerSetup(delta, SESSION, 8, SeededRandom.of(2));
            OtClientSetup client = new OtClientSetup(SESSION, 8, SeededRandom.of(3));
            assertThatIllegalStateException().isThrownBy(() -> server.finish(new byte[0]));
            assertThatIllegalStateException().isThrownBy(client::client);
            byte[] request = server.request();
            assertThatIllegalStateException().isThrownBy(server::request);
            byte[] reply = client.reply(request);
            assertThatIllegalStateException().isThrownBy(() -> client.reply(request));
            assertThatThrownBy(() -> server.finish(new byte[5])).isInstanceOf(MalformedOtMessageException.class);
            server.finish(reply).close();
            assertThatIllegalStateException().isThrownBy(() -> server.finish(reply));
        }
    }

    @Test
    void messagesAndLabelsLookUniformForFixedChoices() {
        try (Pair pair = Pair.connect(8, 6)) {
            int count = 1 << 15;
            pair.client().begin(count);
            pair.server().begin(count);
            byte[] message = pair.client().extend(count + OtClient.CHECK_TRANSFERS);
            pair.server().extend(count + OtClient.CHECK_TRANSFERS, message);
            byte[] check = pair.client().check();
            pair.server().verify(check);
            assertThat(SeededRandom.chiSquare(check)).isBetween(150.0, 400.0);
            byte[] labels = new byte[16 * count];
            byte[] corrections = pair.client().choose(count, new byte[count / 8], labels);
            assertThat(SeededRandom.chiSquare(message)).isBetween(150.0, 400.0);
            assertThat(SeededRandom.chiSquare(corrections)).isBetween(150.0, 400.0);
            assertThat(SeededRandom.chiSquare(labels)).isBetween(150.0, 400.0);
        }
    }

    @Test
    void transferredLabelsRunTheGarbledCircuits() {
        try (Pair pair = Pair.connect(8, 9)) {
            pair.extend(1 << 14);
            assertTwoPartiesEqualClear(new ActivationCircuit(20, 2, 9, 6, 18), 300, pair);
            assertTwoPartiesEqualClear(new ArgMaxCircuit(10, 20, 2), 3, pair);
        }
    }

    private static void assertTwoPartiesEqualClear(Circuit circuit, int instances, Pair pair) {
        SecureRandom random = SeededRandom.of(10);
        long[] clientShares =
                random.longs((long) circuit.inputWords() * instances).toArray();
        long[] serverShares = random.longs(clientShares.length).toArray();
        byte[] inferenceSeed = SeededRandom.bytes(random, 16);
        int wires = clientShares.length * circuit.inputBits();
        int transfers = (wires + 127) / 128 * 128;
        byte[] bits = new byte[transfers / 8];
        for (int word = 0; word < circuit.inputWords(); word++) {
            for (int bit = 0; bit < circuit.inputBits(); bit++) {
                for (int i = 0; i < instances; i++) {
                    int at = (word * circuit.inputBits() + bit) * instances + i;
                    long value = clientShares[word * instances + i] >>> bit & 1;
                    bits[at / 8] |= (byte) (value << (at % 8));
                }
            }
        }
        byte[] labels = new byte[16 * transfers];
        byte[] zeroLabels = new byte[16 * transfers];
        pair.server().zeroLabels(transfers, pair.client().choose(transfers, bits, labels), zeroLabels);
        labels = Arrays.copyOf(labels, 16 * wires);
        zeroLabels = Arrays.copyOf(zeroLabels, 16 * wires);
        long[] serverOutputs = new long[instances];
        long[] clientOutputs = new long[instances];
        try (Garbler garbler = new Garbler(pair.delta(), inferenceSeed, GarblingScheme.HALF_GATES, SeededRandom.of(4));
                Evaluator evaluator = new Evaluator(inferenceSeed, GarblingScheme.HALF_GATES)) {
            Cascade cascade = Cascade.of(circuit, instances);
            byte[] tables = new byte[(int) cascade.tableBytes(GarblingScheme.HALF_GATES)];
            garbler.garble(cascade, 1, zeroLabels, serverShares, serverOutputs, tables);
            evaluator.evaluate(cascade, 1, labels, tables, clientOutputs);
        }
        for (int i = 0; i < instances; i++) {
            long[] clientWords = new long[circuit.inputWords()];
            long[] serverWords = new long[circuit.inputWords()];
            for (int word = 0; word < clientWords.length; word++) {
                clientWords[word] = clientShares[word * instances + i];
                serverWords[word] = serverShares[word * instances + i];
            }
            assertThat((serverOutputs[i] + clientOutputs[i]) & ((1L << circuit.outputBits()) - 1))
                    .as("instance %d", i)
                    .isEqualTo(ClearMachine.runVariableTime(circuit, clientWords, serverWords));
        }
    }
}
