package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.Peer;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.SessionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server that a client accepts and what each end learns of the other. */
@Timeout(60)
class TlsTrustTest extends TlsParties {
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
    void speaksNothingOlderThanTls13() {
        assertThatThrownBy(() -> {
                    try (SSLSocket raw = rawSocket()) {
                        raw.setEnabledProtocols(new String[] {"TLSv1.2"});
                        raw.startHandshake();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void eachEndKnowsTheOtherByItsAddressAndTheClientTheServerByItsCertificate() throws Exception {
        Peer seen = greeted().peer();
        assertThat(seen.certificates()).containsExactly(identity.certificate());
        assertThat(seen.address()).hasValue(InetAddress.getLoopbackAddress());
        Link there = accepted();
        Peer peer = there.peer();
        assertThat(peer.address()).hasValue(InetAddress.getLoopbackAddress());
        assertThat(peer.name()).matches("127\\.0\\.0\\.1 port [0-9]+").isEqualTo(peer.toString());
        assertThat(peer.certificates()).as("clients show none").isEqualTo(List.of());
        there.close();
        assertThat(there.peer()).as("known beyond the end").isEqualTo(peer);
    }
}
