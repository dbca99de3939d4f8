package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.DirectLayer;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinearLayerTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final SecureRandom SECURE_RANDOM = new SecureRandom();
    private static final byte[] NONCE = SECURE_RANDOM.generateSeed(32);

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(new ConvolutionGeometry(1, 28, 28, 5, 5, 5, 2, 2, 2, 2, 1, 1, 1), 16, 6),
                Arguments.of(new ConvolutionGeometry(16, 12, 12, 16, 5, 5, 1, 1, 0, 0, 0, 0, 1), 22, 7),
                Arguments.of(new ConvolutionGeometry(3, 32, 32, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1), 20, 6),
                Arguments.of(new ConvolutionGeometry(64, 8, 8, 16, 1, 1, 1, 1, 0, 0, 0, 0, 1), 24, 8),
                Arguments.of(new ConvolutionGeometry(2, 100, 90, 3, 7, 5, 3, 2, 3, 2, 3, 2, 1), 21, 8),
                Arguments.of(new ConvolutionGeometry(5, 9, 7, 4, 3, 3, 2, 1, 1, 0, 2, 1, 1), 26, 8),
                Arguments.of(new ConvolutionGeometry(6, 32, 32, 6, 3, 3, 1, 1, 1, 1, 1, 1, 6), 20, 6),
                Arguments.of(new ConvolutionGeometry(24, 12, 12, 36, 3, 3, 2, 2, 1, 1, 0, 0, 12), 22, 8),
                Arguments.of(new ConvolutionGeometry(5, 43, 43, 10, 5, 5, 1, 1, 2, 2, 2, 2, 5), 18, 5),
                Arguments.of(new FullyConnectedGeometry(784, 128), 12, 4),
                Arguments.of(new FullyConnectedGeometry(980, 100), 20, 8),
                Arguments.of(new FullyConnectedGeometry(9000, 10), 22, 7),
                Arguments.of(new FullyConnectedGeometry(1, 1), 26, 8),
                Arguments.of(new FullyConnectedGeometry(4096, 3), 26, 8));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void sharesAddUpToTheLayerForRandomValues(LinearGeometry geometry, int ringBits, int weightBits) {
        SplittableRandom random = new SplittableRandom(42);
        LinearPlan plan = LinearPlan.of(geometry, ringBits, weightBits, SET);
        int largest = 1 << (weightBits - 1);
        int[] weights = random.ints(geometry.weights(), -largest, largest + 1).toArray();
        long[] clientShare = random.longs(geometry.inputs(), 0, 1L << ringBits).toArray();
        long[] serverShare = random.longs(geometry.inputs(), 0, 1L << ringBits).toArray();
        long largestError = largestError(plan, weights, clientShare, serverShare);
        assertThat(largestError).isLessThan(1L << (LinearPlan.GUARD_BITS - 1));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void sharesAddUpToTheLayerForExtremeValues(LinearGeometry geometry, int ringBits, int weightBits) {
        LinearPlan plan = LinearPlan.of(geometry, ringBits, weightBits, SET);
        int[] weights = new int[geometry.weights()];
        Arrays.fill(weights, -(1 << (weightBits - 1)));
        long[] largest = new long[geometry.inputs()];
        Arrays.fill(largest, (1L << ringBits) - 1);
        assertThat(largestError(plan, weights, largest, largest)).isLessThan(1L << (LinearPlan.GUARD_BITS - 1));
        assertThat(plan.epsilonBound()).isLessThanOrEqualTo(2.0);
    }

    @Property(tries = 25)
    void sharesAddUpToTheLayerForRandomShapesAndWidths(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LinearGeometry geometry = random.nextBoolean()
                ? new FullyConnectedGeometry(random.nextInt(1, 3000), random.nextInt(1, 40))
                : new ConvolutionGeometry(
                        random.nextInt(1, 9),
                        random.nextInt(5, 40),
                        random.nextInt(5, 40),
                        random.nextInt(1, 9),
                        random.nextInt(1, 6),
                        random.nextInt(1, 6),
                        random.nextInt(1, 4),
                        random.nextInt(1, 4),
                        random.nextInt(0, 3),
                        random.nextInt(0, 3),
                        random.nextInt(0, 3),
                        random.nextInt(0, 3),
                        1);
        int ringBits = random.nextInt(12, 27);
        int weightBits = random.nextInt(1, 9);
        LinearPlan plan = LinearPlan.of(geometry, ringBits, weightBits, SET);
        int largest = 1 << (weightBits - 1);
        int[] weights = random.ints(geometry.weights(), -largest, largest + 1).toArray();
        long[] clientShare = random.longs(geometry.inputs(), 0, 1L << ringBits).toArray();
        long[] serverShare = random.longs(geometry.inputs(), 0, 1L << ringBits).toArray();
        assertThat(largestError(plan, weights, clientShare, serverShare))
                .describedAs("%s, l = %d", geometry, ringBits)
                .isLessThan(1L << (LinearPlan.GUARD_BITS - 1));
    }

    @Test
    void allZeroWeightsTakeTheSamePathAndSize() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(4, 16, 16, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        LinearPlan plan = LinearPlan.of(geometry, 18, 6, SET);
        int[] weights = new int[geometry.weights()];
        long[] zeros = new long[geometry.inputs()];
        assertThat(largestError(plan, weights, zeros, zeros)).isLessThan(2);
    }

    @Test
    void severalLayersOfOneConnectionUseOneCounter() {
        FullyConnectedGeometry geometry = new FullyConnectedGeometry(200, 30);
        LinearPlan plan = LinearPlan.of(geometry, 20, 7, SET);
        SplittableRandom random = new SplittableRandom(5);
        int[] weights = random.ints(geometry.weights(), -64, 65).toArray();
        PreparedWeights prepared = PreparedWeights.prepare(plan, weights);
        try (LinearClient client = LinearClient.create(SET, NONCE, SECURE_RANDOM);
                LinearServer server = LinearServer.create(SET, NONCE, client.publicMaterial(), SECURE_RANDOM)) {
            byte[] previous = {};
            for (int layer = 0; layer < 3; layer++) {
                long[] share = new long[geometry.inputs()];
                byte[] request = client.encrypt(plan, 0, share);
                assertThat(request).isNotEqualTo(previous);
                previous = request;
                LinearServer.Evaluation evaluation = server.begin(plan, prepared, share);
                evaluation.accept(request);
                for (int i = 1; i < plan.requestCount(); i++) {
                    evaluation.accept(client.encrypt(plan, i, share));
                }
                assertThat(finish(plan, client, evaluation, weights, share)).isLessThan(2);
            }
        }
    }

    @Test
    void bytesOnTheWireOfEqualValuesAreUniform() {
        // Request and response of an all-zero layer: every byte value equally often (255 degrees of freedom, deviation
        // 22.6).
        ConvolutionGeometry geometry = new ConvolutionGeometry(4, 31, 31, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        LinearPlan plan = LinearPlan.of(geometry, 22, 6, SET);
        PreparedWeights prepared = PreparedWeights.prepare(plan, new int[geometry.weights()]);
        long[] zeros = new long[geometry.inputs()];
        long[] requests = new long[256];
        long[] responses = new long[256];
        long[] masks = new long[256];
        try (LinearClient client = LinearClient.create(SET, NONCE, SECURE_RANDOM);
                LinearServer server = LinearServer.create(SET, NONCE, client.publicMaterial(), SECURE_RANDOM)) {
            LinearServer.Evaluation evaluation = server.begin(plan, prepared, zeros);
            for (int i = 0; i < plan.requestCount(); i++) {
                byte[] request = client.encrypt(plan, i, zeros);
                count(request, requests);
                evaluation.accept(request);
            }
            long[] mask = new long[geometry.outputs()];
            for (int i = 0; i < plan.responseCount(); i++) {
                count(evaluation.respond(i, mask), responses);
            }
            for (long value : mask) {
                masks[(int) (value & 0xff)]++;
                assertThat(value >>> plan.shareBits()).isZero();
            }
        }
        assertThat(chiSquare(requests)).isLessThan(255 + 6 * 22.6);
        assertThat(chiSquare(responses)).isLessThan(255 + 6 * 22.6);
        assertThat(chiSquare(masks)).isLessThan(255 + 6 * 22.6);
    }

    /** Runs the layer between two fresh parties and returns the largest |eps|. */
    private static long largestError(LinearPlan plan, int[] weights, long[] clientShare, long[] serverShare) {
        PreparedWeights prepared = PreparedWeights.prepare(plan, weights);
        assertThat(prepared.epsilonBound()).isLessThanOrEqualTo(plan.epsilonBound() + 1e-9);
        try (LinearClient client = LinearClient.create(SET, NONCE, SECURE_RANDOM);
                LinearServer server = LinearServer.create(SET, NONCE, client.publicMaterial(), SECURE_RANDOM)) {
            LinearServer.Evaluation evaluation = server.begin(plan, prepared, serverShare);
            for (int i = 0; i < plan.requestCount(); i++) {
                byte[] request = client.encrypt(plan, i, clientShare);
                assertThat(request).hasSize(plan.requestBytes());
                evaluation.accept(request);
            }
            long[] input = new long[clientShare.length];
            for (int i = 0; i < input.length; i++) {
                input[i] = clientShare[i] + serverShare[i];
            }
            return finish(plan, client, evaluation, weights, input);
        }
    }

    private static long finish(
            LinearPlan plan, LinearClient client, LinearServer.Evaluation evaluation, int[] weights, long[] input) {
        int outputs = plan.geometry().outputs();
        long[] mask = new long[outputs];
        long[] share = new long[outputs];
        Arrays.fill(mask, -1);
        Arrays.fill(share, -1);
        for (int i = 0; i < plan.responseCount(); i++) {
            byte[] response = evaluation.respond(i, mask);
            assertThat(response).hasSize(plan.responseBytes(i));
            client.decrypt(plan, i, response, share);
        }
        long modulus = 1L << plan.shareBits();
        assertThat(Arrays.stream(mask)).allMatch(v -> v >= 0 && v < modulus);
        assertThat(Arrays.stream(share)).allMatch(v -> v >= 0 && v < modulus);
        long[] expected = DirectLayer.apply(plan.geometry(), input, weights);
        long largest = 0;
        for (int i = 0; i < outputs; i++) {
            long scaled = expected[i] << LinearPlan.GUARD_BITS;
            long error = Math.floorMod(share[i] + mask[i] - scaled + modulus / 2, modulus) - modulus / 2;
            largest = Math.max(largest, Math.abs(error));
        }
        return largest;
    }

    private static void count(byte[] bytes, long[] histogram) {
        for (byte b : bytes) {
            histogram[b & 0xff]++;
        }
    }

    private static double chiSquare(long[] histogram) {
        double expected = (double) Arrays.stream(histogram).sum() / histogram.length;
        return Arrays.stream(histogram)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }
}
