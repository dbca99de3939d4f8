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

/**
 * The client's side of the linear layers of one connection: one secret key, one counter of uniform halves; not thread-safe.
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
    private long counter;

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
     * Encrypts the part of a share that one request carries. Every call uses the next uniform half, so messages must reach
     * the server in the order of the calls.
     *
     * @param request index below {@link LinearPlan#requestCount()}
     * @param share the client's share of the layer's whole input, values in [0, 2^l)
     * @return {@link LinearPlan#requestBytes()} bytes
     */
    public byte[] encrypt(LinearPlan plan, int request, long[] share) {
        requireSameParameters(plan);
        plan.requireInputShare(share);
        long[] message = plan.inputMap(request).place(share, parameters.polyDegree());
        long number = counter++;
        try (RandomStream errors = RandomStream.secret(seed, FIRST_CIPHERTEXT_STREAM + number)) {
            return SeededCiphertext.encrypt(
                    secretKey, message, plan.ringBits(), plan.droppedBits(), publicSeed, number, errors);
        } finally {
            Arrays.fill(message, 0);
        }
    }

    /**
     * Fills in the client's share of the outputs that one response holds.
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
}
