package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.DirectLayer;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
                // Kernels larger than the data: taps that only meet padding take no coefficients.
                Arguments.of(new ConvolutionGeometry(512, 1, 1, 512, 3, 3, 1, 1, 1, 1, 1, 1, 1), 18, 6),
                Arguments.of(new ConvolutionGeometry(16, 1, 1, 256, 5, 5, 1, 1, 2, 2, 2, 2, 1), 18, 6),
                Arguments.of(new ConvolutionGeometry(64, 2, 2, 512, 5, 5, 1, 1, 2, 2, 2, 2, 1), 18, 6),
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
        assertThat(largestError).isLessThan(2);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void sharesAddUpToTheLayerForExtremeValues(LinearGeometry geometry, int ringBits, int weightBits) {
        LinearPlan plan = LinearPlan.of(geometry, ringBits, weightBits, SET);
        int[] weights = new int[geometry.weights()];
        Arrays.fill(weights, -(1 << (weightBits - 1)));
        long[] largest = new long[geometry.inputs()];
        Arrays.fill(largest, (1L << ringBits) - 1);
        assertThat(largestError(plan, weights, largest, largest)).isLessThan(2);
        assertThat(plan.epsilonBound()).isLessThanOrEqualTo(2.0);
    }

    @Property(tries = 25)
    void sharesAddUpToTheLayerForRandomShapesAndWidths(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int groups = random.nextBoolean() ? 1 : random.nextInt(2, 9);
        LinearGeometry geometry = random.nextInt(3) == 0
                ? new FullyConnectedGeometry(random.nextInt(1, 3000), random.nextInt(1, 40))
                : new ConvolutionGeometry(
                        groups * random.nextInt(1, 5),
                        random.nextInt(5, 40),
                        random.nextInt(5, 40),
                        groups * random.nextInt(1, 5),
                        random.nextInt(1, 6),
                        random.nextInt(1, 6),
                        random.nextInt(1, 4),
                        random.nextInt(1, 4),
                        random.nextInt(0, 3),
                        random.nextInt(0, 3),
                        random.nextInt(0, 3),
                        random.nextInt(0, 3),
                        groups);
        int ringBits = random.nextInt(12, 27);
        int weightBits = random.nextInt(1, 9);
        LinearPlan plan = LinearPlan.of(geometry, ringBits, weightBits, random.nextInt(2, 5), SET);
        int largest = 1 << (weightBits - 1);
        int[] weights = random.ints(geometry.weights(), -largest, largest + 1).toArray();
        long[] clientShare = random.longs(geometry.inputs(), 0, 1L << ringBits).toArray();
        long[] serverShare = random.longs(geometry.inputs(), 0, 1L << ringBits).toArray();
        assertThat(largestError(plan, weights, clientShare, serverShare))
                .describedAs("%s, l = %d", geometry, ringBits)
                .isLessThan(2);
    }

    @Test
    void allZeroWeightsTakeTheSamePathAndSize() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(4, 16, 16, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        LinearPlan plan = LinearPlan.of(geometry, 18, 6, SET);
        int[] weights = new int[geometry.weights()];
        long[] zeros = new long[geometry.inputs()];
        assertThat(largestError(plan, weights, zeros, zeros)).isLessThan(2);
    }

    /** A change here is a change of what travels: channels, size, groups, g, then bytes up, bytes down, multiplications. */
    @ParameterizedTest
    @CsvSource({
        "64,16,1,2,286720,382976,352",
        "32,32,1,2,191488,581632,352",
        "32,32,32,2,278528,335872,16",
        "64,32,64,2,557056,671744,32",
        "32,16,32,2,139264,145408,8",
        "64,16,64,2,278528,290816,16",
        "64,16,64,3,278528,301056,16",
        "64,16,8,2,278528,290816,64",
        "128,8,128,2,174080,314368,19"
    })
    void bytesAndMultiplicationsAreAsDocumented(
            int channels, int size, int groups, int guardBits, long up, long down, int multiplications) {
        ConvolutionGeometry geometry =
                new ConvolutionGeometry(channels, size, size, channels, 3, 3, 1, 1, 1, 1, 1, 1, groups);
        LinearPlan plan = LinearPlan.of(geometry, 20, 6, guardBits, SET);
        assertThat(plan.totalUpBytes()).isEqualTo(up);
        assertThat(plan.totalDownBytes()).isEqualTo(down);
        assertThat(plan.multiplications()).isEqualTo(multiplications);
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
                LinearClient.Upload upload = client.begin(plan, share);
                byte[] request = upload.request(0);
                assertThat(request).isNotEqualTo(previous);
                previous = request;
                LinearServer.Evaluation evaluation = server.begin(plan, prepared, share);
                evaluation.accept(0, request);
                for (int i = 1; i < plan.requestCount(); i++) {
                    evaluation.accept(i, upload.request(i));
                }
                assertThat(finish(plan, client, evaluation, weights, share)).isLessThan(2);
            }
        }
    }

    @Test
    void requestsAreLetGoWhenTheirResponsesAreMade() {
        for (ConvolutionGeometry geometry : List.of(
                new ConvolutionGeometry(2, 100, 90, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1),
                new ConvolutionGeometry(12, 32, 32, 12, 3, 3, 1, 1, 1, 1, 1, 1, 12))) {
            LinearPlan plan = LinearPlan.of(geometry, 20, 6, SET);
            int mostHeld = plan.packing().inputGroupsPerResponse();
            assertThat(plan.requestCount()).isGreaterThanOrEqualTo(3 * mostHeld);
            int[] weights =
                    new SplittableRandom(8).ints(geometry.weights(), -32, 33).toArray();
            long[] share =
                    new SplittableRandom(9).longs(geometry.inputs(), 0, 1 << 20).toArray();
            try (LinearClient client = LinearClient.create(SET, NONCE, SECURE_RANDOM);
                    LinearServer server = LinearServer.create(SET, NONCE, client.publicMaterial(), SECURE_RANDOM)) {
                LinearServer.Evaluation evaluation =
                        server.begin(plan, PreparedWeights.prepare(plan, weights), new long[geometry.inputs()]);
                long[] mask = new long[geometry.outputs()];
                long[] opened = new long[geometry.outputs()];
                LinearClient.Upload upload = client.begin(plan, share);
                int sent = 0;
                for (int response = 0; response < plan.responseCount(); response++) {
                    for (; sent < plan.requestsNeededFor(response); sent++) {
                        evaluation.accept(sent, upload.request(sent));
                    }
                    assertThat(evaluation.heldRequests()).isBetween(1, mostHeld);
                    client.decrypt(plan, response, evaluation.respond(response, mask), opened);
                }
                assertThat(sent).isEqualTo(plan.requestCount());
                assertThat(evaluation.heldRequests()).isZero();
                assertThat(LinearRun.decode(plan, opened, mask))
                        .containsExactly(Arrays.stream(DirectLayer.apply(geometry, share, weights))
                                .map(y -> y << 44 >> 44)
                                .toArray());
            }
        }
    }

    @Test
    void requestsAndResponsesMayBeMadeByManyThreadsInAnyOrder() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(8, 32, 32, 24, 3, 3, 1, 1, 1, 1, 1, 1, 2);
        LinearPlan plan = LinearPlan.of(geometry, 20, 6, SET);
        int[] weights =
                new SplittableRandom(8).ints(geometry.weights(), -32, 33).toArray();
        long[] share =
                new SplittableRandom(9).longs(geometry.inputs(), 0, 1 << 20).toArray();
        try (LinearClient client = LinearClient.create(SET, NONCE, SECURE_RANDOM);
                LinearServer server = LinearServer.create(SET, NONCE, client.publicMaterial(), SECURE_RANDOM)) {
            LinearServer.Evaluation evaluation =
                    server.begin(plan, PreparedWeights.prepare(plan, weights), new long[geometry.inputs()]);
            LinearClient.Upload upload = client.begin(plan, share);
            int requests = plan.requestCount();
            IntStream.range(0, requests)
                    .parallel()
                    .map(i -> requests - 1 - i)
                    .forEach(request -> evaluation.accept(request, upload.request(request)));
            long[] mask = new long[geometry.outputs()];
            long[] opened = new long[geometry.outputs()];
            byte[][] responses = new byte[plan.responseCount()][];
            IntStream.range(0, responses.length)
                    .parallel()
                    .forEach(response -> responses[response] = evaluation.respond(response, mask));
            assertThat(evaluation.heldRequests()).isZero();
            IntStream.range(0, responses.length).parallel().forEach(i -> client.decrypt(plan, i, responses[i], opened));
            assertThat(LinearRun.decode(plan, opened, mask))
                    .containsExactly(Arrays.stream(DirectLayer.apply(geometry, share, weights))
                            .map(y -> y << 44 >> 44)
                            .toArray());
        }
    }

    /** Runs the layer between two fresh parties and returns the largest |eps|. */
    private static long largestError(LinearPlan plan, int[] weights, long[] clientShare, long[] serverShare) {
        PreparedWeights prepared = PreparedWeights.prepare(plan, weights);
        assertThat(prepared.epsilonBound()).isLessThanOrEqualTo(plan.epsilonBound() + 1e-9);
        try (LinearClient client = LinearClient.create(SET, NONCE, SECURE_RANDOM);
                LinearServer server = LinearServer.create(SET, NONCE, client.publicMaterial(), SECURE_RANDOM)) {
            LinearServer.Evaluation evaluation = server.begin(plan, prepared, serverShare);
            LinearClient.Upload upload = client.begin(plan, clientShare);
            for (int i = 0; i < plan.requestCount(); i++) {
                byte[] request = upload.request(i);
                assertThat(request).hasSize(plan.requestBytes());
                evaluation.accept(i, request);
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
            long scaled = expected[i] << plan.guardBits();
            long error = Math.floorMod(share[i] + mask[i] - scaled + modulus / 2, modulus) - modulus / 2;
            largest = Math.max(largest, Math.abs(error));
        }
        return largest;
    }
}
