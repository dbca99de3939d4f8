package gazelle.protocol.session;

/** Told what the server's side of a session did; called on the session's thread, so it must not block. */
public interface ServerListener {
    /** A listener that does nothing. */
    ServerListener NONE = new ServerListener() {};

    /** An inference is complete, as far as the server knows. */
    default void inferenceFinished(String model, WorkTimes work) {}
}
