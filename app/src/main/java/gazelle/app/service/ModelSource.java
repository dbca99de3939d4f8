package gazelle.app.service;

import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.SessionException;
import java.util.Optional;

/** A server whose models can be used: the one inside this program, or one on the network. */
public sealed interface ModelSource extends AutoCloseable permits EmbeddedServer, RemoteServer {
    /**
     * Opens a session.
     *
     * @throws SessionException if the server cannot be reached, is not the trusted one or refuses
     */
    GazelleClient connect() throws SessionException;

    /** Returns its place, for people: {@code host:port} or "inside this program". */
    String place();

    /** The key by which it is known; empty if nothing leaves this computer. */
    Optional<KeyFingerprint> key();

    /** Ends every session and frees what this source holds. */
    @Override
    void close();
}
