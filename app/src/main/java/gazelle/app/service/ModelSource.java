package gazelle.app.service;

import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.wire.SessionException;

/** A server whose models can be used: the one inside this program, or one on the network. */
public sealed interface ModelSource extends AutoCloseable permits EmbeddedServer, RemoteServer {
    /**
     * Opens a session.
     *
     * @throws SessionException if the server cannot be reached, is not the trusted one or refuses
     */
    GazelleClient connect() throws SessionException;

    /** Ends every session and frees what this source holds. */
    @Override
    void close();
}
