package gazelle.protocol.wire;

import java.nio.ByteBuffer;

/**
 * One message on the wire.
 *
 * <p>The payload belongs to whoever holds the frame and is not copied: frames are up to megabytes and live once.
 */
public final class Frame {
    /** Bytes before the payload. */
    public static final int HEADER_BYTES = 5;

    private final FrameType type;
    private final byte[] payload;

    /**
     * @param type of the payload
     * @param payload handed over, not copied
     * @throws IllegalArgumentException if it is longer than its type allows
     */
    public Frame(FrameType type, byte[] payload) {
        if (payload.length > type.maxPayloadBytes()) {
            throw new IllegalArgumentException(
                    type + " payload: " + payload.length + " bytes (expected: at most " + type.maxPayloadBytes() + ")");
        }
        this.type = type;
        this.payload = payload;
    }

    public FrameType type() {
        return type;
    }

    public byte[] payload() {
        return payload;
    }

    /** Returns the bytes before the payload: type, then payload length in big-endian order. */
    public byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) type.code())
                .putInt(payload.length)
                .array();
    }

    /** Returns the size of header and payload together, bytes. */
    public int wireBytes() {
        return HEADER_BYTES + payload.length;
    }

    /** Returns type and size alone: payloads are never printed. */
    @Override
    public String toString() {
        return type + "[" + payload.length + " bytes]";
    }
}
