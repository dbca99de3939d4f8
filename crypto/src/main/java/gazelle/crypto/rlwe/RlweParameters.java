package gazelle.crypto.rlwe;

import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.PrimeModulus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A parameter set of the RLWE scheme: ternary secret, centred binomial error, plaintext modulus 2^l with l chosen per layer.
 *
 * @param polyDegree N
 * @param modulus the ciphertext modulus q
 * @param binomialHalfWidth bits per sum of the centred binomial error, whose variance is half of it
 * @param maxRingBits largest l
 * @param guardBits g of a layer that doesn't ask for more: responses carry 2^g * y + eps with |eps| &lt; 2^(g-1)
 * @param firstHalfExtraBits the first half of a response is switched to 2^(l + firstHalfExtraBits), for that g
 * @param securityBits 128, or 0 for sets that protect nothing and serve tests
 */
public record RlweParameters(
        int polyDegree,
        PrimeModulus modulus,
        int binomialHalfWidth,
        int maxRingBits,
        int guardBits,
        int firstHalfExtraBits,
        int securityBits) {

    /** The largest prime below 2^48 that is 1 mod 8192: 2^48 - 2^14 + 1. */
    private static final long PRIME_48 = 281_474_976_694_273L;

    /**
     * The set in use: N = 4096, log q = 48, error of standard deviation 3.24.
     *
     * <p>For ternary secrets at N = 4096, Bossuat et al., "Security Guidelines for Implementing Homomorphic Encryption" (ePrint
     * 2024/463), allow log q = 106 for 128 bits against classical attacks; the design allows 80 against quantum attacks. Images stay
     * sensitive for decades, hence the room. Worst-case noise and failure bound: {@link NoiseBound}.
     */
    public static final RlweParameters N_4096_LOGQ_48 =
            new RlweParameters(4096, new PrimeModulus(PRIME_48), 21, 26, 2, 10, 128);

    private static final int SECURE_POLY_DEGREE = 4096;
    private static final int MIN_SECURE_HALF_WIDTH = 20;

    public RlweParameters {
        if (securityBits != 0 && securityBits != 128) {
            throw new IllegalArgumentException("securityBits: " + securityBits + " (expected: 128, or 0 for tests)");
        }
        // No modulus of this type exceeds 48 bits, so the degree alone decides about its size.
        boolean secure = polyDegree == SECURE_POLY_DEGREE && binomialHalfWidth >= MIN_SECURE_HALF_WIDTH;
        if (securityBits == 128 && !secure) {
            throw new IllegalArgumentException("securityBits: 128 (expected: 0 for N = " + polyDegree + ", log q = "
                    + modulus.bits() + ", binomialHalfWidth = " + binomialHalfWidth + ")");
        }
        if (binomialHalfWidth < 1 || binomialHalfWidth > 32) {
            throw new IllegalArgumentException(
                    "binomialHalfWidth: " + binomialHalfWidth + " (expected: 1 <= binomialHalfWidth <= 32)");
        }
        if (guardBits < 1 || guardBits > 4) {
            throw new IllegalArgumentException("guardBits: " + guardBits + " (expected: 1 <= guardBits <= 4)");
        }
        if (firstHalfExtraBits <= guardBits || firstHalfExtraBits > 12) {
            throw new IllegalArgumentException(
                    "firstHalfExtraBits: " + firstHalfExtraBits + " (expected: guardBits < firstHalfExtraBits <= 12)");
        }
        // The product of the switched first half and the secret is below N * 2^(l+extra-1): see MaskedResponse.
        int productBits = maxRingBits + firstHalfExtraBits + Integer.numberOfTrailingZeros(polyDegree);
        if (maxRingBits < 1 || productBits > modulus.bits()) {
            throw new IllegalArgumentException("maxRingBits: " + maxRingBits
                    + " (expected: positive, and maxRingBits + firstHalfExtraBits + log N <= log q)");
        }
    }

    /** The ring of this set; the set in use shares one instance. */
    public NegacyclicRing ring() {
        return equals(N_4096_LOGQ_48) ? SharedRing.INSTANCE : NegacyclicRing.of(polyDegree, modulus);
    }

    /** Variance of one error coefficient. */
    public double errorVariance() {
        return binomialHalfWidth / 2.0;
    }

    /** Bytes of one uncompressed polynomial on the wire. */
    public int polynomialBytes() {
        return BitPacking.bytes(polyDegree, modulus.bits());
    }

    /** SHA-256 over the content, in hexadecimal; both sides compare it before anything else. */
    public String id() {
        String content =
                "gazelle.rlwe;N=%d;q=%d;secret=ternary;binomialHalfWidth=%d;maxRingBits=%d;guardBits=%d;firstHalfExtraBits=%d;securityBits=%d"
                        .formatted(
                                polyDegree,
                                modulus.value(),
                                binomialHalfWidth,
                                maxRingBits,
                                guardBits,
                                firstHalfExtraBits,
                                securityBits);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: unavailable (expected: present in every JDK)", e);
        }
    }

    void requireRingBits(int ringBits) {
        if (ringBits < 1 || ringBits > maxRingBits) {
            throw new IllegalArgumentException(
                    "ringBits: " + ringBits + " (expected: 1 <= ringBits <= " + maxRingBits + ")");
        }
    }

    private static final class SharedRing {
        static final NegacyclicRing INSTANCE = NegacyclicRing.of(N_4096_LOGQ_48.polyDegree(), N_4096_LOGQ_48.modulus());
    }
}
