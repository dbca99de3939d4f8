package gazelle.crypto.ot;

import java.io.Serial;

/** An oblivious-transfer message from the peer of a wrong size or with an element out of range; a retry does not help. */
public final class MalformedOtMessageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedOtMessageException(String message) {
        super(message);
    }

    static void requireSize(String name, int bytes, int expected) {
        if (bytes != expected) {
            throw new MalformedOtMessageException("%s: %d bytes (expected: %d)".formatted(name, bytes, expected));
        }
    }
}
