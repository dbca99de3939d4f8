package gazelle.app.verify;

import java.io.Serial;

/** A list of labels or an image of a self-test that cannot be used; no image was sent. */
public final class UnusableTestException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableTestException(String message) {
        super(message);
    }
}
