package gazelle.app.service;

import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.netty.TlsClient;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.wire.SessionException;
import java.util.Optional;

/** A server on the network, known by the fingerprint of its key. */
public final class RemoteServer implements ModelSource {
    private final TlsClient network = new TlsClient();
    private final ServerAddress address;
    private final KeyFingerprint trusted;
    private final SessionSettings settings;

    /**
     * @param address on which it listens
     * @param trusted the only key that is accepted
     * @param settings randomness, clock and time-out of the sessions
     */
    public RemoteServer(ServerAddress address, KeyFingerprint trusted, SessionSettings settings) {
        this.address = address;
        this.trusted = trusted;
        this.settings = settings;
    }

    @Override
    public GazelleClient connect() throws SessionException {
        return GazelleClient.open(network.connect(address.host(), address.port(), trusted), settings);
    }

    /**
     * Asks a server that is not yet trusted for its certificate; sends it nothing.
     *
     * @throws SessionException if no server answers there
     */
    public static ServerCertificate certificateOf(ServerAddress address) throws SessionException {
        try (TlsClient network = new TlsClient()) {
            return network.certificateOf(address.host(), address.port());
        }
    }

    @Override
    public String place() {
        return address.toString();
    }

    @Override
    public Optional<KeyFingerprint> key() {
        return Optional.of(trusted);
    }

    @Override
    public void close() {
        network.close();
    }
}
