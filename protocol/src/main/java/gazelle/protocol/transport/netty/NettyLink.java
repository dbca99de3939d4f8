package gazelle.protocol.transport.netty;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.FrameQueue;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.Peer;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link over a Netty channel; reading pauses while the receiver is behind, sending waits while the network is. */
final class NettyLink extends SimpleChannelInboundHandler<Frame> implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLink.class);
    private static final long RECEIVE_QUEUE_BYTES = 16 << 20;

    private final Channel channel;
    private final FrameQueue incoming = new FrameQueue(RECEIVE_QUEUE_BYTES);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition writable = lock.newCondition();
    private final AtomicLong reads = new AtomicLong();
    private final FrameDecoder decoder;

    private volatile @Nullable SSLEngine tls;
    private volatile @Nullable LinkProfile chosen;
    private volatile @Nullable Acceptance acceptance;

    /** A server's notes on a connection that it accepted. */
    private static final class Acceptance {
        private final LongSupplier nanoTime;
        private final long atNanos;
        private final Runnable greeted;
        private volatile boolean widened;
        private volatile boolean begun;

        Acceptance(LongSupplier nanoTime, Runnable greeted) {
            this.nanoTime = nanoTime;
            this.atNanos = nanoTime.getAsLong();
            this.greeted = greeted;
        }
    }

    /**
     * @param decoder of this channel's frames
     */
    NettyLink(Channel channel, FrameDecoder decoder) {
        this.channel = channel;
        this.decoder = decoder;
    }

    /**
     * Takes the link for one that a stranger opened just now: until {@link #allowFrames} widens it, there is one frame, of the size of a
     * greeting.
     *
     * @param greeted called once that frame is there, on the network thread
     */
    void accepted(LongSupplier nanoTime, Runnable greeted) {
        acceptance = new Acceptance(nanoTime, greeted);
        decoder.allow(FrameType.HELLO.maxPayloadBytes());
        incoming.limit(FrameType.HELLO.maxPayloadBytes());
    }

    /** Takes the link for one whose ends show their certificates by that engine. */
    void over(SSLEngine engine) {
        tls = engine;
    }

    /** Returns true once an accepted link's client has sent a whole frame. */
    boolean hasGreeted() {
        Acceptance accepted = acceptance;
        return accepted != null && accepted.begun;
    }

    @Override
    public void allowFrames(int largestPayloadBytes, long queueBytes) {
        decoder.allow(largestPayloadBytes);
        incoming.limit(queueBytes);
        Acceptance accepted = acceptance;
        if (accepted != null) {
            accepted.widened = true;
        }
    }

    @Override
    public Duration age() {
        Acceptance accepted = acceptance;
        return accepted == null ? Duration.ZERO : Duration.ofNanos(accepted.nanoTime.getAsLong() - accepted.atNanos);
    }

    @Override
    public Peer peer() {
        SSLEngine engine = tls;
        return engine == null ? address() : address().with(shown(engine.getSession()));
    }

    private Peer address() {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? Peer.at(remote) : Peer.UNKNOWN;
    }

    private static List<X509Certificate> shown(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        awaitWritable(timeout);
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame.header(), frame.payload()))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private void awaitWritable(Duration timeout) throws SessionException {
        lock.lock();
        try {
            long remaining = timeout.toNanos();
            while (channel.isActive() && !channel.isWritable()) {
                if (remaining <= 0) {
                    throw SessionException.timedOut(timeout);
                }
                remaining = writable.awaitNanos(remaining);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SessionException.stopped();
        } finally {
            lock.unlock();
        }
        if (!channel.isActive()) {
            // What the other side sent may have been the reason to close.
            throw incoming.causeOfEnd();
        }
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        Frame frame = incoming.take(timeout);
        if (!channel.config().isAutoRead() && incoming.hasRoom()) {
            channel.config().setAutoRead(true);
        }
        return frame;
    }

    @Override
    public long progress() {
        // Whoever waits sends nothing more meanwhile, so what stands in the way of the next frame only shrinks.
        return reads.get() - channel.bytesBeforeWritable();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reads.incrementAndGet();
        context.fireChannelReadComplete();
    }

    /** Returns this link, from now on of that kind whatever its address says. */
    NettyLink as(LinkProfile profile) {
        chosen = profile;
        return this;
    }

    @Override
    public LinkProfile profile() {
        LinkProfile told = chosen;
        if (told != null) {
            return told;
        }
        boolean near = address().address().filter(NettyLink::isNear).isPresent();
        return near ? LinkProfile.LAN : LinkProfile.WAN;
    }

    private static boolean isNear(InetAddress address) {
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
    }

    @Override
    public void close() {
        incoming.end(SessionException.lost());
        // A client or server that is being closed closes its channels itself and takes no more tasks.
        if (!channel.isActive() || channel.eventLoop().isShuttingDown()) {
            return;
        }
        // The empty write completes after everything that was sent before it.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        try {
            var _ = channel.eventLoop().schedule(this::closeAtOnce, 2, TimeUnit.SECONDS);
        } catch (RejectedExecutionException networkStopped) {
            LOG.debug("the network thread ended before its link and has closed it");
        }
    }

    private void closeAtOnce() {
        var _ = channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) throws SessionException {
        Acceptance accepted = acceptance;
        if (accepted != null && accepted.begun && !accepted.widened) {
            throw SessionException.malformed("a " + frame.type() + " message arrived before the greeting was answered");
        }
        if (incoming.offer(frame)) {
            channel.config().setAutoRead(false);
            // The receiver may have emptied the queue in between, and would then not look again.
            if (incoming.hasRoom()) {
                channel.config().setAutoRead(true);
            }
        }
        if (accepted != null && !accepted.begun) {
            accepted.begun = true;
            accepted.greeted.run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        wakeSender();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        incoming.end(SessionException.lost());
        wakeSender();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable problem = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (problem instanceof Error) {
            LOG.error("{}: the connection failed: {}", peer(), problem.toString());
        }
        incoming.end(problem instanceof SessionException malformed ? malformed : SessionException.lost());
        var _ = context.close();
    }

    private void wakeSender() {
        lock.lock();
        try {
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
