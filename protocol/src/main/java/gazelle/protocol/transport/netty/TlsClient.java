package gazelle.protocol.transport.netty;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.tls.CertificateProbe;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.PinnedServerTrust;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Connects to servers over TLS 1.3; one instance serves a whole program. */
public final class TlsClient implements AutoCloseable {
    /**
     * The bytes that may wait to leave. It holds all that a client sends ahead of what it waits for (requests of a linear layer and a
     * batch of transfers, 10 MiB): a client that waited to send to a server that waits to send to it would wait for ever.
     */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(4 << 20, 16 << 20);

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup eventLoops;
    private final Duration handshakeTimeout;

    /** Starts the network thread. */
    public TlsClient() {
        this(TlsChannels.HANDSHAKE_TIMEOUT);
    }

    /** Starts the network thread of a client whose servers have another time for the TLS handshake. */
    TlsClient(Duration handshakeTimeout) {
        this.handshakeTimeout = handshakeTimeout;
        eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    /**
     * Connects to a server whose key is known.
     *
     * @param host name or address
     * @param port TCP port
     * @param trusted the only key that is accepted
     * @throws SessionException {@code UNREACHABLE}, {@code UNTRUSTED_SERVER}, or {@code STOPPED} if the thread is interrupted
     */
    public Link connect(String host, int port, KeyFingerprint trusted) throws SessionException {
        return shakeHands(host, port, new PinnedServerTrust(trusted));
    }

    /**
     * Connects as {@link #connect(String, int, KeyFingerprint)} does, over what is a {@code profile} link whatever its address says,
     * such as a tunnel.
     *
     * @throws SessionException {@code UNREACHABLE}, {@code UNTRUSTED_SERVER}, or {@code STOPPED} if the thread is interrupted
     */
    public Link connect(String host, int port, KeyFingerprint trusted, LinkProfile profile) throws SessionException {
        return shakeHands(host, port, new PinnedServerTrust(trusted)).as(profile);
    }

    /**
     * Asks a server for its certificate, for people to compare before they trust it: a TLS handshake, after which nothing is
     * sent and the connection is closed.
     *
     * @param host name or address
     * @param port TCP port
     * @throws SessionException {@code UNREACHABLE} if no server answers there, {@code STOPPED} if the thread is interrupted
     */
    public ServerCertificate certificateOf(String host, int port) throws SessionException {
        CertificateProbe probe = new CertificateProbe();
        shakeHands(host, port, probe).close();
        return probe.shown().orElseThrow(() -> noServer(host + ":" + port));
    }

    private NettyLink shakeHands(String host, int port, TrustManager trust) throws SessionException {
        SslContext context;
        try {
            context = SslContextBuilder.forClient()
                    .trustManager(trust)
                    .protocols(TlsChannels.TLS_VERSION)
                    // The key identifies the server; its certificate carries no host name.
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException problem) {
            throw new IllegalStateException("this Java runtime has no TLS 1.3", problem);
        }
        CompletableFuture<NettyLink> links = new CompletableFuture<>();
        CompletableFuture<Future<?>> handshakes = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new TlsChannels(context, handshakeTimeout, FrameType.TABLES.maxPayloadBytes()) {
                    @Override
                    void initialised(SslHandler tls, NettyLink link, Channel channel) {
                        handshakes.complete(tls.handshakeFuture());
                        links.complete(link);
                    }
                })
                .connect(host, port);
        connections.add(connecting.channel());
        String address = host + ":" + port;
        try {
            if (!connecting.await(CONNECT_TIMEOUT_MILLIS + 1_000L) || !connecting.isSuccess()) {
                var _ = connecting.channel().close();
                throw unreachable(address);
            }
            Future<?> handshake = handshakes.join();
            if (!handshake.await(handshakeTimeout.toMillis() + 1_000, TimeUnit.MILLISECONDS)
                    || !handshake.isSuccess()) {
                var _ = connecting.channel().close();
                throw handshakeFailure(address, handshake.cause());
            }
        } catch (InterruptedException interrupted) {
            var _ = connecting.channel().close();
            Thread.currentThread().interrupt();
            throw SessionException.stopped();
        }
        return links.join();
    }

    private static SessionException unreachable(String address) {
        return new SessionException(
                SessionException.Code.UNREACHABLE,
                "No server answers at " + address
                        + ". Nothing was sent. Check the address, the network and that the server runs.");
    }

    private static SessionException handshakeFailure(String address, @Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedServerTrust.UntrustedKeyException untrusted) {
                return new SessionException(
                        SessionException.Code.UNTRUSTED_SERVER,
                        "The server at " + address + " is not the one you trust: its key has the fingerprint "
                                + untrusted.actual()
                                + ". Nothing was sent. Compare with the fingerprint your administrator gave you.");
            }
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return new SessionException(
                        SessionException.Code.UNTRUSTED_SERVER,
                        "The certificate of the server at " + address + " is "
                                + (cause instanceof CertificateExpiredException ? "no longer" : "not yet")
                                + " valid. Nothing was sent. Check this computer's clock, then ask the server's "
                                + "administrator.");
            }
        }
        return noServer(address);
    }

    private static SessionException noServer(String address) {
        return new SessionException(
                SessionException.Code.UNREACHABLE,
                "What answers at " + address
                        + " is not a Gazelle server, or its connection broke off. Nothing was sent. Check the address.");
    }

    /** Closes every connection. */
    @Override
    public void close() {
        // The loop must not end before the connections: nobody would tell the other side.
        connections.close().awaitUninterruptibly(TlsChannels.CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
