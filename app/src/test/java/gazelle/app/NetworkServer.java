package gazelle.app;

import gazelle.app.service.ServerAddress;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.netty.TlsServer;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** A whole server on the loopback interface. */
public final class NetworkServer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** How many clients it serves at once. */
    public static final int MAX_SESSIONS = 4;

    private final TlsIdentity identity;
    private final ModelHost host;
    private final TlsServer network;
    private final int port;

    private NetworkServer(List<PreparedModel> models, TlsIdentity identity, int wantedPort, SessionLimits limits)
            throws IOException {
        this.identity = identity;
        this.host = new ModelHost(models, new SessionSettings(RANDOM, System::nanoTime, limits), MAX_SESSIONS);
        this.network = new TlsServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort), identity, host::accept);
        this.port = network.port();
    }

    /** Offers these models within the usual limits. */
    public static NetworkServer start(List<PreparedModel> models) throws IOException {
        return start(models, SessionLimits.USUAL);
    }

    /** Offers these models. */
    public static NetworkServer start(List<PreparedModel> models, SessionLimits limits) throws IOException {
        return new NetworkServer(models, TlsIdentity.generate(RANDOM, Instant.now()), 0, limits);
    }

    /** A new server in the place of this one, with the same key. */
    public NetworkServer again(List<PreparedModel> models) throws IOException {
        return new NetworkServer(models, identity, port, SessionLimits.USUAL);
    }

    /** Where it listens. */
    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", port);
    }

    /** What its administrator gives out. */
    public KeyFingerprint fingerprint() {
        return identity.fingerprint();
    }

    /** Cuts every connection and ends, without a word. */
    public void cut() {
        network.close();
        host.close();
    }

    @Override
    public void close() {
        host.close();
        network.close();
    }
}
