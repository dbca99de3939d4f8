package gazelle.crypto.linear;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.SeededRandom;
import gazelle.crypto.packing.FullyConnectedGeometry;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Weights stay hidden from clients with weak or repeated seeds and repeated uploads: the server's randomness is its own. */
class RepeatedUploadTest {
    private static final RlweParameters SET = RlweParameters.N_4096_LOGQ_48;
    private static final int OUTPUTS = 4000;
    private static final int RING_BITS = 20;
    /** Six deviations of {@link #OUTPUTS} fair coins. */
    private static final int CHANCE = 190;

    /** One input, so that an upload of 1 makes every output a weight. */
    private static final LinearPlan PLAN = LinearPlan.of(new FullyConnectedGeometry(1, OUTPUTS), RING_BITS, 6, SET);

    private static final long[] ONE = {1};
    private static final long[] ZERO = {0};

    private final SecureRandom random = SeededRandom.of(31);
    private final int[] weights =
            new SplittableRandom(32).ints(OUTPUTS, -31, 32).toArray();
    private final PreparedWeights prepared = PreparedWeights.prepare(PLAN, weights);

    @Test
    void clientWithAllZeroSeedsInTwoConnectionsSeesUnrelatedResponses() {
        // Even the server's nonce is the same here, which it never is: the two connections look alike to the last bit.
        byte[] nonce = SeededRandom.bytes(random, 32);
        try (LinearClient client = LinearClient.create(SET, nonce, new ZeroRandom());
                LinearClient again = LinearClient.create(SET, nonce, new ZeroRandom());
                LinearServer server = LinearServer.create(SET, nonce, client.publicMaterial(), random);
                LinearServer other = LinearServer.create(SET, nonce, again.publicMaterial(), random)) {
            assertThat(again.publicMaterial())
                    .isEqualTo(client.publicMaterial())
                    .endsWith(new byte[32]);
            LinearRun first = LinearRun.of(client, server, prepared, ONE, ZERO);
            LinearRun second = LinearRun.of(again, other, prepared, ONE, ZERO);
            assertThat(second.requests().getFirst()).isEqualTo(first.requests().getFirst());
            requireWeightsShared(first);
            requireWeightsShared(second);
            requireUnrelated(first, second);
        }
    }

    @Test
    void sameClientSeedsUnderTwoNoncesSeeUnrelatedResponses() {
        byte[] nonce = SeededRandom.bytes(random, 32);
        byte[] otherNonce = SeededRandom.bytes(random, 32);
        try (LinearClient client = LinearClient.create(SET, nonce, SeededRandom.of(5));
                LinearClient again = LinearClient.create(SET, otherNonce, SeededRandom.of(5));
                LinearServer server = LinearServer.create(SET, nonce, client.publicMaterial(), random);
                LinearServer other = LinearServer.create(SET, otherNonce, again.publicMaterial(), random)) {
            LinearRun first = LinearRun.of(client, server, prepared, ONE, ZERO);
            LinearRun second = LinearRun.of(again, other, prepared, ONE, ZERO);
            assertThat(second.requests().getFirst()).isEqualTo(first.requests().getFirst());
            requireUnrelated(first, second);
        }
    }

    @Test
    void uploadThatRepeatsAnEarlierCiphertextSeesAnUnrelatedResponse() {
        byte[] nonce = SeededRandom.bytes(random, 32);
        try (LinearClient client = LinearClient.create(SET, nonce, new ZeroRandom());
                LinearServer server = LinearServer.create(SET, nonce, client.publicMaterial(), random)) {
            LinearRun first = LinearRun.of(client, server, prepared, ONE, ZERO);
            requireWeightsShared(first);
            LinearRun second = LinearRun.replay(client, server, prepared, first.requests(), ZERO);
            LinearRun third = LinearRun.replay(client, server, prepared, first.requests(), ZERO);
            requireUnrelated(first, second);
            requireUnrelated(second, third);
            requireUnrelated(first, third);
        }
    }

    @Test
    void arbitraryUploadsSeeUnrelatedResponsesToo() {
        byte[] nonce = SeededRandom.bytes(random, 32);
        byte[] material = new byte[LinearClient.publicMaterialBytes(SET)];
        List<byte[]> nothing = List.of(new byte[PLAN.requestBytes()]);
        try (LinearClient client = LinearClient.create(SET, nonce, new ZeroRandom());
                LinearServer server = LinearServer.create(SET, nonce, material, random);
                LinearServer other = LinearServer.create(SET, nonce, material, random)) {
            LinearRun first = LinearRun.replay(client, server, prepared, nothing, ZERO);
            requireUnrelated(first, LinearRun.replay(client, server, prepared, nothing, ZERO));
            requireUnrelated(first, LinearRun.replay(client, other, prepared, nothing, ZERO));
        }
    }

    /** The attack is a fair one: with the masks, these shares are the weights. */
    private void requireWeightsShared(LinearRun run) {
        long[] expected = Arrays.stream(weights).asLongStream().toArray();
        assertThat(LinearRun.decode(PLAN, run.clientShare(), run.mask())).containsExactly(expected);
    }

    private void requireUnrelated(LinearRun first, LinearRun second) {
        int firstBits = PLAN.format().firstHalfBits();
        int firstBytes = PLAN.format().bytes(0);
        int degree = SET.polyDegree();
        byte[] one = first.responses().getFirst();
        byte[] two = second.responses().getFirst();
        long[] firstHalves = difference(
                Uniformity.unpack(one, 0, degree, firstBits), Uniformity.unpack(two, 0, degree, firstBits), firstBits);
        long[] secondHalves = difference(
                Uniformity.unpack(one, firstBytes, OUTPUTS, PLAN.shareBits()),
                Uniformity.unpack(two, firstBytes, OUTPUTS, PLAN.shareBits()),
                PLAN.shareBits());
        long[] masks = difference(first.mask(), second.mask(), PLAN.shareBits());
        long[] shares = difference(first.clientShare(), second.clientShare(), PLAN.shareBits());
        Uniformity.requireUniformValues("first halves", firstHalves, firstBits);
        Uniformity.requireUniformValues("second halves", secondHalves, PLAN.shareBits());
        Uniformity.requireUniformValues("masks", masks, PLAN.shareBits());
        Uniformity.requireUniformValues("shares", shares, PLAN.shareBits());
        requireNoParityOfWeights(first.clientShare());
        requireNoParityOfWeights(second.clientShare());
        requireNoParityOfWeights(shares);
        requireNoParityOfWeights(secondHalves);
    }

    /** No bit of the values tells the lowest bit of the weights better than chance. */
    private void requireNoParityOfWeights(long[] values) {
        for (int bit = 0; bit < PLAN.shareBits(); bit++) {
            int right = 0;
            for (int i = 0; i < OUTPUTS; i++) {
                right += ((values[i] >> bit) & 1) == (weights[i] & 1) ? 1 : 0;
            }
            assertThat(right).describedAs("bit %d", bit).isBetween(OUTPUTS / 2 - CHANCE, OUTPUTS / 2 + CHANCE);
        }
    }

    private static long[] difference(long[] one, long[] two, int bits) {
        long[] difference = new long[one.length];
        for (int i = 0; i < one.length; i++) {
            difference[i] = (one[i] - two[i]) & ((1L << bits) - 1);
        }
        return difference;
    }

    /** The worst source of entropy there is. */
    private static final class ZeroRandom extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
