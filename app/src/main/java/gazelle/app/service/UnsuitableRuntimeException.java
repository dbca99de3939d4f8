package gazelle.app.service;

import java.io.Serial;

/** A Java or processor on which secrets would show in how long things take; the message says what to do. */
public final class UnsuitableRuntimeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * An exception for people.
     *
     * @param message the reason and what to do
     */
    public UnsuitableRuntimeException(String message) {
        super(message);
    }
}
