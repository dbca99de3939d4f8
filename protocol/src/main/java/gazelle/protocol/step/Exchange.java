package gazelle.protocol.step;

import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;

/**
 * One message of a step.
 *
 * @param sender who sends it
 * @param type the type of its frame
 * @param item which request, response or chunk of the step it belongs to
 * @param payloadBytes its exact size without the frame's header
 * @param when whether it waits for the shares that enter the step
 * @param answers of a server's message, the place in the step's exchanges of the last client's message that it needs; else -1
 */
public record Exchange(Sender sender, FrameType type, int item, int payloadBytes, When when, int answers) {
    private static final int NOTHING = -1;

    /** A party. */
    public enum Sender {
        /** The one with the image. */
        CLIENT,
        /** The one with the weights. */
        SERVER
    }

    /** The earliest moment at which a message can be made. */
    public enum When {
        /** Before the shares that enter the step are known. */
        PREPARED,
        /** With those shares. */
        RUNNING
    }

    /** Returns a client's message that needs no share. */
    public static Exchange prepared(FrameType type, int item, int payloadBytes) {
        return new Exchange(Sender.CLIENT, type, item, payloadBytes, When.PREPARED, NOTHING);
    }

    /** Returns a client's message that needs its share. */
    public static Exchange request(FrameType type, int item, int payloadBytes) {
        return new Exchange(Sender.CLIENT, type, item, payloadBytes, When.RUNNING, NOTHING);
    }

    /**
     * Returns a server's message.
     *
     * @param answers the place of the last client's message that it needs
     */
    public static Exchange answer(FrameType type, int item, int payloadBytes, int answers) {
        return new Exchange(Sender.SERVER, type, item, payloadBytes, When.RUNNING, answers);
    }

    /** Returns whether the client sends it. */
    public boolean fromClient() {
        return sender == Sender.CLIENT;
    }

    /** Returns its size on the wire, the frame's header included. */
    public int wireBytes() {
        return Frame.HEADER_BYTES + payloadBytes;
    }
}
