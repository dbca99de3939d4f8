package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.rlwe.MalformedMessageException;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinearRefusalTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final RlweParameters OTHER_SET = new RlweParameters(4096, SET.modulus(), 21, 25, 2, 10, 128);
    private static final FullyConnectedGeometry GEOMETRY = new FullyConnectedGeometry(100, 10);

    private final SecureRandom random = new SecureRandom();
    private final byte[] nonce = random.generateSeed(32);
    private final LinearPlan plan = LinearPlan.of(GEOMETRY, 20, 6, SET);
    private final PreparedWeights weights = PreparedWeights.prepare(plan, new int[1000]);
    private final long[] share = new long[100];
    private final long[] output = new long[10];
    private LinearClient client;
    private LinearServer server;

    @BeforeEach
    void connect() {
        client = LinearClient.create(SET, nonce, random);
        server = LinearServer.create(SET, nonce, client.publicMaterial(), random);
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
    }

    @Test
    void refusesALayerThatCouldFail() {
        assertThatThrownBy(() -> LinearPlan.of(new FullyConnectedGeometry(4096, 10), 26, 24, SET))
                .isInstanceOf(NoiseBudgetException.class)
                .hasMessageContaining("ringBits 26, weightBits 24 has no packing that is exact");
    }

    @Test
    void refusesAKernelThatFitsNoPolynomial() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(1, 80, 80, 1, 80, 80, 1, 1, 0, 0, 0, 0, 1);
        assertThatThrownBy(() -> LinearPlan.of(geometry, 16, 4, SET)).isInstanceOf(NoiseBudgetException.class);
    }

    @Test
    void rejectsWidthsOutOfRange() {
        assertThatThrownBy(() -> LinearPlan.of(GEOMETRY, 27, 6, SET)).hasMessageContaining("ringBits: 27");
        assertThatThrownBy(() -> LinearPlan.of(GEOMETRY, 0, 6, SET)).hasMessageContaining("ringBits: 0");
        assertThatThrownBy(() -> LinearPlan.of(GEOMETRY, 20, 0, SET)).hasMessageContaining("weightBits: 0");
        assertThatThrownBy(() -> LinearPlan.of(GEOMETRY, 20, 25, SET)).hasMessageContaining("weightBits: 25");
        assertThatThrownBy(() -> LinearPlan.of(GEOMETRY, 20, 6, 1, SET)).hasMessage("guardBits: 1 (expected: 2 to 4)");
        assertThatThrownBy(() -> LinearPlan.of(GEOMETRY, 20, 6, 5, SET)).hasMessage("guardBits: 5 (expected: 2 to 4)");
    }

    @Test
    void plansOfEqualArgumentsAreEqual() {
        LinearPlan same = LinearPlan.of(GEOMETRY, 20, 6, SET);
        assertThat(same).isEqualTo(plan).hasSameHashCodeAs(plan);
        assertThat(LinearPlan.of(GEOMETRY, 21, 6, SET)).isNotEqualTo(plan);
        assertThat(LinearPlan.of(GEOMETRY, 20, 6, 2, SET)).isEqualTo(plan);
        assertThat(LinearPlan.of(GEOMETRY, 20, 6, 3, SET)).isNotEqualTo(plan);
        assertThatCode(() -> server.begin(same, weights, share)).doesNotThrowAnyException();
    }

    @Test
    void rejectsWeightsOfWrongNumberOrSize() {
        assertThatThrownBy(() -> PreparedWeights.prepare(plan, new int[999]))
                .hasMessage("weights: 999 (expected: 1000)");
        int[] large = new int[1000];
        large[7] = -33;
        assertThatThrownBy(() -> PreparedWeights.prepare(plan, large))
                .hasMessage("weights[7]: out of range (expected: magnitude <= 32)");
        large[7] = 32;
        assertThatCode(() -> PreparedWeights.prepare(plan, large)).doesNotThrowAnyException();
    }

    @Test
    void rejectsSharesOfWrongLengthOrRange() {
        assertThatThrownBy(() -> client.begin(plan, new long[99])).hasMessage("share: 99 values (expected: 100)");
        long[] outside = new long[100];
        outside[99] = 1L << 20;
        assertThatThrownBy(() -> client.begin(plan, outside)).hasMessageContaining("share: out of range");
        outside[99] = -1;
        assertThatThrownBy(() -> server.begin(plan, weights, outside)).hasMessageContaining("share: out of range");
        assertThatThrownBy(() -> client.decrypt(plan, 0, new byte[1], new long[9]))
                .hasMessage("share: 9 values (expected: 10)");
    }

    @Test
    void rejectsPlanOfOtherParametersAndWeightsOfAnotherPlan() {
        LinearPlan other = LinearPlan.of(GEOMETRY, 20, 6, OTHER_SET);
        LinearPlan wider = LinearPlan.of(GEOMETRY, 21, 6, SET);
        assertThatThrownBy(() -> client.begin(other, share)).hasMessageContaining("plan: parameters");
        assertThatThrownBy(() -> server.begin(other, weights, share)).hasMessageContaining("plan: parameters");
        assertThatThrownBy(() -> server.begin(wider, weights, share)).hasMessageContaining("weights: prepared for");
    }

    @Test
    void refusesPublicMaterialOfWrongLengthOrRange() {
        byte[] material = client.publicMaterial();
        assertThat(material).hasSize(LinearClient.publicMaterialBytes(SET)).hasSize(24_608);
        assertThatThrownBy(() -> LinearServer.create(SET, nonce, Arrays.copyOf(material, 24_607), random))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("publicMaterial: 24607 bytes (expected: 24608)");
        Arrays.fill(material, 6, 12, (byte) 0xff);
        assertThatThrownBy(() -> LinearServer.create(SET, nonce, material, random))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("publicKey: coefficient 1 out of range (expected: below q)");
    }

    @Test
    void refusesRequestsOfWrongLengthOrRange() {
        for (int length : new int[] {0, 1, plan.requestBytes() - 1, plan.requestBytes() + 1}) {
            LinearServer.Evaluation evaluation = server.begin(plan, weights, share);
            assertThatThrownBy(() -> evaluation.accept(0, new byte[length]))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("ciphertext: " + length + " bytes (expected: " + plan.requestBytes() + ")");
        }
        byte[] ones = new byte[plan.requestBytes()];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(plan.droppedBits()).isLessThan(14);
        LinearServer.Evaluation evaluation = server.begin(plan, weights, share);
        assertThatThrownBy(() -> evaluation.accept(0, ones))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("ciphertext: coefficient 0 out of range");
        assertThatThrownBy(() -> evaluation.accept(plan.requestCount(), ones))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void makesAndTakesEachRequestOnce() {
        LinearClient.Upload upload = client.begin(plan, share);
        LinearServer.Evaluation evaluation = server.begin(plan, weights, share);
        byte[] request = upload.request(0);
        evaluation.accept(0, request);
        assertThatThrownBy(() -> upload.request(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("request: 0 made before (expected: once)");
        assertThatThrownBy(() -> evaluation.accept(0, request))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("request: 0 taken before (expected: once)");
        assertThatThrownBy(() -> upload.request(plan.requestCount())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void closedUploadMakesNoRequest() {
        LinearClient.Upload upload = client.begin(plan, share);
        upload.close();
        assertThatThrownBy(() -> upload.request(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesResponsesOfWrongLength() {
        int length = plan.responseBytes(0) + 1;
        assertThatThrownBy(() -> client.decrypt(plan, 0, new byte[length], output))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("response: " + length + " bytes (expected: " + (length - 1) + ")");
    }

    @Test
    void clientAnswersArbitraryResponsesAlike() {
        byte[] garbage = new byte[plan.responseBytes(0)];
        Arrays.fill(garbage, (byte) 0x80);
        assertThatCode(() -> client.decrypt(plan, 0, garbage, output)).doesNotThrowAnyException();
    }

    @Test
    void respondsOnceAndOnlyWhenItsRequestsAreThere() {
        LinearServer.Evaluation evaluation = server.begin(plan, weights, share);
        assertThatThrownBy(() -> evaluation.respond(0, output))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("request: 0 missing (expected: accepted)");
        LinearClient.Upload upload = client.begin(plan, share);
        for (int i = 0; i < plan.requestsNeededFor(0); i++) {
            evaluation.accept(i, upload.request(i));
        }
        evaluation.respond(0, output);
        assertThatThrownBy(() -> evaluation.respond(0, output))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("response: 0 made before (expected: once)");
        assertThatThrownBy(() -> evaluation.respond(-1, output)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void closedClientEncryptsNothing() {
        client.close();
        assertThatThrownBy(() -> client.begin(plan, share).request(0)).isInstanceOf(IllegalStateException.class);
    }
}
