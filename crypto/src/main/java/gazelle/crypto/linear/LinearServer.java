package gazelle.crypto.linear;

import gazelle.crypto.packing.CoefficientMap;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttAccumulator;
import gazelle.crypto.ring.NttPoly;
import gazelle.crypto.rlwe.MalformedMessageException;
import gazelle.crypto.rlwe.MaskedResponse;
import gazelle.crypto.rlwe.PublicKey;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.crypto.rlwe.SeededCiphertext;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** The server's side of the linear layers of one connection. */
public final class LinearServer implements AutoCloseable {
    private final RlweParameters parameters;
    private final PublicKey publicKey;
    private final byte[] publicSeed;
    private final Seed seed;
    private final AtomicLong nextStream = new AtomicLong();
    private long counter;

    private LinearServer(RlweParameters parameters, PublicKey publicKey, byte[] publicSeed, Seed seed) {
        this.parameters = parameters;
        this.publicKey = publicKey;
        this.publicSeed = publicSeed;
        this.seed = seed;
    }

    /**
     * Reads the client's public material.
     *
     * @param serverNonce the 32 bytes this server chose at random for this connection, and for no other
     * @param clientPublicMaterial {@link LinearClient#publicMaterialBytes} bytes from the client
     * @throws MalformedMessageException for another length or a coefficient out of range
     */
    public static LinearServer create(
            RlweParameters parameters, byte[] serverNonce, byte[] clientPublicMaterial, SecureRandom random) {
        int expected = LinearClient.publicMaterialBytes(parameters);
        if (clientPublicMaterial.length != expected) {
            throw new MalformedMessageException(
                    "publicMaterial: " + clientPublicMaterial.length + " bytes (expected: " + expected + ")");
        }
        int keyBytes = parameters.polynomialBytes();
        PublicKey key = PublicKey.read(parameters, serverNonce, Arrays.copyOf(clientPublicMaterial, keyBytes));
        byte[] publicSeed = Arrays.copyOfRange(clientPublicMaterial, keyBytes, expected);
        return new LinearServer(parameters, key, publicSeed, Seed.generate(random));
    }

    /**
     * Starts one layer of one inference.
     *
     * @param weights prepared for an equal plan
     * @param share the server's share of the layer's input, values in [0, 2^l); zeros for the first layer
     */
    public Evaluation begin(LinearPlan plan, PreparedWeights weights, long[] share) {
        if (!plan.parameters().equals(parameters)) {
            throw new IllegalArgumentException(
                    "plan: parameters " + plan.parameters().id() + " (expected: " + parameters.id() + ")");
        }
        if (!weights.plan().equals(plan)) {
            throw new IllegalArgumentException("weights: prepared for another plan (expected: an equal plan)");
        }
        plan.requireInputShare(share);
        return new Evaluation(plan, weights, share.clone());
    }

    @Override
    public void close() {
        seed.close();
    }

    /**
     * One layer of one inference.
     *
     * <p>Requests are accepted by one thread, in order over the whole connection. Responses may be made by several threads at
     * once, each response once, after the requests it needs were accepted.
     */
    public final class Evaluation {
        private final LinearPlan plan;
        private final PreparedWeights weights;
        private final long[] share;
        private final List<SeededCiphertext> requests = new ArrayList<>();
        private final AtomicIntegerArray answered;

        private Evaluation(LinearPlan plan, PreparedWeights weights, long[] share) {
            this.plan = plan;
            this.weights = weights;
            this.share = share;
            this.answered = new AtomicIntegerArray(plan.responseCount());
        }

        /**
         * Takes the next request.
         *
         * @throws MalformedMessageException for another length, a coefficient out of range, or one request too many
         */
        public void accept(byte[] request) {
            int index = requests.size();
            if (index == plan.requestCount()) {
                throw new MalformedMessageException("request: one more than " + index + " (expected: none)");
            }
            long[] packedShare = plan.inputMap(index).place(share, parameters.polyDegree());
            requests.add(SeededCiphertext.readAdding(
                    parameters, request, plan.ringBits(), plan.droppedBits(), publicSeed, counter++, packedShare));
            Arrays.fill(packedShare, 0);
        }

        /**
         * Computes one response.
         *
         * @param response index below {@link LinearPlan#responseCount()}
         * @param mask the server's share of the layer's whole output, values mod 2^(l+g): filled for this response's outputs
         * @return {@link LinearPlan#responseBytes} bytes
         * @throws IllegalStateException when a request it needs is missing, or it was made before
         */
        public byte[] respond(int response, long[] mask) {
            plan.requireOutputShare("mask", mask);
            int needed = plan.requestsNeededFor(response);
            if (requests.size() < needed) {
                throw new IllegalStateException(
                        "requests: " + requests.size() + " (expected: at least " + needed + ")");
            }
            // A second answer would overwrite the mask under which the first one shares its outputs.
            if (answered.getAndSet(response, 1) != 0) {
                throw new IllegalStateException("response: " + response + " made before (expected: once)");
            }
            NegacyclicRing ring = parameters.ring();
            NttAccumulator first = ring.newAccumulator();
            NttAccumulator second = ring.newAccumulator();
            int inputGroups = plan.packing().inputGroups();
            for (int group = 0; group < inputGroups; group++) {
                SeededCiphertext request = requests.get(plan.tileOf(response) * inputGroups + group);
                NttPoly weight = weights.polynomial(group, plan.outputGroupOf(response));
                first.addProduct(request.first(), weight);
                second.addProduct(request.second(), weight);
            }
            CoefficientMap outputs = plan.outputMap(response);
            long[] masks = new long[outputs.size()];
            try (RandomStream random = RandomStream.secret(seed, nextStream.getAndIncrement())) {
                byte[] message = MaskedResponse.sealInto(
                        publicKey, plan.ringBits(), first, second, outputs.coefficients(), random, masks);
                outputs.scatterInto(masks, mask);
                return message;
            } finally {
                Arrays.fill(masks, 0);
            }
        }
    }
}
