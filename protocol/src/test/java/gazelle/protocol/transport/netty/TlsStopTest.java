package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.session.StoppableWork;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The user's stop, wherever a client waits for the network. */
@Timeout(60)
class TlsStopTest {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final TlsIdentity identity = TlsIdentity.generate(new SecureRandom(), Instant.now());
    private final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();
    private TlsServer server;
    private TlsClient client;

    @BeforeEach
    void start() throws IOException {
        server = new TlsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity, accepted::add);
        client = new TlsClient();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Link connect() throws SessionException {
        return client.connect("localhost", server.port(), identity.fingerprint());
    }

    /** The place at which the user's stop finds a client that connects. */
    enum Connecting {
        TO_A_SILENT_ADDRESS,
        TO_A_MUTE_PEER,
        TO_LEARN_A_MUTE_PEERS_CERTIFICATE
    }

    /** The end of a step that a stop is to end: as the step saw it, and as its caller did. */
    private record End(SessionException.@Nullable Code within, SessionException.Code after) {}

    /** Runs a step that has no end of its own; a limit of time would show as another code within it. */
    private static End endOf(StoppableWork work, StoppableWork.Step<?> step) {
        AtomicReference<SessionException.@Nullable Code> within = new AtomicReference<>();
        try {
            Object reached = work.run(() -> {
                try {
                    return step.run();
                } catch (SessionException ended) {
                    within.set(ended.code());
                    throw ended;
                }
            });
            throw new AssertionError("reached " + reached);
        } catch (SessionException ended) {
            assertThat(Thread.interrupted()).as("after the call").isFalse();
            return new End(within.get(), ended.code());
        }
    }

    private static void awaitWaiting(Thread thread, FutureTask<End> task) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(task.isDone()).as("it goes on").isFalse();
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStopEndsConnectingAtOnce(Connecting where) throws Exception {
        StoppableWork work = new StoppableWork();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Backlog backlog = new Backlog()) {
            if (where == Connecting.TO_A_SILENT_ADDRESS) {
                backlog.fill(deaf.getLocalPort());
            }
            FutureTask<End> connecting = new FutureTask<>(() -> endOf(
                    work,
                    () -> where == Connecting.TO_LEARN_A_MUTE_PEERS_CERTIFICATE
                            ? client.certificateOf("127.0.0.1", deaf.getLocalPort())
                            : client.connect("127.0.0.1", deaf.getLocalPort(), identity.fingerprint())));
            Thread thread = Thread.ofPlatform().daemon().start(connecting);
            if (where == Connecting.TO_A_SILENT_ADDRESS) {
                awaitWaiting(thread, connecting);
                work.stop();
            } else {
                try (Socket peer = deaf.accept()) {
                    peer.setSoTimeout((int) WAIT.toMillis());
                    assertThat(peer.getInputStream().read())
                            .as("the first byte of a greeting of TLS")
                            .isEqualTo(22);
                    awaitWaiting(thread, connecting);
                    work.stop();
                    assertThat(peer.getInputStream().readAllBytes())
                            .as("the rest of the greeting, then the end")
                            .isNotEmpty();
                }
            }
            assertThat(connecting.get())
                    .isEqualTo(new End(SessionException.Code.STOPPED, SessionException.Code.STOPPED));
            connect().close();
        }
    }

    /** Connections that nobody accepts: once there are enough, an address answers no more. */
    private static final class Backlog implements AutoCloseable {
        private static final int MORE_THAN_FIT = 64;

        private final List<SocketChannel> waiting = new ArrayList<>();

        void fill(int port) throws IOException {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            while (waiting.size() < MORE_THAN_FIT) {
                SocketChannel channel = SocketChannel.open();
                waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(address);
            }
            assertThat(waiting).as("the last ones are not answered").anyMatch(SocketChannel::isConnectionPending);
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void aStopEndsASendToAPeerThatTakesNothing() throws Exception {
        Link here = connect();
        here.send(new Frame(FrameType.HELLO, new byte[0]), WAIT);
        accepted.take().allowFrames(FrameType.TABLES.maxPayloadBytes(), 2 << 20);
        StoppableWork work = new StoppableWork();
        CountDownLatch sent = new CountDownLatch(1);
        FutureTask<End> sending = new FutureTask<>(() -> endOf(work, () -> {
            while (true) {
                here.send(new Frame(FrameType.TABLES, new byte[4 << 20]), WAIT);
                sent.countDown();
            }
        }));
        Thread thread = Thread.ofPlatform().daemon().start(sending);
        sent.await();
        awaitWaiting(thread, sending);
        work.stop();
        assertThat(sending.get()).isEqualTo(new End(SessionException.Code.STOPPED, SessionException.Code.STOPPED));
    }
}
