package gazelle.protocol.model;

/** A model folder, card or specification that cannot be used; the message says what is wrong and is fit for people. */
public final class ModelFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelFormatException(String message) {
        super(message);
    }
}
