package gazelle.server.identity;

import java.io.Serial;

/** A key and certificate that could not be made or used; the message is one line that says what to do. */
public final class IdentityException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    IdentityException(String message) {
        super(message);
    }
}
