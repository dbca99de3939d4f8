package gazelle.protocol.transport.netty;

import gazelle.protocol.admission.QuietLog;
import gazelle.protocol.transport.AddressBlock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.FrameType;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for clients over TLS 1.3 and hands each client over as a link once it has greeted. */
public final class TlsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);

    /** The bytes that may wait to leave, for each connection: less than a client's, as there are many. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 << 10, 2 << 20);

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Channel listening;

    /**
     * Begins to listen, within the usual limits.
     *
     * @param address to listen on; port 0 takes a free one
     * @param identity the server's key and certificate
     * @param onLink called for each client that has greeted, on a network thread: it must not block
     * @throws IOException if the address cannot be bound
     */
    public TlsServer(InetSocketAddress address, TlsIdentity identity, Consumer<Link> onLink) throws IOException {
        this(address, identity, onLink, ConnectionLimits.USUAL, Ticker.systemTicker()::nanoTime);
    }

    /**
     * Begins to listen.
     *
     * @param address to listen on; port 0 takes a free one
     * @param identity the server's key and certificate
     * @param onLink called for each client that has greeted, on a network thread: it must not block
     * @param limits on the connections that it keeps
     * @param nanoTime a clock
     * @throws IOException if the address cannot be bound
     */
    public TlsServer(
            InetSocketAddress address,
            TlsIdentity identity,
            Consumer<Link> onLink,
            ConnectionLimits limits,
            LongSupplier nanoTime)
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
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new AcceptedChannels(context, limits, nanoTime, onLink))
                .bind(address)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            close(eventLoops);
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort());
        }
        this.listening = binding.channel();
    }

    /** Sets up the connections that may stay, and closes the others before anything is computed for them. */
    private final class AcceptedChannels extends TlsChannels {
        private final ConnectionLimits limits;
        private final LongSupplier nanoTime;
        private final Consumer<Link> onLink;
        private final OpenConnections<Channel> open;
        private final QuietLog log;

        AcceptedChannels(SslContext context, ConnectionLimits limits, LongSupplier nanoTime, Consumer<Link> onLink) {
            super(context, limits.greeting(), FrameType.HELLO.maxPayloadBytes());
            this.limits = limits;
            this.nanoTime = nanoTime;
            this.onLink = onLink;
            this.open = new OpenConnections<>(limits, nanoTime);
            this.log = new QuietLog(LOG, nanoTime);
        }

        @Override
        protected void initChannel(Channel channel) {
            if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
                // Without an address it is already gone.
                var _ = channel.close();
                return;
            }
            AddressBlock address = AddressBlock.of(remote.getAddress());
            OpenConnections.Answer<Channel> answer = open.open(channel, address);
            switch (answer.verdict()) {
                case TOO_FAST -> log.say(QuietLog.Notice.CONNECTIONS_TOO_FAST, address.text());
                case FULL -> log.say(QuietLog.Notice.CONNECTIONS_FULL, address.text());
                case TAKEN -> {
                    if (answer.replaced().isPresent()) {
                        log.say(QuietLog.Notice.SILENT_CONNECTION_REPLACED, address.text());
                        var _ = answer.replaced().get().close();
                    }
                    connections.add(channel);
                    channel.closeFuture().addListener(_ -> open.closed(channel));
                    super.initChannel(channel);
                    return;
                }
            }
            var _ = channel.close();
        }

        private void closeAtOnce(Channel channel) {
            var _ = channel.close();
        }

        @Override
        void initialised(SslHandler tls, NettyLink link, Channel channel) {
            Future<?> deadline = channel.eventLoop()
                    .schedule(() -> closeAtOnce(channel), limits.greeting().toNanos(), TimeUnit.NANOSECONDS);
            channel.closeFuture().addListener(_ -> {
                deadline.cancel(false);
                if (!link.hasGreeted()) {
                    log.say(QuietLog.Notice.NO_GREETING, link.peer().name());
                }
            });
            link.accepted(nanoTime, () -> {
                deadline.cancel(false);
                open.greeted(channel);
                onLink.accept(link);
            });
        }
    }

    /** Returns the port that it listens on. */
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
