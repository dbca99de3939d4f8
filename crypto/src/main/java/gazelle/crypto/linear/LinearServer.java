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
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The server's side of the linear layers of one connection. */
public final class LinearServer implements AutoCloseable {
    private final RlweParameters parameters;
    private final PublicKey publicKey;
    private final byte[] publicSeed;
    private final Seed seed;
    private final AtomicLong nextStream = new AtomicLong();
    /** The number of the next unused uniform half. */
    private final AtomicLong nextHalf = new AtomicLong();

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
     * Starts one layer of one inference: sets {@link LinearPlan#requestCount()} uniform halves aside for it, so layers must begin
     * in the same order on both sides.
     *
     * @param weights prepared for an equal plan
     * @param share the server's share of the layer's input, values in [0, 2^l); zeros for the first layer; copied
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
        return new Evaluation(plan, weights, share.clone(), nextHalf.getAndAdd(plan.requestCount()));
    }

    @Override
    public void close() {
        seed.close();
    }

    /**
     * One layer of one inference.
     *
     * <p>Several threads may accept requests and make responses at once, in any order, each once; a response after the requests it
     * reads were accepted. A request is wiped and let go as soon as all responses that read it are made, the share once all requests
     * are there: who accepts in order and responds as early as {@link LinearPlan#requestsNeededFor} allows never holds more than one
     * tile.
     */
    public final class Evaluation {
        private final LinearPlan plan;
        private final PreparedWeights weights;
        private final long[] share;
        private final long firstHalf;
        /** Requests taken, malformed ones included. */
        private final AtomicIntegerArray taken;

        private final AtomicInteger missing;
        private final AtomicReferenceArray<@Nullable SeededCiphertext> requests;
        /** For each request, the responses still to be made from it. */
        private final AtomicIntegerArray readers;

        private final AtomicIntegerArray answered;

        private Evaluation(LinearPlan plan, PreparedWeights weights, long[] share, long firstHalf) {
            this.plan = plan;
            this.weights = weights;
            this.share = share;
            this.firstHalf = firstHalf;
            this.taken = new AtomicIntegerArray(plan.requestCount());
            this.missing = new AtomicInteger(plan.requestCount());
            this.requests = new AtomicReferenceArray<>(plan.requestCount());
            this.readers = new AtomicIntegerArray(plan.requestCount());
            this.answered = new AtomicIntegerArray(plan.responseCount());
            for (int response = 0; response < plan.responseCount(); response++) {
                for (int i = 0; i < plan.packing().inputGroupsPerResponse(); i++) {
                    readers.incrementAndGet(plan.firstRequest(response) + i);
                }
            }
        }

        /** Requests held at this moment. */
        int heldRequests() {
            int held = 0;
            for (int i = 0; i < requests.length(); i++) {
                held += requests.get(i) == null ? 0 : 1;
            }
            return held;
        }

        /**
         * Takes a request.
         *
         * @param index below {@link LinearPlan#requestCount()}
         * @throws MalformedMessageException for another length or a coefficient out of range; the layer can't be finished then
         * @throws IllegalStateException when this request was taken before
         */
        public void accept(int index, byte[] request) {
            Objects.checkIndex(index, plan.requestCount());
            if (taken.getAndSet(index, 1) != 0) {
                throw new IllegalStateException("request: " + index + " taken before (expected: once)");
            }
            long[] packedShare = plan.inputMap(index).place(share, parameters.polyDegree());
            SeededCiphertext ciphertext = SeededCiphertext.readAdding(
                    parameters,
                    request,
                    plan.ringBits(),
                    plan.droppedBits(),
                    publicSeed,
                    firstHalf + index,
                    packedShare);
            requests.set(index, ciphertext);
            Arrays.fill(packedShare, 0);
            if (missing.decrementAndGet() == 0) {
                Arrays.fill(share, 0);
            }
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
            int firstRequest = plan.firstRequest(response);
            int needed = plan.requestsNeededFor(response);
            // Requests are let go only by the last response that reads them: for one not yet made, null says not
            // accepted.
            for (int request = firstRequest; answered.get(response) == 0 && request < needed; request++) {
                if (requests.get(request) == null) {
                    throw new IllegalStateException("request: " + request + " missing (expected: accepted)");
                }
            }
            // A second answer would overwrite the mask under which the first one shares its outputs.
            if (answered.getAndSet(response, 1) != 0) {
                throw new IllegalStateException("response: " + response + " made before (expected: once)");
            }
            NegacyclicRing ring = parameters.ring();
            NttAccumulator first = ring.newAccumulator();
            NttAccumulator second = ring.newAccumulator();
            NttPoly[] weight = weights.polynomials(plan.outputGroupOf(response));
            NttPoly[] firstHalves = new NttPoly[weight.length];
            NttPoly[] secondHalves = new NttPoly[weight.length];
            for (int i = 0; i < weight.length; i++) {
                SeededCiphertext request = Objects.requireNonNull(requests.get(firstRequest + i));
                firstHalves[i] = request.first();
                secondHalves[i] = request.second();
            }
            first.addProducts(firstHalves, second, secondHalves, weight);
            letGo(firstRequest, needed);
            CoefficientMap outputs = plan.outputMap(response);
            long[] masks = new long[outputs.size()];
            try (RandomStream random = RandomStream.secret(seed, nextStream.getAndIncrement())) {
                byte[] message = MaskedResponse.sealInto(
                        publicKey, plan.format(), first, second, outputs.coefficients(), random, masks);
                outputs.scatterInto(masks, mask);
                return message;
            } finally {
                Arrays.fill(masks, 0);
            }
        }

        /** Wipes those requests that no response is left to read. */
        private void letGo(int from, int to) {
            for (int i = from; i < to; i++) {
                if (readers.decrementAndGet(i) == 0) {
                    Objects.requireNonNull(requests.getAndSet(i, null)).clear();
                }
            }
        }
    }
}
