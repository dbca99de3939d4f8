package gazelle.crypto.linear;

import gazelle.crypto.packing.CoefficientMap;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.random.Seed;
import gazelle.crypto.rlwe.MaskedResponse;
import gazelle.crypto.rlwe.PublicKey;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.crypto.rlwe.SecretKey;
import gazelle.crypto.rlwe.SeededCiphertext;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The client's side of the linear layers of one connection: one secret key, one counter of uniform halves.
 *
 * <p>Layers begin in the order in which the server begins them; what a layer sends and receives may then be worked on by several
 * threads at once.
 *
 * <p>Nothing it sends or throws depends on a decrypted value, so a deviating server learns nothing from its behaviour.
 */
public final class LinearClient implements AutoCloseable {
    private static final long SECRET_KEY_STREAM = 0;
    private static final long PUBLIC_KEY_STREAM = 1;
    private static final long FIRST_CIPHERTEXT_STREAM = 2;

    private final RlweParameters parameters;
    private final Seed seed;
    private final SecretKey secretKey;
    private final byte[] publicKeyHalf;
    private final byte[] publicSeed;
    /** The number of the next unused uniform half. */
    private final AtomicLong nextHalf = new AtomicLong();

    private LinearClient(RlweParameters parameters, byte[] serverNonce, SecureRandom random) {
        this.parameters = parameters;
        this.seed = Seed.generate(random);
        this.publicSeed = new byte[Seed.BYTES];
        random.nextBytes(publicSeed);
        try (RandomStream secretStream = RandomStream.secret(seed, SECRET_KEY_STREAM);
                RandomStream errorStream = RandomStream.secret(seed, PUBLIC_KEY_STREAM)) {
            this.secretKey = SecretKey.generate(parameters, secretStream);
            this.publicKeyHalf =
                    PublicKey.generate(secretKey, serverNonce, errorStream).secondHalf();
        }
    }

    /**
     * Makes the keys of a connection.
     *
     * @param serverNonce 32 bytes that the server chose for this connection
     */
    public static LinearClient create(RlweParameters parameters, byte[] serverNonce, SecureRandom random) {
        return new LinearClient(parameters, serverNonce, random);
    }

    /** Length of {@link #publicMaterial()} in bytes. */
    public static int publicMaterialBytes(RlweParameters parameters) {
        return parameters.polynomialBytes() + Seed.BYTES;
    }

    /** The second half of the public key, then the public seed of the ciphertexts' uniform halves. */
    public byte[] publicMaterial() {
        byte[] material = Arrays.copyOf(publicKeyHalf, publicMaterialBytes(parameters));
        System.arraycopy(publicSeed, 0, material, publicKeyHalf.length, publicSeed.length);
        return material;
    }

    /**
     * Starts one layer of one inference: sets {@link LinearPlan#requestCount()} uniform halves aside for it, so layers must begin
     * in the same order on both sides.
     *
     * @param share the client's share of the layer's whole input, values in [0, 2^l); copied
     */
    public Upload begin(LinearPlan plan, long[] share) {
        requireSameParameters(plan);
        plan.requireInputShare(share);
        return new Upload(plan, share.clone(), nextHalf.getAndAdd(plan.requestCount()));
    }

    /**
     * Fills in the client's share of the outputs that one response holds. Several threads may do so at once for different
     * responses of one layer.
     *
     * @param response index below {@link LinearPlan#responseCount()}
     * @param share the client's share of the layer's whole output, values mod 2^(l+g); other outputs stay untouched
     * @throws gazelle.crypto.rlwe.MalformedMessageException for a message of another length
     */
    public void decrypt(LinearPlan plan, int response, byte[] message, long[] share) {
        requireSameParameters(plan);
        plan.requireOutputShare("share", share);
        CoefficientMap outputs = plan.outputMap(response);
        long[] values = new long[outputs.size()];
        MaskedResponse.openInto(secretKey, plan.format(), message, outputs.coefficients(), values);
        outputs.scatterInto(values, share);
        Arrays.fill(values, 0);
    }

    @Override
    public void close() {
        secretKey.close();
        seed.close();
    }

    private void requireSameParameters(LinearPlan plan) {
        if (!plan.parameters().equals(parameters)) {
            throw new IllegalArgumentException(
                    "plan: parameters " + plan.parameters().id() + " (expected: " + parameters.id() + ")");
        }
    }

    /** The requests of one layer of one inference; several threads may make them, in any order, each once. */
    public final class Upload implements AutoCloseable {
        private final LinearPlan plan;
        private final long[] share;
        private final long firstHalf;
        private final AtomicIntegerArray made;
        private final AtomicInteger missing;

        private Upload(LinearPlan plan, long[] share, long firstHalf) {
            this.plan = plan;
            this.share = share;
            this.firstHalf = firstHalf;
            this.made = new AtomicIntegerArray(plan.requestCount());
            this.missing = new AtomicInteger(plan.requestCount());
        }

        /**
         * Encrypts the part of the share that one request carries. With the last request the share is wiped.
         *
         * @param index below {@link LinearPlan#requestCount()}
         * @return {@link LinearPlan#requestBytes()} bytes
         * @throws IllegalStateException when this request was made before
         */
        public byte[] request(int index) {
            Objects.checkIndex(index, plan.requestCount());
            // Two messages under one uniform half would give away their difference.
            if (made.getAndSet(index, 1) != 0) {
                throw new IllegalStateException("request: " + index + " made before (expected: once)");
            }
            long[] message = plan.inputMap(index).place(share, parameters.polyDegree());
            long half = firstHalf + index;
            try (RandomStream errors = RandomStream.secret(seed, FIRST_CIPHERTEXT_STREAM + half)) {
                return SeededCiphertext.encrypt(
                        secretKey, message, plan.ringBits(), plan.droppedBits(), publicSeed, half, errors);
            } finally {
                Arrays.fill(message, 0);
                if (missing.decrementAndGet() == 0) {
                    Arrays.fill(share, 0);
                }
            }
        }

        /** Wipes the share; no request may be in the making. */
        @Override
        public void close() {
            for (int index = 0; index < made.length(); index++) {
                made.set(index, 1);
            }
            Arrays.fill(share, 0);
        }
    }
}
