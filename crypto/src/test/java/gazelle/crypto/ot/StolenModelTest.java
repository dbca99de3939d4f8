package gazelle.crypto.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ArgMaxCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.garbling.SeededRandom;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.linear.PreparedWeights;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The theft of a whole model by a client that errs in oblivious transfers (docs/AUDIT.md): offset, masks, weights, exactly; and its end
 * where transfers are checked.
 *
 * <p>The network: 8 inputs of 4 bits, 6 units, ReLU, 16 classes, arg-max. An error in one block of Delta at one wire of the arg-max moves
 * that wire's label by the block's bits of Delta; the client tries all of them and keeps those that open the label that it knows.
 */
class StolenModelTest {
    private static final int K = 4;
    private static final byte[] SESSION = {1, 6};
    private static final int INPUTS = 8;
    private static final int UNITS = 6;
    private static final int CLASSES = 16;
    private static final int RING_BITS = 12;
    private static final int LARGEST_INPUT = 15;
    private static final int LARGEST_ACTIVATION = 15;
    private static final long LOW = 0x3bd3_9e10_cb0e_f593L;
    private static final long HIGH = 0xc0f1_64ab_3f94_13acL;

    private static final LinearPlan FIRST = plan(INPUTS, UNITS);
    private static final LinearPlan SECOND = plan(UNITS, CLASSES);
    private static final int GUARD_BITS = FIRST.guardBits();
    private static final Cascade RELU =
            Cascade.of(new ActivationCircuit(RING_BITS, GUARD_BITS, 3, 4, RING_BITS), UNITS);
    private static final Cascade ARG_MAX = Cascade.of(new ArgMaxCircuit(CLASSES, RING_BITS, GUARD_BITS), 1);

    private final int[] firstWeights = weights(1, INPUTS * UNITS);
    private final int[] secondWeights = weights(2, UNITS * CLASSES);
    private final long[] firstBiases = SeededRandom.of(3).longs(UNITS, 0, 60).toArray();
    private final long[] secondBiases =
            SeededRandom.of(4).longs(CLASSES, -60, 60).toArray();
    private final SecureRandom random = SeededRandom.of(5);

    private LinearClient linear;
    private LinearServer linearServer;
    private int inferences;

    private static LinearPlan plan(int inputs, int outputs) {
        return LinearPlan.of(new FullyConnectedGeometry(inputs, outputs), RING_BITS, 3, RlweParameters.N_4096_LOGQ_48);
    }

    private static int[] weights(long seed, int count) {
        return SeededRandom.of(seed).ints(count, -3, 4).toArray();
    }

    @BeforeEach
    void connect() {
        byte[] nonce = SeededRandom.bytes(random, 32);
        linear = LinearClient.create(RlweParameters.N_4096_LOGQ_48, nonce, random);
        linearServer = LinearServer.create(RlweParameters.N_4096_LOGQ_48, nonce, linear.publicMaterial(), random);
    }

    /** The client's view of a non-linear layer: labels of its share's bits, and tables. */
    private static final class Activation {
        private final Cascade cascade;
        private final int layer;
        private final byte[] seed;
        private final byte[] bits;
        private final byte[] labels;
        private final byte[] tables;

        Activation(Cascade cascade, int layer, byte[] seed, byte[] bits, byte[] labels, byte[] tables) {
            this.cascade = cascade;
            this.layer = layer;
            this.seed = seed;
            this.bits = bits;
            this.labels = labels;
            this.tables = tables;
        }

        byte[] labels() {
            return labels;
        }

        long[] evaluated() {
            return evaluatedWith(labels);
        }

        long[] evaluatedWith(byte[] otherLabels) {
            long[] outputs = new long[cascade.last().instances()];
            try (Evaluator evaluator = new Evaluator(seed, GarblingScheme.HALF_GATES)) {
                evaluator.evaluate(cascade, layer, otherLabels, tables, outputs);
            }
            return outputs;
        }

        /** The server's input and output shares: those for which garbling again under Delta gives the same tables. */
        long[][] serverShares(Delta delta) {
            byte[] zeroLabels = labels.clone();
            for (int wire = 0; wire < zeroLabels.length / 16; wire++) {
                if ((bits[wire / 8] >>> (wire % 8) & 1) == 1) {
                    Words.put(zeroLabels, 16 * wire, Words.get(zeroLabels, 16 * wire) ^ delta.low());
                    Words.put(zeroLabels, 16 * wire + 8, Words.get(zeroLabels, 16 * wire + 8) ^ delta.high());
                }
            }
            int words = cascade.first().circuit().inputWords();
            int instances = cascade.first().instances();
            long[] input = new long[words * instances];
            long[] output = new long[cascade.last().instances()];
            int equal = equalBytes(delta, zeroLabels, input, output);
            // A word's sign shows where it is compared, so after the lower bits of the next word.
            for (int before = -1; equal > before; ) {
                before = equal;
                for (int word = 0; word < words; word++) {
                    for (int bit = 0; bit < cascade.first().circuit().inputBits(); bit++) {
                        for (int i = 0; i < instances && equal < tables.length; i++) {
                            input[word * instances + i] ^= 1L << bit;
                            int now = equalBytes(delta, zeroLabels, input, output);
                            if (now > equal) {
                                equal = now;
                            } else {
                                input[word * instances + i] ^= 1L << bit;
                            }
                        }
                    }
                }
            }
            assertThat(equalBytes(delta, zeroLabels, input, output))
                    .as("tables")
                    .isEqualTo(tables.length);
            return new long[][] {input, output};
        }

        private int equalBytes(Delta delta, byte[] zeroLabels, long[] input, long[] output) {
            byte[] again = new byte[tables.length];
            try (Garbler garbler = new Garbler(delta, seed, GarblingScheme.HALF_GATES, SeededRandom.of(0))) {
                garbler.garble(cascade, layer, zeroLabels, input, output, again);
            }
            int mismatch = Arrays.mismatch(again, tables);
            return mismatch < 0 ? tables.length : mismatch;
        }
    }

    /** The client's steps of one inference on a connection. */
    private final class Inference {
        private final AttackedServer server;
        private final DeviatingOtClient transfers;
        private final byte[] seed;

        Inference(AttackedServer server, DeviatingOtClient transfers) {
            this.server = server;
            this.transfers = transfers;
            seed = server.begin(INPUTS);
            inferences++;
        }

        long[] multiply(LinearPlan plan, int[] weights, long[] biases, long[] share) {
            List<byte[]> requests = new ArrayList<>();
            LinearClient.Upload upload = linear.begin(plan, share);
            for (int i = 0; i < plan.requestCount(); i++) {
                requests.add(upload.request(i));
            }
            List<byte[]> responses = server.multiply(PreparedWeights.prepare(plan, weights), biases, requests);
            long[] product = new long[biases.length];
            for (int i = 0; i < responses.size(); i++) {
                linear.decrypt(plan, i, responses.get(i), product);
            }
            return product;
        }

        /** Runs a circuit with errors in one block at its first wire, or none if the block is -1. */
        Activation evaluate(Cascade cascade, int layer, long[] share, int erringBlock) {
            int bitsOfWord = cascade.first().circuit().inputBits();
            int wires = share.length * bitsOfWord;
            int count = (wires + 127) / 128 * 128;
            transfers.begin(count);
            server.transfers().begin(count);
            if (erringBlock >= 0) {
                transfers.err(erringBlock, 0);
            }
            int made = count + OtClient.CHECK_TRANSFERS;
            server.transfers().extend(made, transfers.extend(made));
            server.transfers().verify(transfers.check());
            byte[] bits = new byte[count / 8];
            int instances = cascade.first().instances();
            for (int wire = 0; wire < wires; wire++) {
                int word = wire / instances / bitsOfWord;
                long bit = share[word * instances + wire % instances] >>> (wire / instances % bitsOfWord) & 1;
                bits[wire / 8] |= (byte) (bit << (wire % 8));
            }
            byte[] labels = new byte[16 * count];
            byte[] corrections = transfers.choose(count, bits, labels);
            byte[] tables = server.garble(cascade, layer, count, corrections);
            return new Activation(cascade, layer, seed, bits, Arrays.copyOf(labels, 16 * wires), tables);
        }
    }

    /** One inference without any deviation but errors at the end. */
    private Activation classify(AttackedServer server, DeviatingOtClient transfers, long[] image, int erringBlock) {
        Inference inference = new Inference(server, transfers);
        long[] sum = inference.multiply(FIRST, firstWeights, firstBiases, image);
        long[] hidden = inference.evaluate(RELU, 1, sum, -1).evaluated();
        long[] scores = inference.multiply(SECOND, secondWeights, secondBiases, hidden);
        return inference.evaluate(ARG_MAX, 3, scores, erringBlock);
    }

    private long[] image() {
        return SeededRandom.of(6).longs(INPUTS, 0, LARGEST_INPUT + 1).toArray();
    }

    @Test
    void withoutTheCheckAClientStealsTheWholeModelFromLabels() {
        try (Delta delta = Trees.known(LOW, HIGH)) {
            Trees trees = Trees.plant(delta, K, random);
            DeviatingOtClient transfers = new DeviatingOtClient(K, SESSION, trees.client());
            AttackedServer server =
                    new AttackedServer(delta, linearServer, AttackedServer.unchecked(delta, K, trees.server()));

            Delta stolen = stealOffset(server, transfers);
            assertThat(stolen.low()).isEqualTo(LOW);
            assertThat(stolen.high()).isEqualTo(HIGH);
            assertThat(inferences).as("inferences for the offset").isBetween(40, 120);

            assertThat(stealFirstLayer(server, transfers, stolen)).isEqualTo(firstWeights);
            assertThat(stealSecondLayer(server, transfers, stolen)).isEqualTo(secondWeights);
        }
    }

    private Delta stealOffset(AttackedServer server, DeviatingOtClient transfers) {
        long label = classify(server, transfers, image(), -1).evaluated()[0];
        long[] words = new long[2];
        for (int block = 0; block < OtShape.blocks(K); block++) {
            int erring = block;
            // The offset's lowest bit is known to be 1.
            List<Integer> candidates = IntStream.range(0, 1 << K)
                    .filter(guess -> erring > 0 || guess % 2 == 1)
                    .boxed()
                    .toList();
            for (int run = 0; run < 30 && candidates.size() > 1; run++) {
                Activation output = classify(server, transfers, image(), block);
                candidates = candidates.stream()
                        .filter(guess -> {
                            byte[] labels = output.labels().clone();
                            GgmTree.xorInto(Trees.blockLabel(K, erring, guess), 0, labels, 0, 16);
                            return output.evaluatedWith(labels)[0] == label;
                        })
                        .toList();
            }
            assertThat(candidates).as("block %d", block).hasSize(1);
            words[block * K / Long.SIZE] |= (long) candidates.getFirst() << (block * K % Long.SIZE);
        }
        return Trees.known(words[0], words[1]);
    }

    /** Images with one pixel each; the masks that Delta gives open their sums. */
    private int[] stealFirstLayer(AttackedServer server, DeviatingOtClient transfers, Delta delta) {
        int[] stolen = new int[INPUTS * UNITS];
        long[] ofNothing = openSums(server, transfers, delta, new long[INPUTS]);
        assertThat(ofNothing).as("biases").isEqualTo(firstBiases);
        for (int input = 0; input < INPUTS; input++) {
            long[] image = new long[INPUTS];
            image[input] = LARGEST_INPUT;
            long[] sums = openSums(server, transfers, delta, image);
            for (int unit = 0; unit < UNITS; unit++) {
                stolen[unit * INPUTS + input] = (int) ((sums[unit] - ofNothing[unit]) / LARGEST_INPUT);
            }
        }
        return stolen;
    }

    private long[] openSums(AttackedServer server, DeviatingOtClient transfers, Delta delta, long[] image) {
        Inference inference = new Inference(server, transfers);
        long[] share = inference.multiply(FIRST, firstWeights, firstBiases, image);
        return opened(share, inference.evaluate(RELU, 1, share, -1).serverShares(delta)[0]);
    }

    /** Any vector can be fed into any layer once the server's share of its input is known. */
    private int[] stealSecondLayer(AttackedServer server, DeviatingOtClient transfers, Delta delta) {
        int[] stolen = new int[UNITS * CLASSES];
        long[] ofNothing = openScores(server, transfers, delta, new long[UNITS]);
        assertThat(ofNothing).as("biases").isEqualTo(secondBiases);
        for (int unit = 0; unit < UNITS; unit++) {
            long[] fed = new long[UNITS];
            fed[unit] = LARGEST_ACTIVATION;
            long[] scores = openScores(server, transfers, delta, fed);
            for (int label = 0; label < CLASSES; label++) {
                stolen[label * UNITS + unit] = (int) ((scores[label] - ofNothing[label]) / LARGEST_ACTIVATION);
            }
        }
        return stolen;
    }

    private long[] openScores(AttackedServer server, DeviatingOtClient transfers, Delta delta, long[] fed) {
        Inference inference = new Inference(server, transfers);
        long[] sum = inference.multiply(FIRST, firstWeights, firstBiases, image());
        long[] serverHidden = inference.evaluate(RELU, 1, sum, -1).serverShares(delta)[1];
        long[] hidden = new long[UNITS];
        for (int unit = 0; unit < UNITS; unit++) {
            hidden[unit] = (fed[unit] - serverHidden[unit]) & ((1L << RING_BITS) - 1);
        }
        long[] share = inference.multiply(SECOND, secondWeights, secondBiases, hidden);
        return opened(share, inference.evaluate(ARG_MAX, 3, share, -1).serverShares(delta)[0]);
    }

    private static long[] opened(long[] client, long[] server) {
        int unused = Long.SIZE - RING_BITS - GUARD_BITS;
        return IntStream.range(0, client.length)
                .mapToLong(i -> (client[i] + server[i]) << unused >> unused >> GUARD_BITS)
                .toArray();
    }

    @Test
    void withTheCheckTheSameClientIsCaughtBeforeTheFirstTable() {
        try (Delta delta = Trees.known(LOW, HIGH)) {
            for (int block = 0; block < OtShape.blocks(K); block++) {
                connect();
                Trees trees = Trees.plant(delta, K, random);
                DeviatingOtClient transfers = new DeviatingOtClient(K, SESSION, trees.client());
                try (OtServer checked = new OtServer(delta, K, SESSION, trees.server())) {
                    AttackedServer server = new AttackedServer(delta, linearServer, AttackedServer.checked(checked));
                    int erring = block;
                    assertThat(classify(server, transfers, image(), -1).evaluated()[0])
                            .as("an honest run")
                            .isBetween(0L, CLASSES - 1L);
                    if (Trees.path(delta, K, block) == 0) {
                        continue;
                    }
                    assertThatThrownBy(() -> classify(server, transfers, image(), erring))
                            .as("block %d", block)
                            .isInstanceOf(CheatingClientException.class);
                    assertThat(checked.pooled()).isZero();
                }
            }
        }
    }
}
