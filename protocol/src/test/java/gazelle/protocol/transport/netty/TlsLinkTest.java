package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.PinnedServerTrust;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TlsLinkTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TlsIdentity identity = TlsIdentity.generate(RANDOM, Instant.now());
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

    private Link greeted() throws SessionException {
        Link link = connect();
        link.send(new Frame(FrameType.HELLO, new byte[0]), WAIT);
        return link;
    }

    /** The server's end of a connection that has greeted, widened to whatever frames a test wants. */
    private Link accepted() throws InterruptedException, SessionException {
        Link link = accepted.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(link).isNotNull();
        assertThat(link.receive(WAIT).type()).isEqualTo(FrameType.HELLO);
        link.allowFrames(FrameType.TABLES.maxPayloadBytes(), 2 << 20);
        return link;
    }

    @Test
    void carriesFramesBothWaysInOrder() throws Exception {
        Link here = greeted();
        Link there = accepted();
        for (int size : new int[] {0, 1, 1 << 20, 4 << 20}) {
            byte[] payload = new byte[size];
            RANDOM.nextBytes(payload);
            FrameType type = size == 0 ? FrameType.BYE : FrameType.TABLES;
            here.send(new Frame(type, payload), WAIT);
            there.send(new Frame(type, payload), WAIT);
            for (Link link : new Link[] {there, here}) {
                Frame frame = link.receive(WAIT);
                assertThat(frame.type()).isEqualTo(type);
                assertThat(frame.payload()).isEqualTo(payload);
            }
        }
    }

    @Test
    void deliversEverythingToASlowReceiver() throws Exception {
        Link here = greeted();
        Link there = accepted();
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 40; i++) {
                    here.send(
                            new Frame(
                                    FrameType.TABLES,
                                    ByteBuffer.allocate(1 << 20).putInt(i).array()),
                            WAIT);
                }
            } catch (SessionException lost) {
                throw new AssertionError(lost);
            }
        });
        for (int i = 0; i < 40; i++) {
            assertThat(ByteBuffer.wrap(there.receive(WAIT).payload()).getInt()).isEqualTo(i);
        }
        sender.join();
    }

    @Test
    void whatWasSentBeforeCloseArrivesAndThenTheEnd() throws Exception {
        Link here = greeted();
        Link there = accepted();
        here.send(new Frame(FrameType.START, new byte[] {7}), WAIT);
        here.close();
        assertThat(there.receive(WAIT).payload()).containsExactly(7);
        assertThatThrownBy(() -> there.receive(WAIT))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.CONNECTION_LOST));
    }

    @Test
    void aLinkMayBeClosedAfterItsNetworkThreadHasEnded() throws Exception {
        Link here = connect();
        client.close();
        here.close();
        assertThatThrownBy(() -> here.send(new Frame(FrameType.BYE, new byte[0]), WAIT))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.CONNECTION_LOST));
    }

    @Test
    void aPeerThatTakesNothingEndsInATimeOut() throws Exception {
        Link here = greeted();
        accepted();
        assertThatThrownBy(() -> {
                    while (true) {
                        here.send(new Frame(FrameType.TABLES, new byte[4 << 20]), Duration.ofMillis(300));
                    }
                })
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.TIMED_OUT));
    }

    @Test
    void silenceEndsInATimeOut() throws Exception {
        Link here = connect();
        assertThatThrownBy(() -> here.receive(Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.TIMED_OUT));
    }

    @Test
    void refusesAServerWithAnotherKeyAndNamesItsFingerprint() {
        KeyFingerprint other = TlsIdentity.generate(RANDOM, Instant.now()).fingerprint();
        assertThatThrownBy(() -> client.connect("localhost", server.port(), other))
                .hasMessageContaining(identity.fingerprint().hex())
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.UNTRUSTED_SERVER));
        assertThat(accepted).isEmpty();
    }

    @Test
    void learnsTheCertificateOfAnUnknownServerAndSendsNothing() throws Exception {
        ServerCertificate certificate = client.certificateOf("localhost", server.port());
        assertThat(certificate.fingerprint()).isEqualTo(identity.fingerprint());
        assertThat(certificate.subject()).isEqualTo("CN=Gazelle server").isEqualTo(certificate.issuer());
        assertThat(certificate.isValidAt(Instant.now())).isTrue();
        assertThat(certificate.isValidAt(certificate.notAfter().plusSeconds(1))).isFalse();
        assertThat(accepted.poll(300, TimeUnit.MILLISECONDS)).as("a client").isNull();
    }

    @Test
    void learnsAnExpiredCertificateToo() throws Exception {
        TlsIdentity expired = TlsIdentity.generate(RANDOM, Instant.now().minus(Duration.ofDays(4 * 365)));
        try (TlsServer old =
                new TlsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), expired, Link::close)) {
            ServerCertificate certificate = client.certificateOf("localhost", old.port());
            assertThat(certificate.isValidAt(Instant.now())).isFalse();
        }
    }

    @Test
    void learnsNoCertificateFromWhatSpeaksNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("220 mail.example\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException ended) {
                    throw new UncheckedIOException(ended);
                }
            });
            assertThatThrownBy(() -> client.certificateOf("localhost", plain.getLocalPort()))
                    .hasMessageContaining("is not a Gazelle server")
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.UNREACHABLE));
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        TlsIdentity expired = TlsIdentity.generate(RANDOM, Instant.now().minus(Duration.ofDays(4 * 365)));
        try (TlsServer old =
                new TlsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), expired, Link::close)) {
            assertThatThrownBy(() -> client.connect("localhost", old.port(), expired.fingerprint()))
                    .hasMessageContaining("no longer valid");
        }
    }

    @Test
    void refusesACertificateThatIsNotYetValid() throws Exception {
        TlsIdentity early = TlsIdentity.generate(RANDOM, Instant.now().plus(Duration.ofDays(2)));
        try (TlsServer future =
                new TlsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), early, Link::close)) {
            assertThatThrownBy(() -> client.connect("localhost", future.port(), early.fingerprint()))
                    .hasMessageContaining("not yet valid")
                    .hasMessageContaining("Check this computer's clock")
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.UNTRUSTED_SERVER));
        }
    }

    @Test
    void aClientThatIsMuteInTheHandshakeLosesItsConnection() throws Exception {
        try (TlsServer hasty = new TlsServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        identity,
                        accepted::add,
                        ConnectionLimits.USUAL.withGreeting(Duration.ofMillis(300)),
                        System::nanoTime);
                Socket mute = new Socket(InetAddress.getLoopbackAddress(), hasty.port())) {
            mute.setSoTimeout((int) WAIT.toMillis());
            assertThat(mute.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
            assertThat(accepted).isEmpty();
        }
    }

    @Test
    void aServerThatIsMuteInTheHandshakeIsGivenUp() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TlsClient hasty = new TlsClient(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> hasty.connect("127.0.0.1", mute.getLocalPort(), identity.fingerprint()))
                    .hasMessageContaining("is not a Gazelle server, or its connection broke off. Nothing was sent.")
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.UNREACHABLE));
            try (Socket peer = mute.accept()) {
                peer.setSoTimeout((int) WAIT.toMillis());
                assertThat(peer.getInputStream().readAllBytes())
                        .as("a greeting of TLS, then the end")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> client.connect("localhost", free, identity.fingerprint()))
                .hasMessageContaining("No server answers at localhost:" + free)
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.UNREACHABLE));
    }

    @Test
    void anOversizedFrameEndsTheLinkBeforeItsPayloadArrives() throws Exception {
        try (SSLSocket raw = rawSocket()) {
            raw.startHandshake();
            raw.getOutputStream().write(header(FrameType.HELLO, 0));
            raw.getOutputStream().flush();
            Link there = accepted();
            raw.getOutputStream().write(header(FrameType.HELLO, Integer.MAX_VALUE));
            raw.getOutputStream().flush();
            assertThatThrownBy(() -> there.receive(WAIT))
                    .hasMessageContaining("2147483647 bytes was announced")
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.MALFORMED_MESSAGE));
        }
    }

    private static byte[] header(FrameType type, int payloadBytes) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES)
                .put((byte) type.code())
                .putInt(payloadBytes)
                .array();
    }

    @Test
    void aStrangerMaySendOneFrameOfFourKibibytesBeforeItIsAnswered() throws Exception {
        try (SSLSocket raw = rawSocket()) {
            raw.startHandshake();
            raw.getOutputStream().write(header(FrameType.KEYS, (4 << 10) + 1));
            raw.getOutputStream().flush();
            assertThat(raw.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
        }
        Link here = greeted();
        here.send(new Frame(FrameType.HELLO, new byte[0]), WAIT);
        Link there = accepted.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(there).isNotNull();
        assertThat(there.receive(WAIT).type()).isEqualTo(FrameType.HELLO);
        assertThatThrownBy(() -> there.receive(WAIT))
                .hasMessageContaining("a HELLO message arrived before the greeting was answered");
        assertThat(accepted).isEmpty();
    }

    @Test
    void aQueueThatIsFullHoldsTheOtherSideBack() throws Exception {
        Link here = greeted();
        Link there = accepted();
        there.allowFrames(FrameType.OT_EXTENSION.maxPayloadBytes(), 2 << 20);
        Frame large = new Frame(FrameType.OT_EXTENSION, new byte[3 << 20]);
        assertThatThrownBy(() -> {
                    for (int sent = 0; sent < 80; sent++) {
                        here.send(large, Duration.ofMillis(500));
                    }
                })
                .as("240 MiB to a receiver that takes nothing")
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.TIMED_OUT));
        assertThat(there.receive(WAIT).payload()).as("larger than the queue").hasSize(3 << 20);
    }

    @Test
    void aFrameCutShortEndsTheLink() throws Exception {
        Link there;
        try (SSLSocket raw = rawSocket()) {
            raw.startHandshake();
            raw.getOutputStream().write(header(FrameType.HELLO, 0));
            raw.getOutputStream().flush();
            there = accepted();
            raw.getOutputStream().write(header(FrameType.HELLO, 100));
            raw.getOutputStream().flush();
        }
        assertThatThrownBy(() -> there.receive(WAIT))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.CONNECTION_LOST));
    }

    @Test
    void aSilentConnectionMakesRoomForTheNextOneOfItsAddress() throws Exception {
        Link oldest = connect();
        for (int more = 0; more < ConnectionLimits.USUAL.silentOfAddress(); more++) {
            connect();
        }
        assertThatThrownBy(() -> oldest.receive(WAIT))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(SessionException.Code.CONNECTION_LOST));
        greeted();
        assertThat(accepted().peer().name()).startsWith("127.0.0.1 port ");
    }

    @Test
    void anAddressThatConnectsTooOftenIsClosedBeforeTls() throws Exception {
        ConnectionLimits one = new ConnectionLimits(8, 8, 8, 1, Duration.ofHours(1), WAIT);
        try (TlsServer slow = new TlsServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity, accepted::add, one, () -> 0)) {
            client.connect("127.0.0.1", slow.port(), identity.fingerprint());
            assertThatThrownBy(() -> client.connect("127.0.0.1", slow.port(), identity.fingerprint()))
                    .isInstanceOf(SessionException.class);
        }
    }

    @Test
    void speaksNothingOlderThanTls13() {
        assertThatThrownBy(() -> {
                    try (SSLSocket raw = rawSocket()) {
                        raw.setEnabledProtocols(new String[] {"TLSv1.2"});
                        raw.startHandshake();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private SSLSocket rawSocket() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new PinnedServerTrust(identity.fingerprint())}, RANDOM);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) WAIT.toMillis());
        return socket;
    }
}
