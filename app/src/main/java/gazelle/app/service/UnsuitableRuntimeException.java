package gazelle.app.service;

import gazelle.crypto.processor.ConstantTimeCheck;
import java.io.Serial;

/** A Java or processor on which secrets would show in how long things take; the message says what to do. */
public final class UnsuitableRuntimeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The option that allows such a runtime. */
    public static final String OPTION = "--slow-and-not-constant-time";

    private UnsuitableRuntimeException(String message) {
        super(message);
    }

    /**
     * Refuses a runtime without constant time.
     *
     * @param allowed whether the user allowed it
     */
    public static void requireConstantTime(ConstantTimeCheck check, boolean allowed) throws UnsuitableRuntimeException {
        var shortcoming = check.shortcoming();
        if (shortcoming.isPresent() && !allowed) {
            throw new UnsuitableRuntimeException(shortcoming.get()
                    + " The image would show in how long things take, and everything would be slow. Nothing was classified. "
                    + "Use a computer that has them, with a usual Java; to try it out all the same, add " + OPTION
                    + ".");
        }
    }
}
