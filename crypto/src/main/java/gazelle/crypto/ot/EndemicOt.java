package gazelle.crypto.ot;

import gazelle.crypto.ot.Shake.Use;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KEM;

/**
 * The computations that both sides of a base transfer share: H, the key derivation, and ML-KEM-768 keys as raw vectors.
 *
 * <p>Endemic OT (ePrint 2019/706): the receiver with choice c sends r_0, r_1 with r_{1-c} uniform and
 * pk = r_c + H(r_{1-c}); the sender encapsulates to r_b + H(r_{1-b}) for both b. One matrix seed rho serves both keys, so
 * that the choice does not show.
 */
final class EndemicOt {
    static final int RHO_BYTES = 32;
    static final int CIPHERTEXT_BYTES = 1088;

    /** r_0, r_1, rho. */
    static final int REQUEST_BYTES = 2 * KeyVector.ENCODED_BYTES + RHO_BYTES;

    /** One ciphertext for each key. */
    static final int REPLY_BYTES = 2 * CIPHERTEXT_BYTES;

    /** SubjectPublicKeyInfo of ML-KEM-768 up to the raw key: algorithm 2.16.840.1.101.3.4.4.2 (NIST), 1184 bytes. */
    private static final byte[] X509_HEADER = {
        0x30,
        (byte) 0x82,
        0x04,
        (byte) 0xb2,
        0x30,
        0x0b,
        0x06,
        0x09,
        0x60,
        (byte) 0x86,
        0x48,
        0x01,
        0x65,
        0x03,
        0x04,
        0x04,
        0x02,
        0x03,
        (byte) 0x82,
        0x04,
        (byte) 0xa1,
        0x00
    };

    private final byte[] sessionId;
    private final KeyFactory keyFactory;
    private final KeyPairGenerator generator;

    final KEM kem;

    EndemicOt(byte[] sessionId, SecureRandom random) {
        this.sessionId = sessionId.clone();
        try {
            generator = KeyPairGenerator.getInstance("ML-KEM");
            generator.initialize(NamedParameterSpec.ML_KEM_768, random);
            keyFactory = KeyFactory.getInstance("ML-KEM");
            kem = KEM.getInstance("ML-KEM");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ML-KEM-768: missing in this Java runtime", e);
        }
    }

    KeyPairGenerator generator() {
        return generator;
    }

    /** Vector and rho of a public key: its last 1184 encoded bytes. */
    static byte[] rawKey(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - KeyVector.ENCODED_BYTES - RHO_BYTES, encoded.length);
    }

    PublicKey publicKey(int[] vector, byte[] rho) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(X509_HEADER, X509_HEADER.length + KeyVector.ENCODED_BYTES + RHO_BYTES);
        System.arraycopy(KeyVector.encode(vector), 0, encoded, X509_HEADER.length, KeyVector.ENCODED_BYTES);
        System.arraycopy(rho, 0, encoded, X509_HEADER.length + KeyVector.ENCODED_BYTES, RHO_BYTES);
        return keyFactory.generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** H(other): the vector added to r_{keyIndex}, bound to session, transfer, key index and rho. */
    int[] hashToVector(int transfer, int keyIndex, byte[] rho, byte[] other) {
        return KeyVector.sample(new Shake(Use.HASH_TO_VECTOR)
                .absorb(sessionId)
                .absorb(transfer)
                .absorb(keyIndex)
                .absorb(rho)
                .absorb(other));
    }

    /** The 16-byte key of one branch, bound to session, transfer, key index and both vectors. */
    byte[] transferKey(int transfer, int keyIndex, byte[] first, byte[] second, byte[] secret) {
        byte[] key = new byte[OtShape.LABEL_BYTES];
        new Shake(Use.TRANSFER_KEY)
                .absorb(sessionId)
                .absorb(transfer)
                .absorb(keyIndex)
                .absorb(first)
                .absorb(second)
                .absorb(secret)
                .squeezeInto(key, 0, key.length);
        return key;
    }
}
