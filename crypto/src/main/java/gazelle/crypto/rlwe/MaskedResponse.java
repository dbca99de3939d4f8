package gazelle.crypto.rlwe;

import gazelle.crypto.random.RandomStream;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttAccumulator;
import gazelle.crypto.ring.PrimeModulus;
import java.util.Arrays;

/**
 * The server's answer: a sum of ciphertext-plaintext products, rerandomised, switched to two powers of two and masked.
 *
 * <pre>
 *   a' = round(a 2^(l+g+8) / q)            N values of l+g+8 bits
 *   b' = round(b 2^(l+g) / q) - r          the useful coefficients only, l+g bits each, r uniform mod 2^(l+g)
 *   client's share = b' + round((a' s) 2^-8) mod 2^(l+g);   server's share = r
 * </pre>
 *
 * <p>b' is uniform whatever the client uploaded, even ciphertexts no honest client makes; a' is an RLWE sample whose uniform
 * half the server chose. Switching comes before masking: a mask on multiples of q/2^l alone would leave the noise, and with it
 * the weights, readable.
 */
public final class MaskedResponse {
    private MaskedResponse() {}

    /**
     * Rerandomises, switches and masks a sum of products.
     *
     * @param firstSum sum of (first half * weights); holds zero afterwards
     * @param secondSum sum of (second half * weights); likewise
     * @param useful the coefficients of interest, each in [0, N)
     * @param random a secret stream used for nothing else
     * @param mask filled with r, one value mod 2^(l+g) for each useful coefficient: the server's share
     * @return the wire form, {@link ResponseFormat#bytes} long
     */
    public static byte[] sealInto(
            PublicKey key,
            ResponseFormat format,
            NttAccumulator firstSum,
            NttAccumulator secondSum,
            int[] useful,
            RandomStream random,
            long[] mask) {
        RlweParameters parameters = format.parameters();
        if (!parameters.equals(key.parameters())) {
            throw new IllegalArgumentException("format: of other parameters (expected: those of the key)");
        }
        NegacyclicRing ring = parameters.ring();
        PrimeModulus q = parameters.modulus();
        key.addFreshMultiple(firstSum, secondSum, random);

        int firstBits = format.firstHalfBits();
        long[] first = new long[parameters.polyDegree()];
        random.centredBinomialInto(first, parameters.binomialHalfWidth());
        CoefficientPoly firstPoly = ring.inverse(firstSum);
        firstPoly.addTo(first);
        Scaling.switchDownInPlace(first, firstBits, q);

        int shareBits = format.shareBits();
        long[] second = new long[useful.length];
        random.centredBinomialInto(second, parameters.binomialHalfWidth());
        random.bitsInto(mask, shareBits);
        CoefficientPoly secondPoly = ring.inverse(secondSum);
        for (int i = 0; i < useful.length; i++) {
            second[i] = q.canonical(second[i] + secondPoly.coefficient(useful[i]));
        }
        Scaling.switchDownInPlace(second, shareBits, q);
        for (int i = 0; i < useful.length; i++) {
            second[i] = (second[i] - mask[i]) & lowBits(shareBits);
        }

        byte[] wire = new byte[format.bytes(useful.length)];
        int end = BitPacking.packInto(first, firstBits, wire, 0);
        BitPacking.packInto(second, shareBits, wire, end);
        firstPoly.clear();
        secondPoly.clear();
        return wire;
    }

    /**
     * The client's share of the useful coefficients, in time independent of every value.
     *
     * @param useful the coefficients that {@link #sealInto} was given
     * @param share filled with one value mod 2^(l+g) for each of them
     * @throws MalformedMessageException for another length
     */
    public static void openInto(SecretKey secret, ResponseFormat format, byte[] wire, int[] useful, long[] share) {
        RlweParameters parameters = format.parameters();
        if (!parameters.equals(secret.parameters())) {
            throw new IllegalArgumentException("format: of other parameters (expected: those of the secret)");
        }
        int expected = format.bytes(useful.length);
        if (wire.length != expected) {
            throw new MalformedMessageException("response: " + wire.length + " bytes (expected: " + expected + ")");
        }
        NegacyclicRing ring = parameters.ring();
        PrimeModulus q = parameters.modulus();
        int firstBits = format.firstHalfBits();
        int shareBits = format.shareBits();

        long[] first = new long[parameters.polyDegree()];
        int end = BitPacking.unpackInto(wire, 0, firstBits, first);
        long half = 1L << (firstBits - 1);
        for (int i = 0; i < first.length; i++) {
            first[i] -= (first[i] & half) << 1;
        }
        long[] second = new long[useful.length];
        BitPacking.unpackInto(wire, end, shareBits, second);

        // Computed mod q, the product is exact while |a' s| < q/2: a sum of at most 4096 terms, pseudorandom and each
        // within
        // 2^(l+g+7), that is 2^37 at most. By Hoeffding's inequality it reaches 2^47 with probability below
        // 2 exp(-2 * 2^94 / (4096 * 2^76)) = 2 exp(-128).
        CoefficientPoly product =
                ring.inverse(ring.product(ring.forward(CoefficientPoly.ofSigned(q, first)), secret.transformed()));
        int discarded = format.roundingBits();
        for (int i = 0; i < useful.length; i++) {
            long exact = q.balanced(product.coefficient(useful[i]));
            share[i] = (second[i] + ((exact + (1L << (discarded - 1))) >> discarded)) & lowBits(shareBits);
        }
        product.clear();
        Arrays.fill(second, 0);
    }

    private static long lowBits(int bits) {
        return (1L << bits) - 1;
    }
}
