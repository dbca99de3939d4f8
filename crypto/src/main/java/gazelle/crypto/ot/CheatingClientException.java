package gazelle.crypto.ot;

import java.io.Serial;

/**
 * Proof that the client deviated in oblivious transfer on purpose: no accident on a connection that is protected against changes
 * produces it. The session's Delta must not be used again.
 */
public final class CheatingClientException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CheatingClientException() {
        super("the client's oblivious transfers are not consistent");
    }
}
