package gazelle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.server.identity.IdentityStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class CertificateWatchTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(3 * 365));
    private static final String RENEWAL = "gazelle-server renew --state ";
    private static final TlsIdentity IDENTITY = TlsIdentity.generate(new SecureRandom(), BEGIN);

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CertificateWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private CertificateWatch watch() {
        return new CertificateWatch(ServerCertificate.of(IDENTITY.certificate()), folder.resolve("state"), clock);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void warnsFromNinetyDaysBeforeTheEndOnceADay() throws Exception {
        try (CertificateWatch watch = watch()) {
            clock.now = END.minus(Duration.ofDays(90)).minusSeconds(1);
            watch.requireValid();
            watch.start();
            assertThat(lines()).isEmpty();
            clock.now = END.minus(Duration.ofDays(90));
            watch.look();
            assertThat(lines())
                    .containsExactly(
                            "The server's certificate expires on 2029-02-28, in 90 days: from then on clients refuse to "
                                    + "connect. Run " + RENEWAL + folder.resolve("state")
                                    + " and start the server again; the key and its fingerprint stay.");
            assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.WARN);
            for (int hour = 1; hour <= 72; hour++) {
                clock.now = clock.now.plus(Duration.ofHours(1));
                watch.look();
            }
            assertThat(lines()).as("one line a day").hasSize(4);
            // A clock that is set back does not silence it.
            clock.now = clock.now.minus(Duration.ofHours(30));
            watch.look();
            assertThat(lines()).hasSize(5);
        }
    }

    @Test
    void saysAtTheStartThatTheEndIsNear() {
        try (CertificateWatch watch = watch()) {
            clock.now = END.minus(Duration.ofHours(30));
            watch.start();
            assertThat(lines()).singleElement().asString().contains("in 1 days");
        }
    }

    @Test
    void saysWhileItRunsThatTheCertificateHasExpired() {
        try (CertificateWatch watch = watch()) {
            clock.now = END.plusSeconds(1);
            watch.look();
            watch.look();
            assertThat(lines())
                    .containsExactly("The server's certificate expired on 2029-02-28: clients refuse to connect. Run "
                            + RENEWAL + folder.resolve("state")
                            + " and start the server again; the key and its fingerprint stay.");
            assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
        }
    }

    private RunningServer start() throws Exception {
        ServerOptions options = new ServerOptions(
                TinyModel.write(folder.resolve("models")),
                folder.resolve("state"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1);
        return RunningServer.start(
                options, new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(30)), clock);
    }

    @Test
    void aServerDoesNotStartOutsideTheCertificatesTimeAndDoesOnceItIsRenewed() throws Exception {
        KeyFingerprint fingerprint;
        try (RunningServer server = start()) {
            fingerprint = server.fingerprint();
        }
        assertThat(lines()).isEmpty();
        clock.now = END.plusSeconds(1);
        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "the server's certificate expired on 2029-02-28: every client would refuse it. Run " + RENEWAL
                                + folder.resolve("state")
                                + " and start again; the key and its fingerprint stay. If that day is still "
                                + "to come, set this computer's clock, which says 2029-02-28T12:00:01Z.");
        new IdentityStore(folder.resolve("state")).renew(new SecureRandom(), clock.now);
        try (RunningServer server = start()) {
            assertThat(server.fingerprint()).isEqualTo(fingerprint);
        }
        clock.now = BEGIN;
        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "the server's certificate is valid from 2029-02-28T11:00:01Z on, and this computer's clock says "
                                + "2026-03-01T12:00:00Z: clients would refuse it. Set the clock. If it is right, run "
                                + RENEWAL
                                + folder.resolve("state") + " and start again; the key and its fingerprint stay.");
        assertThat(lines()).isEmpty();
    }

    @Test
    void aServerWarnsAtItsStart() throws Exception {
        try (RunningServer server = start()) {
            assertThat(server.port()).isPositive();
        }
        clock.now = END.minus(Duration.ofDays(3));
        try (RunningServer server = start()) {
            assertThat(server.port()).isPositive();
            assertThat(lines()).singleElement().asString().contains("in 3 days");
        }
    }

    /** Says what it is told to say. */
    private static final class SetClock extends Clock {
        private volatile Instant now = BEGIN;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
