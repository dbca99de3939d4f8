package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.garbling.SeededRandom;
import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Everything the protocol says is uniform is, over many connections with one image and one set of weights, both extreme. */
class WireUniformityTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final int DEGREE = SET.polyDegree();
    private static final int RUNS = 64;
    private static final int RING_BITS = 21;

    @Test
    void requestsPublicKeysAndResponsesAreUniformAtEveryByte() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(8, 16, 16, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        LinearPlan plan = LinearPlan.of(geometry, RING_BITS, 6, SET);
        int[] weights = new int[geometry.weights()];
        Arrays.fill(weights, 32);
        PreparedWeights prepared = PreparedWeights.prepare(plan, weights);
        long[] share = new long[geometry.inputs()];
        Arrays.fill(share, (1L << RING_BITS) - 1);

        SecureRandom random = SeededRandom.of(21);
        int firstBits = plan.format().firstHalfBits();
        int firstBytes = plan.format().bytes(0);
        int outputs = (plan.responseBytes(0) - firstBytes) * 8 / plan.shareBits();
        byte[][] keys = new byte[RUNS][];
        byte[][] requests = new byte[RUNS][];
        byte[][] responses = new byte[RUNS][];
        long[] keyValues = new long[RUNS * DEGREE];
        long[] requestValues = new long[RUNS * DEGREE];
        long[] firstValues = new long[RUNS * DEGREE];
        long[] secondValues = new long[RUNS * outputs];
        long[] maskValues = new long[RUNS * geometry.outputs()];
        for (int run = 0; run < RUNS; run++) {
            byte[] nonce = SeededRandom.bytes(random, 32);
            try (LinearClient client = LinearClient.create(SET, nonce, random);
                    LinearServer server = LinearServer.create(SET, nonce, client.publicMaterial(), random)) {
                LinearRun layer = LinearRun.of(client, server, prepared, share, share);
                keys[run] = Arrays.copyOf(client.publicMaterial(), SET.polynomialBytes());
                requests[run] = layer.requests().getFirst();
                responses[run] = layer.responses().getFirst();
                copy(Uniformity.unpack(keys[run], 0, DEGREE, 48), keyValues, run);
                copy(Uniformity.unpack(requests[run], 0, DEGREE, 48 - plan.droppedBits()), requestValues, run);
                copy(Uniformity.unpack(responses[run], 0, DEGREE, firstBits), firstValues, run);
                copy(Uniformity.unpack(responses[run], firstBytes, outputs, plan.shareBits()), secondValues, run);
                copy(layer.mask(), maskValues, run);
            }
        }
        Uniformity.requireUniformValues("public key, second half", keyValues, 48);
        Uniformity.requireUniformValues("request, second half", requestValues, 48 - plan.droppedBits());
        Uniformity.requireUniformValues("response, first half", firstValues, firstBits);
        Uniformity.requireUniformValues("response, second half", secondValues, plan.shareBits());
        Uniformity.requireUniformValues("server's share", maskValues, plan.shareBits());
        Uniformity.requireUniformPositions("public key", keys);
        Uniformity.requireUniformPositions("request", requests);
        assertThat(outputs * plan.shareBits() % 8).isZero();
        Uniformity.requireUniformPositions("response", responses);
    }

    @Test
    void statisticsSeeOneStuckByteAndOneBiasedValue() {
        SecureRandom random = SeededRandom.of(22);
        byte[][] messages = new byte[RUNS][20_000];
        for (byte[] message : messages) {
            random.nextBytes(message);
        }
        Uniformity.requireUniformPositions("random", messages);
        for (byte[] message : messages) {
            message[777] = 0;
        }
        assertThatThrownBy(() -> Uniformity.requireUniformPositions("stuck", messages))
                .isInstanceOf(AssertionError.class);

        long[] values = new long[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextLong() & 0x7f_ffff;
        }
        Uniformity.requireUniformValues("random", values, 23);
        for (int i = 0; i < values.length; i += 20) {
            values[i] |= 1 << 15;
        }
        assertThatThrownBy(() -> Uniformity.requireUniformValues("biased", values, 23))
                .isInstanceOf(AssertionError.class);
    }

    private static void copy(long[] values, long[] all, int run) {
        System.arraycopy(values, 0, all, run * values.length, values.length);
    }
}
