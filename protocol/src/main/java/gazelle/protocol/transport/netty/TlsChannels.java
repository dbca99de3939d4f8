package gazelle.protocol.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sets a new channel up: TLS, then frames, then the link. */
abstract class TlsChannels extends ChannelInitializer<Channel> {
    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(15);
    static final long CLOSE_TIMEOUT_SECONDS = 2;
    static final String TLS_VERSION = "TLSv1.3";

    private final SslContext context;
    private final Duration handshake;
    private final int largestPayloadBytes;

    /**
     * @param handshake longest time for the TLS handshake
     * @param largestPayloadBytes longest payload that this side accepts
     */
    TlsChannels(SslContext context, Duration handshake, int largestPayloadBytes) {
        this.context = context;
        this.handshake = handshake;
        this.largestPayloadBytes = largestPayloadBytes;
    }

    @Override
    protected void initChannel(Channel channel) {
        SslHandler tls = context.newHandler(channel.alloc());
        tls.setHandshakeTimeout(handshake.toMillis(), TimeUnit.MILLISECONDS);
        // A peer that takes nothing more must not keep its connection open.
        tls.setCloseNotifyFlushTimeout(CLOSE_TIMEOUT_SECONDS / 2, TimeUnit.SECONDS);
        FrameDecoder decoder = new FrameDecoder(largestPayloadBytes);
        NettyLink link = new NettyLink(channel, decoder);
        link.over(tls.engine());
        channel.pipeline().addLast(tls, decoder, link);
        initialised(tls, link, channel);
    }

    /** Called when the pipeline is complete and before anything is read. */
    abstract void initialised(SslHandler tls, NettyLink link, Channel channel);
}
