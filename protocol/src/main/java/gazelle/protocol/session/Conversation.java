package gazelle.protocol.session;

import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.ModelJson;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;

/** Frames sent and expected over a link, counted; whatever else arrives ends the session, and so does the user's stop. */
final class Conversation {
    /** Who speaks: only a server may refuse. */
    enum Party {
        CLIENT,
        SERVER
    }

    private final Link link;
    private final Party party;
    private Duration patience;
    private volatile boolean stopped;
    private long bytesSent;
    private long bytesReceived;
    private int rounds;
    private boolean sentSinceReceived;

    /** The other side may let {@code patience} pass before each frame. */
    Conversation(Link link, Party party, Duration patience) {
        this.link = link;
        this.party = party;
        this.patience = patience;
    }

    /** From now on the other side may let {@code duration} pass. */
    void setPatience(Duration duration) {
        patience = duration;
    }

    /** Makes this and every later call end with {@code STOPPED}; any thread may do so. */
    void stop() {
        stopped = true;
        link.close();
    }

    /**
     * Between steps that take long.
     *
     * @throws SessionException {@code STOPPED} if the user wants no more
     */
    void requireRunning() throws SessionException {
        if (stopped) {
            throw SessionException.stopped();
        }
    }

    void send(FrameType type, byte[] payload) throws SessionException {
        requireRunning();
        Frame frame = new Frame(type, payload);
        try {
            link.send(frame, patience);
        } catch (SessionException problem) {
            requireRunning();
            throw refusalOr(problem);
        }
        bytesSent += frame.wireBytes();
        sentSinceReceived = true;
    }

    /** Why the other side went away, if it said so before it did. */
    private SessionException refusalOr(SessionException problem) {
        try {
            while (party == Party.CLIENT && problem.code() == SessionException.Code.CONNECTION_LOST) {
                Frame frame = link.receive(Duration.ZERO);
                if (frame.type() == FrameType.REFUSED) {
                    return readJson(frame, Refused.class).asException();
                }
            }
        } catch (SessionException nothingMore) {
            return problem;
        }
        return problem;
    }

    void sendJson(FrameType type, Object message) throws SessionException {
        send(type, ModelJson.writeMessage(message));
    }

    /** The next frame, of any type; to a client {@code REFUSED} becomes the exception it stands for. */
    Frame receive() throws SessionException {
        requireRunning();
        Frame frame;
        try {
            frame = link.receive(patience);
        } catch (SessionException problem) {
            requireRunning();
            throw problem;
        }
        requireRunning();
        bytesReceived += frame.wireBytes();
        if (party == Party.CLIENT && frame.type() == FrameType.REFUSED) {
            throw readJson(frame, Refused.class).asException();
        }
        return frame;
    }

    /** The payload of the next frame, which must be of that type. */
    byte[] expect(FrameType type) throws SessionException {
        countRound();
        Frame frame = receive();
        requireType(frame, type);
        return frame.payload();
    }

    /** The payload of the next frame, which must have that type and size. */
    byte[] expect(FrameType type, int payloadBytes) throws SessionException {
        byte[] payload = expect(type);
        if (payload.length != payloadBytes) {
            throw SessionException.malformed("a " + type + " message of " + payload.length
                    + " bytes arrived where one of " + payloadBytes + " was due");
        }
        return payload;
    }

    <T> T expectJson(FrameType type, Class<T> message) throws SessionException {
        countRound();
        Frame frame = receive();
        requireType(frame, type);
        return readJson(frame, message);
    }

    static <T> T readJson(Frame frame, Class<T> message) throws SessionException {
        try {
            return ModelJson.read(frame.payload(), message);
        } catch (ModelFormatException problem) {
            throw SessionException.malformed("a " + frame.type() + " message is " + problem.getMessage());
        }
    }

    static void requireType(Frame frame, FrameType due) throws SessionException {
        if (frame.type() != due) {
            throw SessionException.malformed("a " + frame.type() + " message arrived where " + due + " was due");
        }
    }

    private void countRound() {
        if (sentSinceReceived) {
            rounds++;
            sentSinceReceived = false;
        }
    }

    long bytesSent() {
        return bytesSent;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    int rounds() {
        return rounds;
    }

    /** Messages sent ahead of their turn, such as the choices of a later chunk, cost no wait of their own. */
    void sentAhead() {
        sentSinceReceived = false;
    }
}
