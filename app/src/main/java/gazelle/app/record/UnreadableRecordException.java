package gazelle.app.record;

import java.io.Serial;

/** A text that is no record of a classification, or one that this version cannot read; the message says why. */
public final class UnreadableRecordException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }
}
