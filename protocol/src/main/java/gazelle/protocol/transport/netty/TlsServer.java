package gazelle.protocol.transport.netty;

import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.FrameType;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Listens for clients over TLS 1.3 and hands each connection over as a link. */
public final class TlsServer implements AutoCloseable {
    /** Connections open at once, those included that are still in their handshake or about to be refused. */
    static final int MAX_CONNECTIONS = 128;

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Channel listening;

    /**
     * Begins to listen.
     *
     * @param address where; port 0 takes a free one
     * @param identity the server's key and certificate
     * @param onLink called for each client once TLS stands, on a network thread: it must not block
     * @throws IOException if the address cannot be bound
     */
    public TlsServer(InetSocketAddress address, TlsIdentity identity, Consumer<Link> onLink) throws IOException {
        this(address, identity, onLink, TlsChannels.HANDSHAKE_TIMEOUT);
    }

    /** A server whose clients have another time for the TLS handshake. */
    TlsServer(InetSocketAddress address, TlsIdentity identity, Consumer<Link> onLink, Duration handshake)
            throws IOException {
        SslContext context;
        try {
            context = SslContextBuilder.forServer(identity.privateKey(), identity.certificate())
                    .protocols(TlsChannels.TLS_VERSION)
                    .build();
        } catch (SSLException problem) {
            throw new IllegalStateException("this Java runtime has no TLS 1.3", problem);
        }
        ChannelFuture binding = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, TlsChannels.WATER_MARK)
                .childHandler(new TlsChannels(context, handshake, FrameType.OT_EXTENSION.maxPayloadBytes()) {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (connections.size() >= MAX_CONNECTIONS) {
                            var _ = channel.close();
                        } else {
                            connections.add(channel);
                            super.initChannel(channel);
                        }
                    }

                    @Override
                    void initialised(SslHandler tls, NettyLink link) {
                        tls.handshakeFuture().addListener(handshake -> {
                            if (handshake.isSuccess()) {
                                onLink.accept(link);
                            }
                        });
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            close(eventLoops);
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort());
        }
        this.listening = binding.channel();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        // The loops must not end before the connections: nobody would tell the other side.
        connections.close().awaitUninterruptibly(TlsChannels.CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        close(eventLoops);
    }

    private static void close(EventLoopGroup eventLoops) {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
