package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.tls.PinnedServerTrust;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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

/** A server and a client for the tests of one class; what the server accepts waits in a queue. */
abstract class TlsParties {
    static final Duration WAIT = Duration.ofSeconds(10);
    static final SecureRandom RANDOM = new SecureRandom();

    final TlsIdentity identity = TlsIdentity.generate(RANDOM, Instant.now());
    final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();
    TlsServer server;
    TlsClient client;

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

    Link connect() throws SessionException {
        return client.connect("localhost", server.port(), identity.fingerprint());
    }

    Link greeted() throws SessionException {
        Link link = connect();
        link.send(new Frame(FrameType.HELLO, new byte[0]), WAIT);
        return link;
    }

    /** The server's end of a connection that has greeted, widened to whatever frames a test wants. */
    Link accepted() throws InterruptedException, SessionException {
        Link link = accepted.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(link).isNotNull();
        assertThat(link.receive(WAIT).type()).isEqualTo(FrameType.HELLO);
        link.allowFrames(FrameType.TABLES.maxPayloadBytes(), 2 << 20);
        return link;
    }

    SSLSocket rawSocket() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new PinnedServerTrust(identity.fingerprint())}, RANDOM);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) WAIT.toMillis());
        return socket;
    }

    static byte[] header(FrameType type, int payloadBytes) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES)
                .put((byte) type.code())
                .putInt(payloadBytes)
                .array();
    }
}
