package gazelle.models.onnx;

/** A file that is not ONNX, is damaged, or holds what cannot be compiled; the message is fit for people. */
public final class OnnxFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public OnnxFormatException(String message) {
        super(message);
    }
}
