package gazelle.protocol.wire;

import org.jspecify.annotations.Nullable;

/** Every kind of frame, its code on the wire and the longest payload it may carry. */
public enum FrameType {
    /** Client: {@link Hello}. */
    HELLO(1, 4 << 10),
    /** Server: {@link Welcome}. */
    WELCOME(2, 4 << 20),
    /** Server, in place of any other message: {@link Refused}. */
    REFUSED(3, 4 << 10),
    /** Client: public key and the seed of its ciphertexts' uniform halves. */
    KEYS(4, 64 << 10),
    /** Server: request of the base oblivious transfers. */
    OT_REQUEST(5, 1 << 20),
    /** Client: answer of the base oblivious transfers. */
    OT_REPLY(6, 1 << 20),
    /** Client: {@link Start} of one inference. */
    START(7, 4 << 10),
    /** Server: the public garbling seed of the inference. */
    BEGIN(8, 64),
    /** Client: one encrypted polynomial of its share. */
    CIPHERTEXT(9, 64 << 10),
    /** Server: one switched and masked response. */
    RESPONSE(10, 64 << 10),
    /** Client: correction of one batch of extended oblivious transfers. */
    OT_EXTENSION(11, 4 << 20),
    /** Client: one correction bit for each input wire of a chunk. */
    CHOICES(12, 512 << 10),
    /** Server: garbled tables of a chunk. */
    TABLES(13, 16 << 20),
    /** Client: the end of the session. */
    BYE(14, 0),
    /** Client: proof that a batch of extended oblivious transfers is consistent. */
    OT_CHECK(15, 4 << 10);

    private static final FrameType[] BY_CODE = values();

    private final int code;
    private final int maxPayloadBytes;

    FrameType(int code, int maxPayloadBytes) {
        this.code = code;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** Returns the type with that code, or null if there is none. */
    public static @Nullable FrameType ofCode(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }

    /** Returns the first byte of a frame of this type. */
    public int code() {
        return code;
    }

    /** Returns the size of the longest payload, bytes. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }
}
