package gazelle.protocol.session;

import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.ModelJson;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames sent and expected over a link, counted; whatever else arrives ends the session, and so does an interrupt of the thread.
 */
final class Conversation {
    /** Who speaks: only a server may refuse. */
    enum Party {
        CLIENT,
        SERVER
    }

    private final Link link;
    private final Party party;
    private final LongSupplier nanoTime;
    private Duration silence;
    private Duration allowed = Duration.ZERO;
    private OptionalLong deadline = OptionalLong.empty();
    private @Nullable PhaseClock clock;
    private long bytesSent;
    private long bytesReceived;
    private int rounds;
    private boolean sentSinceReceived;

    /**
     * @param greeting what the other side has for its first message
     */
    Conversation(Link link, Party party, LongSupplier nanoTime, Duration greeting) {
        this.link = link;
        this.party = party;
        this.nanoTime = nanoTime;
        this.silence = greeting;
        allow(greeting, greeting);
    }

    /** From now on the other side may let {@code quiet} pass without moving a byte, for as long as it likes. */
    void allow(Duration quiet) {
        silence = quiet;
        deadline = OptionalLong.empty();
    }

    /** From now on the other side may let {@code quiet} pass without moving a byte, and {@code inAll} all together. */
    void allow(Duration quiet, Duration inAll) {
        silence = quiet;
        allowed = inAll;
        deadline = OptionalLong.of(nanoTime.getAsLong() + inAll.toNanos());
    }

    /** Tells this clock when an answer is waited for; null tells none. */
    void tell(@Nullable PhaseClock told) {
        clock = told;
    }

    private static void requireRunning() throws SessionException {
        if (Thread.currentThread().isInterrupted()) {
            throw SessionException.stopped();
        }
    }

    private interface Wait<T> {
        T during(Duration timeout) throws SessionException;
    }

    /** Waits while bytes move, until the deadline. */
    private <T> T patiently(Wait<T> wait) throws SessionException {
        while (true) {
            requireRunning();
            Duration left =
                    deadline.isPresent() ? Duration.ofNanos(deadline.getAsLong() - nanoTime.getAsLong()) : silence;
            if (left.isNegative() || left.isZero()) {
                throw SessionException.timedOut(allowed);
            }
            long before = link.progress();
            try {
                return wait.during(left.compareTo(silence) < 0 ? left : silence);
            } catch (SessionException late) {
                if (late.code() != SessionException.Code.TIMED_OUT) {
                    throw late;
                }
                if (link.progress() == before) {
                    throw left.compareTo(silence) < 0 ? SessionException.timedOut(allowed) : late;
                }
            }
        }
    }

    void send(FrameType type, byte[] payload) throws SessionException {
        Frame frame = new Frame(type, payload);
        try {
            patiently(timeout -> {
                link.send(frame, timeout);
                return frame;
            });
        } catch (SessionException problem) {
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
        PhaseClock told = clock;
        if (told != null) {
            told.waits();
        }
        Frame frame = patiently(link::receive);
        if (told != null) {
            told.waited();
        }
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
