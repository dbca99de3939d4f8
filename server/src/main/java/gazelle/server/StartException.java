package gazelle.server;

import java.io.Serial;

/** A server that could not begin to serve; the message is one line that says what is wrong and what to do. */
public final class StartException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}
