package gazelle.protocol.session;

import gazelle.protocol.wire.SessionException;
import java.util.Arrays;

/**
 * Looks at KEYS for less than a microsecond before the server spends milliseconds on them. All of it is public, and honest material is
 * uniform: a repeated beginning never occurs in it.
 */
final class KeysCheck {
    private static final int COEFFICIENT_BYTES = 6;
    private static final int COMPARED_BYTES = 32 * COEFFICIENT_BYTES;

    private KeysCheck() {}

    /**
     * Refuses material that repeats one coefficient, such as zeros.
     *
     * @param payload of a KEYS message, of any size
     */
    static void requirePlausible(byte[] payload) throws SessionException {
        if (payload.length > COMPARED_BYTES
                && Arrays.equals(
                        payload, 0, COMPARED_BYTES - COEFFICIENT_BYTES, payload, COEFFICIENT_BYTES, COMPARED_BYTES)) {
            throw SessionException.malformed("a KEYS message holds no key: its coefficients are all the same");
        }
    }
}
