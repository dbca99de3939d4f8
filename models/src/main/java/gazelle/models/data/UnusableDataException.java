package gazelle.models.data;

/** Labels or images that cannot be used; the message is one line for people. */
public final class UnusableDataException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableDataException(String message) {
        super(message);
    }
}
