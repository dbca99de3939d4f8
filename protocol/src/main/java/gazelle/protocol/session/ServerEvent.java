package gazelle.protocol.session;

import gazelle.protocol.meter.WorkTimes;
import gazelle.protocol.transport.Peer;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * An event in the life of a server's session. It tells who, when in the order of things, and how much; nothing that follows from an image
 * or a key is in it.
 *
 * <p>After {@link Opened} there is one {@link Closed}, the last event of its session; after {@link InferenceBegun} one
 * {@link InferenceEnded}. A {@link SessionRefused} comes whenever a session, opened or not, is told why it ends.
 */
public sealed interface ServerEvent {
    /** Returns the session's number, counted from 1 by its host; 0 for a client that was refused before it had a session. */
    long session();

    /** Returns the client. */
    Peer peer();

    /**
     * A greeting was accepted and answered.
     *
     * @param session its number
     * @param peer the client
     */
    record Opened(long session, Peer peer) implements ServerEvent {}

    /**
     * A client is about to be told why its session, or its wish for one, ends.
     *
     * @param session its number, or 0
     * @param peer the client
     * @param answer the answer that it is sent, with its code
     */
    record SessionRefused(long session, Peer peer, Refused answer) implements ServerEvent {}

    /**
     * An inference was accepted.
     *
     * @param session its number
     * @param peer the client
     * @param model the model's name
     */
    record InferenceBegun(long session, Peer peer, String model) implements ServerEvent {}

    /**
     * An inference has ended, as far as the server knows.
     *
     * @param session its number
     * @param peer the client
     * @param model the model's name
     * @param problem the cause, if the inference was not completed
     * @param traffic its bytes, from the client's request on
     * @param work the time that the server's threads spent on it
     */
    record InferenceEnded(
            long session, Peer peer, String model, Optional<Problem> problem, Traffic traffic, WorkTimes work)
            implements ServerEvent {}

    /**
     * A client was proved to have deviated from the protocol.
     *
     * @param session its number
     * @param peer the client
     */
    record Cheated(long session, Peer peer) implements ServerEvent {}

    /**
     * A session that had been opened is over.
     *
     * @param session its number
     * @param peer the client
     * @param problem the cause, if it did not end with the client's goodbye
     * @param inferences the number of inferences that were completed
     * @param traffic all its bytes
     */
    record Closed(long session, Peer peer, Optional<Problem> problem, int inferences, Traffic traffic)
            implements ServerEvent {}

    /**
     * The cause of an end that no goodbye brought.
     *
     * @param code of the session's error; {@link #INTERNAL} stands for the server's own
     */
    record Problem(String code) {
        /** An error of the server's own. */
        public static final Problem INTERNAL = new Problem("SERVER_FAILURE");

        static Problem of(Throwable cause) {
            return switch (cause) {
                case SessionException ended -> new Problem(ended.code().name());
                case CancellationException _ -> new Problem(SessionException.Code.STOPPED.name());
                default -> INTERNAL;
            };
        }
    }

    /**
     * Bytes of frames, headers included; TLS adds its own.
     *
     * @param received sent by the client
     * @param sent sent by the server
     */
    record Traffic(long received, long sent) {}
}
