package gazelle.protocol.session;

import gazelle.protocol.transport.netty.BytePipe;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** A party's deviation in place of sending one frame, and the answer that the other one must give. */
enum Deviation {
    ONE_BYTE_LESS(Code.MALFORMED_MESSAGE, "(expected: |was due|is not a valid)"),
    ONE_BYTE_MORE(Code.MALFORMED_MESSAGE, "(expected: |was due|is not a valid)"),
    OTHER_TYPE(Code.MALFORMED_MESSAGE, "message arrived where [A-Z_]+ was due"),
    REPEATED(Code.MALFORMED_MESSAGE, "message arrived where [A-Z_]+ was due"),
    UNKNOWN_TYPE(Code.MALFORMED_MESSAGE, "a message of unknown kind 16 arrived"),
    OVERSIZED(Code.MALFORMED_MESSAGE, "bytes was announced, at most [0-9]+ are allowed"),
    CUT_SHORT(Code.CONNECTION_LOST, "The connection was lost"),
    CUT(Code.CONNECTION_LOST, "The connection was lost"),
    SILENT(Code.TIMED_OUT, "did not answer within");

    private final Code code;
    private final String message;

    Deviation(Code code, String message) {
        this.code = code;
        this.message = message;
    }

    /** Returns the code with which the other party's session ends. */
    Code code() {
        return code;
    }

    /** A regular expression that its message contains. */
    String message() {
        return message;
    }

    /** Returns true if the deviating party is told why, rather than finding its connection closed. */
    boolean isAnsweredByServers() {
        return this == ONE_BYTE_LESS || this == ONE_BYTE_MORE || this == OTHER_TYPE || this == REPEATED;
    }

    void perform(Frame frame, BytePipe.End end, Duration timeout) throws SessionException {
        FrameType type = frame.type();
        byte[] payload = frame.payload();
        switch (this) {
            case ONE_BYTE_LESS -> end.link().send(new Frame(type, Arrays.copyOf(payload, payload.length - 1)), timeout);
            case ONE_BYTE_MORE -> end.link().send(new Frame(type, Arrays.copyOf(payload, payload.length + 1)), timeout);
            case OTHER_TYPE ->
                end.link()
                        .send(
                                new Frame(
                                        type == FrameType.TABLES ? FrameType.OT_EXTENSION : FrameType.TABLES, payload),
                                timeout);
            case REPEATED -> {
                end.link().send(frame, timeout);
                end.link().send(new Frame(type, payload.clone()), timeout);
            }
            case UNKNOWN_TYPE -> {
                byte[] bytes = BytePipe.End.bytes(frame);
                bytes[0] = (byte) (FrameType.values().length + 1);
                end.write(bytes);
            }
            case OVERSIZED ->
                end.write(ByteBuffer.allocate(Frame.HEADER_BYTES)
                        .put((byte) type.code())
                        .putInt(type.maxPayloadBytes() + 1)
                        .array());
            case CUT_SHORT -> {
                byte[] bytes = BytePipe.End.bytes(frame);
                end.write(Arrays.copyOf(bytes, bytes.length - 1));
                end.cut();
            }
            case CUT -> end.cut();
            case SILENT -> {}
        }
    }
}
