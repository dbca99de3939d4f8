package gazelle.protocol.session;

import gazelle.protocol.meter.WorkTimes;

/** Told what the server's side of a session did; called on the session's thread, so it must not block. */
public interface ServerListener {
    /** A listener that does nothing. */
    ServerListener NONE = new ServerListener() {
        @Override
        public void inferenceFinished(String model, WorkTimes work) {}

        @Override
        public void clientCheated(String peer) {}
    };

    /** Called when an inference is complete, as far as the server knows. */
    void inferenceFinished(String model, WorkTimes work);

    /**
     * Called when a client was proved to have deviated from the protocol, before its session ends.
     *
     * @param peer the client's address
     */
    void clientCheated(String peer);
}
