package gazelle.protocol.session;

import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Refused;
import java.util.Optional;

/**
 * Tells a listener of the events of one session, used by the session's thread.
 *
 * <p>An error of the listener's reaches the session where that can still end because of it; else it is added to the cause of the end.
 */
final class SessionEvents {
    private final long number;
    private final Link link;
    private final Conversation conversation;
    private final ServerListener listener;
    private boolean opened;

    /**
     * @param number the session's
     * @param link gives the peer
     * @param conversation counts the bytes
     * @param listener told of every event
     */
    SessionEvents(long number, Link link, Conversation conversation, ServerListener listener) {
        this.number = number;
        this.link = link;
        this.conversation = conversation;
        this.listener = listener;
    }

    /** Returns the bytes so far. */
    ServerEvent.Traffic traffic() {
        return new ServerEvent.Traffic(conversation.bytesReceived(), conversation.bytesSent());
    }

    void opened() {
        opened = true;
        listener.heard(new ServerEvent.Opened(number, link.peer()));
    }

    void refused(Refused answer, Throwable cause) {
        hear(new ServerEvent.SessionRefused(number, link.peer(), answer), cause);
    }

    void cheated(Throwable cause) {
        hear(new ServerEvent.Cheated(number, link.peer()), cause);
    }

    void inferenceBegun(String model) {
        listener.heard(new ServerEvent.InferenceBegun(number, link.peer(), model));
    }

    /**
     * Tells that an inference was completed.
     *
     * @param before the bytes before its request
     */
    void inferenceCompleted(String model, ServerEvent.Traffic before, WorkClock clock) {
        listener.heard(ended(model, Optional.empty(), before, clock));
    }

    /**
     * Tells that an inference was not completed.
     *
     * @param before the bytes before its request
     */
    void inferenceFailed(String model, ServerEvent.Traffic before, WorkClock clock, Throwable cause) {
        hear(ended(model, Optional.of(ServerEvent.Problem.of(cause)), before, clock), cause);
    }

    private ServerEvent ended(
            String model, Optional<ServerEvent.Problem> problem, ServerEvent.Traffic before, WorkClock clock) {
        ServerEvent.Traffic now = traffic();
        return new ServerEvent.InferenceEnded(
                number,
                link.peer(),
                model,
                problem,
                new ServerEvent.Traffic(now.received() - before.received(), now.sent() - before.sent()),
                clock.times());
    }

    /** Tells that the session ended with the client's goodbye, if it was opened. */
    void closed(int inferences) {
        if (opened) {
            listener.heard(new ServerEvent.Closed(number, link.peer(), Optional.empty(), inferences, traffic()));
        }
    }

    /** Tells that the session ended in another way, if it was opened. */
    void closed(int inferences, Throwable cause) {
        if (opened) {
            Optional<ServerEvent.Problem> problem = Optional.of(ServerEvent.Problem.of(cause));
            hear(new ServerEvent.Closed(number, link.peer(), problem, inferences, traffic()), cause);
        }
    }

    private void hear(ServerEvent event, Throwable cause) {
        try {
            listener.heard(event);
        } catch (RuntimeException fault) {
            cause.addSuppressed(fault);
        }
    }
}
