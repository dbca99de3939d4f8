package gazelle.protocol.session;

/**
 * Told of the server's sessions; called on the session's thread, so it must not block.
 *
 * <p>There is one method for all events, and a switch over {@link ServerEvent} has no default: a listener cannot overlook a kind of event,
 * nor one around another listener lose one. If a listener throws at the beginning of a session or an inference, the session fails with
 * {@code SERVER_FAILURE}, as does an inference at its end; at every later event the session is over anyway, and the error is added to its
 * cause.
 */
@FunctionalInterface
public interface ServerListener {
    /** A listener that does nothing. */
    ServerListener NONE = _ -> {};

    /** Called for each event, those of one session one after the other. */
    void heard(ServerEvent event);
}
