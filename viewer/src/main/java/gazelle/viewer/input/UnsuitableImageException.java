package gazelle.viewer.input;

import java.io.Serial;

/**
 * A picture that was read correctly but that no model can classify, such as an empty slice.
 *
 * <p>The message is for people: what happened, what it means, what to do. Trying again with the same picture cannot
 * help.
 */
public final class UnsuitableImageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes the message that people will read. */
    public UnsuitableImageException(String message) {
        super(message);
    }
}
