package gazelle.crypto.rlwe;

import gazelle.crypto.random.RandomStream;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttAccumulator;
import gazelle.crypto.ring.NttPoly;

/**
 * An encryption of zero (a, b = e - a*s) under the client's secret, from which the server makes fresh ones.
 *
 * <p>The uniform half a is expanded from the <em>server's</em> nonce: a client that chose it could choose zero and read the
 * weights from the first half of the answer. The wire form is the second half alone, its residues in 48 bits each.
 */
public final class PublicKey {
    /** The number of the only stream used of the server's nonce. */
    private static final long UNIFORM_STREAM = 0;

    private final RlweParameters parameters;
    private final NttPoly first;
    private final CoefficientPoly secondCoefficients;
    private final NttPoly second;

    /** A key with a first half of the caller's choice; outside tests only the nonce chooses it. */
    PublicKey(RlweParameters parameters, CoefficientPoly first, CoefficientPoly second) {
        NegacyclicRing ring = parameters.ring();
        this.parameters = parameters;
        this.first = ring.forward(first);
        this.secondCoefficients = second;
        this.second = ring.forward(second);
    }

    /**
     * Makes the client's public key.
     *
     * @param serverNonce 32 bytes chosen by the server for this connection
     * @param errors a secret stream used for nothing else
     */
    public static PublicKey generate(SecretKey secret, byte[] serverNonce, RandomStream errors) {
        RlweParameters parameters = secret.parameters();
        NegacyclicRing ring = parameters.ring();
        CoefficientPoly first = uniform(parameters, serverNonce, UNIFORM_STREAM);
        CoefficientPoly product = ring.inverse(ring.product(ring.forward(first), secret.transformed()));
        long[] second = new long[parameters.polyDegree()];
        errors.centredBinomialInto(second, parameters.binomialHalfWidth());
        product.subtractFrom(second);
        return new PublicKey(parameters, first, CoefficientPoly.ofResidues(parameters.modulus(), second));
    }

    /**
     * Reads the client's public key.
     *
     * @param serverNonce the nonce this server chose
     * @param secondHalf {@link RlweParameters#polynomialBytes()} bytes
     * @throws MalformedMessageException for another length or a residue that is not below q
     */
    public static PublicKey read(RlweParameters parameters, byte[] serverNonce, byte[] secondHalf) {
        long[] second = SeededCiphertext.readResidues(parameters, "publicKey", secondHalf, 0);
        return new PublicKey(
                parameters,
                uniform(parameters, serverNonce, UNIFORM_STREAM),
                CoefficientPoly.ofResidues(parameters.modulus(), second));
    }

    /** The wire form: the second half, {@link RlweParameters#polynomialBytes()} bytes. */
    public byte[] secondHalf() {
        byte[] bytes = new byte[parameters.polynomialBytes()];
        BitPacking.packInto(secondCoefficients.toArray(), parameters.modulus().bits(), bytes, 0);
        return bytes;
    }

    RlweParameters parameters() {
        return parameters;
    }

    /**
     * Adds u * (a, b) for a fresh ternary u: with small errors added to both sums, a fresh encryption of zero.
     *
     * @param random a secret stream
     */
    void addFreshMultiple(NttAccumulator firstSum, NttAccumulator secondSum, RandomStream random) {
        NttPoly u = SecretKey.ternary(parameters, random);
        firstSum.addProduct(first, u);
        secondSum.addProduct(second, u);
        u.clear();
    }

    /** A uniform polynomial expanded from a public seed. */
    static CoefficientPoly uniform(RlweParameters parameters, byte[] publicSeed, long streamId) {
        long[] residues = new long[parameters.polyDegree()];
        try (RandomStream stream = RandomStream.expand(publicSeed, streamId)) {
            stream.uniformInto(residues, parameters.modulus().value());
        }
        return CoefficientPoly.ofResidues(parameters.modulus(), residues);
    }
}
