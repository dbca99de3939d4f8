package gazelle.app;

import gazelle.app.service.ServerAddress;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.netty.TlsServer;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.ModelOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A whole server on the loopback interface. */
public final class NetworkServer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The most clients that it serves at once. */
    public static final int MAX_SESSIONS = 4;

    private final TlsIdentity identity;
    private final ModelHost host;
    private final TlsServer network;
    private final int port;

    private NetworkServer(
            List<PreparedModel> models,
            TlsIdentity identity,
            int wantedPort,
            SessionLimits limits,
            UnaryOperator<Link> disguise)
            throws IOException {
        this.identity = identity;
        this.host = new ModelHost(models, new SessionSettings(RANDOM, System::nanoTime, limits), MAX_SESSIONS);
        this.network = new TlsServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort),
                identity,
                link -> host.accept(disguise.apply(link)));
        this.port = network.port();
    }

    /** Offers these models within the usual limits. */
    public static NetworkServer start(List<PreparedModel> models) throws IOException {
        return start(models, SessionLimits.USUAL);
    }

    /** Offers these models. */
    public static NetworkServer start(List<PreparedModel> models, SessionLimits limits) throws IOException {
        return new NetworkServer(
                models, TlsIdentity.generate(RANDOM, Instant.now()), 0, limits, UnaryOperator.identity());
    }

    /** Offers other models than it has. */
    public static NetworkServer lying(List<PreparedModel> models, List<ModelOffer> offered) throws IOException {
        return new NetworkServer(
                models,
                TlsIdentity.generate(RANDOM, Instant.now()),
                0,
                SessionLimits.USUAL,
                link -> new OtherOffers(link, offered));
    }

    /** A new server in the place of this one, with the same key. */
    public NetworkServer again(List<PreparedModel> models) throws IOException {
        return new NetworkServer(models, identity, port, SessionLimits.USUAL, UnaryOperator.identity());
    }

    /** Returns the address on which it listens. */
    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", port);
    }

    /** Returns the fingerprint that its administrator gives out. */
    public KeyFingerprint fingerprint() {
        return identity.fingerprint();
    }

    /** Waits until the server has no session left, as it has ended those that stood idle. */
    public void awaitNoSession() {
        while (host.openSessions() > 0) {
            Thread.onSpinWait();
        }
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
