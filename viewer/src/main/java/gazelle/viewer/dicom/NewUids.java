package gazelle.viewer.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * New unique identifiers in the place of old ones: the same for the same within one run, and without its key no way back.
 *
 * <p>They are UUIDs of version 8 under the root 2.25 (PS3.5 section B.2, RFC 9562), made of HMAC-SHA-256.
 */
final class NewUids {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int UUID_BYTES = 16;

    private final SecretKeySpec key;

    NewUids(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
        Arrays.fill(bytes, (byte) 0);
    }

    /** The new value for an element that may hold several identifiers. */
    String replace(String value) {
        return Arrays.stream(value.split("\\\\", -1))
                .map(uid -> uid.replace('\0', ' ').strip())
                .map(uid -> uid.isEmpty() ? "" : replaceOne(uid))
                .collect(Collectors.joining("\\"));
    }

    private String replaceOne(String uid) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] uuid = Arrays.copyOf(mac.doFinal(uid.getBytes(StandardCharsets.ISO_8859_1)), UUID_BYTES);
            uuid[6] = (byte) ((uuid[6] & 0x0F) | 0x80);
            uuid[8] = (byte) ((uuid[8] & 0x3F) | 0x80);
            return "2.25." + new BigInteger(1, uuid);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, missing);
        }
    }
}
