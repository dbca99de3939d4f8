package gazelle.protocol.transport.netty;

import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two links over a byte stream within the process, into which a test can write any bytes. */
public final class BytePipe implements AutoCloseable {
    private static final EventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("pipe", true), LocalIoHandler.newFactory());
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Channel listening;
    private final End client;
    private final End server;

    public BytePipe() throws InterruptedException {
        LocalAddress address = new LocalAddress("pipe-" + NUMBER.incrementAndGet());
        BlockingQueue<End> servers = new LinkedBlockingQueue<>();
        BlockingQueue<End> clients = new LinkedBlockingQueue<>();
        listening = new ServerBootstrap()
                .group(LOOPS)
                .channel(LocalServerChannel.class)
                .childHandler(frames(servers))
                .bind(address)
                .sync()
                .channel();
        new Bootstrap()
                .group(LOOPS)
                .channel(LocalChannel.class)
                .handler(frames(clients))
                .connect(address)
                .sync();
        client = first(clients);
        server = first(servers);
    }

    private static ChannelInitializer<Channel> frames(BlockingQueue<End> ends) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                FrameDecoder decoder = new FrameDecoder(Integer.MAX_VALUE);
                NettyLink link = new NettyLink(channel, decoder);
                channel.pipeline().addLast(decoder, link);
                ends.add(new End(link, channel));
            }
        };
    }

    private static End first(BlockingQueue<End> ends) throws InterruptedException {
        End end = ends.poll(10, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("the channel was not initialised within 10 s");
        }
        return end;
    }

    /** One party's end. */
    public static final class End {
        private final Link link;
        private final Channel channel;

        private End(Link link, Channel channel) {
            this.link = link;
            this.channel = channel;
        }

        public Link link() {
            return link;
        }

        /** Writes bytes behind the link's back. */
        public void write(byte[] bytes) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).syncUninterruptibly();
        }

        /** Writes bytes likewise if the other end has not ended the stream; whether it did. */
        public boolean writeWhileOpen(byte[] bytes) {
            return channel.writeAndFlush(Unpooled.wrappedBuffer(bytes))
                    .awaitUninterruptibly()
                    .isSuccess();
        }

        /** Ends the stream at once. */
        public void cut() {
            channel.close().syncUninterruptibly();
        }

        /** Header and payload as the link would write them. */
        public static byte[] bytes(Frame frame) {
            byte[] header = frame.header();
            byte[] bytes = new byte[frame.wireBytes()];
            System.arraycopy(header, 0, bytes, 0, header.length);
            System.arraycopy(frame.payload(), 0, bytes, header.length, frame.payload().length);
            return bytes;
        }
    }

    public End client() {
        return client;
    }

    public End server() {
        return server;
    }

    @Override
    public void close() {
        client.cut();
        server.cut();
        listening.close().syncUninterruptibly();
    }
}
