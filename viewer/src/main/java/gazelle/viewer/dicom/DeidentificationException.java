package gazelle.viewer.dicom;

import java.io.Serial;
import java.util.Objects;

/**
 * A file that cannot be freed of what identifies the patient, with a reason for programs and a message for people.
 *
 * <p>The message holds nothing of the file's content.
 */
public final class DeidentificationException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The reason why a file cannot be de-identified. */
    public enum Code {
        /** The file is cut off or damaged, so what lies in it cannot be followed to its end. */
        DAMAGED,
        /** The picture itself shows text that may identify the patient. */
        BURNED_IN_TEXT,
        /** The file does not say what kind of object it is, as a DICOM file must. */
        NOT_AN_INSTANCE,
        /** The file is the directory of a disc, which names the patient and files that keep other names. */
        DIRECTORY,
        /** The file has more elements than are searched. */
        TOO_LARGE
    }

    private final Code code;

    DeidentificationException(Code code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns the reason why the file cannot be de-identified. */
    public Code code() {
        return code;
    }
}
