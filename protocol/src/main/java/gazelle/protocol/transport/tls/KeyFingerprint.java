package gazelle.protocol.transport.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 of a public key's SubjectPublicKeyInfo, which an administrator reads out and a client compares.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record KeyFingerprint(String hex) {
    public KeyFingerprint {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("fingerprint: (expected: 64 hexadecimal digits)");
        }
    }

    /** Returns a fingerprint read as people write it: any case, with or without colons and blanks. */
    public static KeyFingerprint parse(String text) {
        return new KeyFingerprint(text.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT));
    }

    /** Returns the fingerprint of a key. */
    public static KeyFingerprint of(PublicKey key) {
        try {
            return new KeyFingerprint(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded())));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
