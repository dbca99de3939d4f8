package gazelle.viewer.slice;

import gazelle.viewer.codec.CodecException;
import java.io.Serial;
import java.util.Objects;

/**
 * A file that gives no slice, with a reason for programs and a message for people.
 *
 * <p>The message says what happened, what it means and what to do. It holds nothing of the file's content but the name
 * of an encoding or a size, so it may be shown and logged.
 */
public final class UnreadableImageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The reason why a file gives no slice. */
    public enum Code {
        /** The content is no image format that is known here. */
        NOT_AN_IMAGE,
        /** The file ends before its content does, or a second file that holds the rest is missing. */
        TRUNCATED,
        /** The content contradicts itself or fails its check sum. */
        DAMAGED,
        /** A known format in an encoding that is not read here. */
        UNSUPPORTED_ENCODING,
        /** A known format of another kind than pictures of patients, such as a document, a program or an archive. */
        OTHER_FORMAT,
        /** The file or the picture exceeds a limit of {@link FileLimits}. */
        TOO_LARGE,
        /** A well-formed file without a picture. */
        NO_PIXELS,
        /** Compressed pixels of another size than the header announces. */
        SIZE_MISMATCH,
        /** The file system would not give the file; a retry may help. */
        UNREADABLE_FILE
    }

    private final Code code;

    /**
     * A refusal in words of its own.
     *
     * @param message what happened, what it means and what to do; nothing of the file's content
     */
    public UnreadableImageException(Code code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns the reason why the file gives no slice. */
    public Code code() {
        return code;
    }

    /** Returns whether reading the same file again may succeed without a change to it. */
    public boolean canRetry() {
        return code == Code.UNREADABLE_FILE;
    }

    /** Returns the refusal of a file that is cut off. */
    public static UnreadableImageException truncated(String format) {
        return new UnreadableImageException(
                Code.TRUNCATED,
                "This " + format
                        + " file ends too early: a part of it is missing, so it cannot be shown or classified. "
                        + "Copy or export it again from its source.");
    }

    /**
     * Returns the refusal of a file that contradicts itself.
     *
     * @param format the format's name for people
     * @param finding a clause, such as "a check sum does not match"
     */
    public static UnreadableImageException damaged(String format, String finding) {
        return new UnreadableImageException(
                Code.DAMAGED,
                "This " + format + " file is damaged: " + finding + ". It cannot be shown or classified. "
                        + "Copy or export it again from its source.");
    }

    /** Returns a decoder's finding in words for people. */
    public static UnreadableImageException of(CodecException cause, String format) {
        String finding = String.valueOf(cause.getMessage());
        return switch (cause.code()) {
            case TRUNCATED -> truncated(format);
            case DAMAGED -> damaged(format, finding);
            case UNSUPPORTED -> unreadEncoding(finding);
            case SIZE_MISMATCH ->
                new UnreadableImageException(
                        Code.SIZE_MISMATCH,
                        "This " + format + " file contradicts itself: " + finding
                                + ". It cannot be shown or classified. Copy or export it again from its source.");
        };
    }

    /** Returns the refusal of an encoding, named so that it follows "uses". */
    public static UnreadableImageException unreadEncoding(String encoding) {
        return unsupported(
                "This file uses " + encoding,
                "Export the series again as \"Explicit VR Little Endian\" (uncompressed), "
                        + "or convert the file with your archive's export tool, and open the result.");
    }

    /**
     * Returns the refusal of a known format.
     *
     * @param finding the beginning of a sentence, such as "This is a PDF document"
     * @param advice a sentence
     */
    public static UnreadableImageException unsupported(String finding, String advice) {
        return new UnreadableImageException(
                Code.UNSUPPORTED_ENCODING, finding + ", which this version does not read. " + advice);
    }

    /**
     * Returns the refusal of a file beyond a limit.
     *
     * @param finding a sentence without its full stop
     */
    public static UnreadableImageException tooLarge(String finding) {
        return new UnreadableImageException(
                Code.TOO_LARGE,
                finding + ". It was not opened, to protect this computer's memory. "
                        + "Export a single slice or a smaller picture.");
    }
}
