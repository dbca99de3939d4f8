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
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
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
    private static final Duration PROMPT = Duration.ofMillis(500);

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

    /** Where the user's stop finds a client that connects. */
    enum Connecting {
        TO_A_SILENT_ADDRESS,
        TO_A_MUTE_PEER,
        TO_LEARN_A_MUTE_PEERS_CERTIFICATE
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
            FutureTask<SessionException.Code> connecting = new FutureTask<>(() -> {
                try {
                    Object reached = work.run(() -> where == Connecting.TO_LEARN_A_MUTE_PEERS_CERTIFICATE
                            ? client.certificateOf("127.0.0.1", deaf.getLocalPort())
                            : client.connect("127.0.0.1", deaf.getLocalPort(), identity.fingerprint()));
                    throw new AssertionError("reached " + reached);
                } catch (SessionException ended) {
                    assertThat(Thread.interrupted()).as("after the call").isFalse();
                    return ended.code();
                }
            });
            Thread.ofPlatform().daemon().start(connecting);
            Thread.sleep(300);
            assertThat(connecting.isDone()).as("it waits").isFalse();
            long begin = System.nanoTime();
            work.stop();
            assertThat(connecting.get()).isEqualTo(SessionException.Code.STOPPED);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
            if (where != Connecting.TO_A_SILENT_ADDRESS) {
                try (Socket peer = deaf.accept()) {
                    peer.setSoTimeout((int) WAIT.toMillis());
                    assertThat(peer.getInputStream().readAllBytes())
                            .as("a greeting of TLS, then the end")
                            .isNotEmpty();
                }
            }
            connect().close();
        }
    }

    /** Connections that nobody accepts: once there are enough, an address answers no more. */
    private static final class Backlog implements AutoCloseable {
        private final List<Socket> waiting = new ArrayList<>();

        void fill(int port) throws IOException {
            while (waiting.size() < 100) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 300);
                } catch (SocketTimeoutException full) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
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
        FutureTask<SessionException.Code> sending = new FutureTask<>(() -> {
            try {
                return work.run(() -> {
                    while (true) {
                        here.send(new Frame(FrameType.TABLES, new byte[4 << 20]), WAIT);
                        sent.countDown();
                    }
                });
            } catch (SessionException ended) {
                return ended.code();
            }
        });
        Thread.ofPlatform().daemon().start(sending);
        sent.await();
        Thread.sleep(500);
        long begin = System.nanoTime();
        work.stop();
        assertThat(sending.get()).isEqualTo(SessionException.Code.STOPPED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
    }
}
