package gazelle.app.service;

import java.io.Serial;

/** Models that cannot be loaded; the message says what happened, what it means and what to do. */
public final class UnusableModelsException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableModelsException(String message) {
        super(message);
    }
}
