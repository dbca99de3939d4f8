package gazelle.viewer.codec;

import java.io.Serial;
import java.util.Objects;

/** Compressed pixels that cannot be decoded, with a reason for programs and a finding for people. */
public final class CodecException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The reason why a stream gives no samples. */
    public enum Code {
        /** The stream ends before its pixels do. */
        TRUNCATED,
        /** The stream contradicts itself or its format. */
        DAMAGED,
        /** The stream uses a part of its standard that is not read here. */
        UNSUPPORTED,
        /** The stream holds a picture of another size than the file announces. */
        SIZE_MISMATCH
    }

    private final Code code;

    private CodecException(Code code, String finding) {
        super(finding);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns the reason why the stream gives no samples. */
    public Code code() {
        return code;
    }

    static CodecException truncated() {
        return new CodecException(Code.TRUNCATED, "its compressed pixels end too early");
    }

    static CodecException damaged(String finding) {
        return new CodecException(Code.DAMAGED, finding);
    }

    /** Refuses a part of a standard, named so that it follows "uses". */
    static CodecException unsupported(String feature) {
        return new CodecException(Code.UNSUPPORTED, feature);
    }

    static CodecException sizeMismatch(String found, String expected) {
        return new CodecException(
                Code.SIZE_MISMATCH, "its compressed pixels are " + found + ", but its header says " + expected);
    }
}
