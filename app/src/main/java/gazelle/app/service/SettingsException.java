package gazelle.app.service;

import java.io.Serial;

/** A file of the user's settings that cannot be used; the message says what happened, what it means and what to do. */
public final class SettingsException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
