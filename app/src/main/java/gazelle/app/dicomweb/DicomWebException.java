package gazelle.app.dicomweb;

import java.io.Serial;
import java.util.Objects;

/**
 * An archive that did not give what was asked for, with a reason for programs and a message for people.
 *
 * <p>The message holds no credentials, nothing of the question and nothing of the answer but sizes and a status.
 */
public final class DicomWebException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The reasons for which nothing is given. */
    public enum Code {
        /** No connection could be made. */
        UNREACHABLE,
        /** The archive's certificate is not one that is trusted; nothing was sent. */
        NOT_TRUSTED,
        /** The archive refuses the credentials, or wants some. */
        REFUSED_CREDENTIALS,
        /** The archive sent the question elsewhere, which is never followed. */
        REDIRECTED,
        /** The archive does not have it. */
        NOT_FOUND,
        /** The answer is no DICOMweb, or not as the standard says. */
        NOT_DICOMWEB,
        /** The answer exceeds a limit of {@link DicomWebLimits}. */
        TOO_LARGE,
        /** The archive gave fewer entries than it has. */
        INCOMPLETE,
        /** The connection ended before the answer did. */
        CUT_SHORT,
        /** The archive was silent for too long, or too slow. */
        TIMED_OUT,
        /** The archive says that it failed. */
        ARCHIVE_FAILED
    }

    private final Code code;

    DicomWebException(Code code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns the reason. */
    public Code code() {
        return code;
    }

    /** Returns whether the same question may be answered later without a change to it. */
    public boolean canRetry() {
        return switch (code) {
            case UNREACHABLE, CUT_SHORT, TIMED_OUT, ARCHIVE_FAILED -> true;
            case NOT_TRUSTED, REFUSED_CREDENTIALS, REDIRECTED, NOT_FOUND, NOT_DICOMWEB, TOO_LARGE, INCOMPLETE -> false;
        };
    }

    static DicomWebException notDicomWeb(String finding) {
        return new DicomWebException(
                Code.NOT_DICOMWEB,
                "What answers at this address does not speak DICOMweb as its standard says: " + finding
                        + ". Nothing was opened. Check the address with the archive's administrator.");
    }

    /** Tells that a search did not give all. */
    public static DicomWebException incomplete(String shortfall) {
        return new DicomWebException(Code.INCOMPLETE, shortfall);
    }

    static DicomWebException cutShort() {
        return new DicomWebException(
                Code.CUT_SHORT,
                "The archive's answer ended before it was complete. Nothing of it was opened. Try again.");
    }
}
