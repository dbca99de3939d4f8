package gazelle.protocol.session;

import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.WireJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames sent and expected over a link, counted; whatever else arrives ends the session, and so does an interrupt of the thread.
 */
final class Conversation {
    /** The two sides of a conversation; only a server may refuse. */
    enum Party {
        CLIENT,
        SERVER
    }

    /** Number of times that a pause is checked before the listener is told of it, so that the end of a shorter one is noticed soon. */
    private static final int LOOKS_BEFORE_NOTICE = 4;

    private final Link link;
    private final Party party;
    private final LongSupplier nanoTime;
    private Duration silence;
    private TotalLimit total;
    private Patience patience = Patience.USUAL;
    private InferenceListener listener = InferenceListener.NONE;
    private @Nullable PhaseClock clock;
    private long bytesSent;
    private long bytesReceived;
    private int rounds;
    private boolean sentSinceReceived;

    /**
     * @param greeting time that the other side has for its first message
     */
    Conversation(Link link, Party party, LongSupplier nanoTime, Duration greeting) {
        this.link = link;
        this.party = party;
        this.nanoTime = nanoTime;
        this.silence = greeting;
        this.total = new TotalLimit.Span(nanoTime, greeting);
    }

    /** Lets the other side, from now on, pass {@code quiet} without moving a byte, and {@code inAll} all together. */
    void allow(Duration quiet, Duration inAll) {
        silence = quiet;
        total = new TotalLimit.Span(nanoTime, inAll);
    }

    /**
     * For clients: from now on the server may let the usual silence pass without moving a byte, and keep this side waiting only as
     * long as its patience lasts for these bytes.
     *
     * @param bytes that both sides send together
     */
    void allowFor(long bytes, SessionLimits limits) {
        silence = limits.silence();
        total = new TotalLimit.Waiting(limits.longestWaitFor(bytes), bytes);
        patience = limits.patience();
    }

    /** Tells this listener of pauses from now on. */
    void tellOfPauses(InferenceListener told) {
        listener = told;
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

    /** Waits while bytes move, until the total limit is over. */
    private <T> T patiently(Wait<T> wait) throws SessionException {
        Pause pause = new Pause();
        while (true) {
            requireRunning();
            Duration look = shortest(pause.left(), patience.notice().dividedBy(LOOKS_BEFORE_NOTICE), total.left());
            if (!look.isPositive()) {
                throw total.exceeded();
            }
            long before = link.progress();
            long begin = nanoTime.getAsLong();
            try {
                T awaited = wait.during(look);
                pause.end();
                return awaited;
            } catch (SessionException late) {
                if (late.code() != SessionException.Code.TIMED_OUT) {
                    throw late;
                }
                if (link.progress() == before) {
                    pause.lasts(look);
                } else {
                    pause.end();
                }
            } finally {
                total.waited(Duration.ofNanos(nanoTime.getAsLong() - begin));
            }
        }
    }

    private static Duration shortest(Duration... durations) {
        return Collections.min(Arrays.asList(durations));
    }

    /** A time in which no byte moves. */
    private final class Pause {
        private Duration quiet = Duration.ZERO;
        private long since = nanoTime.getAsLong();
        private boolean told;

        Duration left() {
            return silence.minus(quiet);
        }

        void lasts(Duration more) throws SessionException {
            quiet = quiet.plus(more);
            if (!left().isPositive()) {
                throw SessionException.timedOut(silence);
            }
            if (!told && quiet.compareTo(patience.notice()) >= 0) {
                told = true;
                listener.stalled(quiet);
            }
        }

        void end() {
            if (told) {
                listener.resumed(Duration.ofNanos(nanoTime.getAsLong() - since));
            }
            quiet = Duration.ZERO;
            since = nanoTime.getAsLong();
            told = false;
        }
    }

    void send(FrameType type, byte[] payload) throws SessionException {
        send(type, payload, true);
    }

    /**
     * Sends a frame.
     *
     * @param costsWait whether the next answer is waited for on its account: not so where it is sent ahead of its turn
     */
    void send(FrameType type, byte[] payload, boolean costsWait) throws SessionException {
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
        sentSinceReceived |= costsWait;
    }

    /** Returns the reason that the other side gave before it closed the connection, or else {@code problem}. */
    private SessionException refusalOr(SessionException problem) {
        try {
            while (party == Party.CLIENT && problem.code() == SessionException.Code.CONNECTION_LOST) {
                Frame frame = link.receive(Duration.ZERO);
                if (frame.type() == FrameType.REFUSED) {
                    return WireJson.read(frame, Refused.class).asException();
                }
            }
        } catch (SessionException nothingMore) {
            return problem;
        }
        return problem;
    }

    void sendJson(FrameType type, Object message) throws SessionException {
        send(type, WireJson.write(message));
    }

    /** Returns the next frame, of any type; to a client {@code REFUSED} becomes the exception that it stands for. */
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
            throw WireJson.read(frame, Refused.class).asException();
        }
        return frame;
    }

    /** Returns the payload of the next frame, which must be of that type. */
    byte[] expect(FrameType type) throws SessionException {
        countRound();
        Frame frame = receive();
        requireType(frame, type);
        return frame.payload();
    }

    /** Returns the payload of the next frame, which must have that type and size, bytes. */
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
        return WireJson.read(frame, message);
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
}
