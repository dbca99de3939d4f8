package gazelle.protocol.wire;

/**
 * The checked first five bytes of a frame.
 *
 * @param type kind of frame
 * @param payloadBytes length of the payload, within the type's limit
 */
public record FrameHeader(FrameType type, int payloadBytes) {
    /**
     * Returns the header that a peer announces, checked.
     *
     * @param code first byte, 0..255
     * @param length announced payload length, unsigned 32 bits
     * @param largestPayloadBytes longest payload that the receiver accepts, of whatever type
     * @throws SessionException {@code MALFORMED_MESSAGE} for an unknown type or a length above the type's limit
     */
    public static FrameHeader of(int code, long length, int largestPayloadBytes) throws SessionException {
        FrameType type = FrameType.ofCode(code);
        if (type == null) {
            throw SessionException.malformed("a message of unknown kind " + code + " arrived");
        }
        int limit = Math.min(type.maxPayloadBytes(), largestPayloadBytes);
        if (length > limit) {
            throw SessionException.malformed(
                    "a " + type + " message of " + length + " bytes was announced, at most " + limit + " are allowed");
        }
        return new FrameHeader(type, (int) length);
    }
}
