package gazelle.server;

import gazelle.protocol.transport.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that the server's certificate will expire: at the start, and then once a day. */
final class CertificateWatch implements AutoCloseable {
    /** The time before a certificate's end from which on it is warned of. */
    static final Duration NOTICE = Duration.ofDays(90);

    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);
    private static final long MINUTES_BETWEEN_LOOKS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final ServerCertificate certificate;
    private final Path state;
    private final Clock clock;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate-watch").factory());
    private @Nullable Instant warned;

    /**
     * A watch that has not looked yet.
     *
     * @param state the server's state folder, for the messages
     */
    CertificateWatch(ServerCertificate certificate, Path state, Clock clock) {
        this.certificate = certificate;
        this.state = state;
        this.clock = clock;
    }

    /**
     * Refuses a certificate that no client would accept.
     *
     * @throws StartException if it has expired or is not valid yet
     */
    void requireValid() throws StartException {
        Instant now = clock.instant();
        if (now.isAfter(certificate.notAfter())) {
            throw new StartException("the server's certificate expired on " + day(certificate.notAfter())
                    + ": every client would refuse it. Run " + renewal()
                    + " and start again; the key and its fingerprint stay. If that day is still to come, set this "
                    + "computer's clock, which says " + now + ".");
        }
        if (now.isBefore(certificate.notBefore())) {
            throw new StartException("the server's certificate is valid from " + certificate.notBefore()
                    + " on, and this computer's clock says " + now
                    + ": clients would refuse it. Set the clock. If it is "
                    + "right, run " + renewal() + " and start again; the key and its fingerprint stay.");
        }
    }

    /** Looks now, and again every few minutes: the clock may be set, or the computer may sleep. */
    void start() {
        look();
        var _ = looks.scheduleWithFixedDelay(
                this::look, MINUTES_BETWEEN_LOOKS, MINUTES_BETWEEN_LOOKS, TimeUnit.MINUTES);
    }

    /** Warns if it is time to. */
    synchronized void look() {
        Instant now = clock.instant();
        Duration left = Duration.between(now, certificate.notAfter());
        boolean warnedToday = warned != null && now.isBefore(warned.plus(BETWEEN_WARNINGS)) && !now.isBefore(warned);
        if (left.compareTo(NOTICE) > 0 || warnedToday) {
            return;
        }
        warned = now;
        if (left.isNegative()) {
            LOG.error(
                    "The server's certificate expired on {}: clients refuse to connect. Run {} and start the server again; "
                            + "the key and its fingerprint stay.",
                    day(certificate.notAfter()),
                    renewal());
        } else {
            LOG.warn(
                    "The server's certificate expires on {}, in {} days: from then on clients refuse to connect. Run {} and "
                            + "start the server again; the key and its fingerprint stay.",
                    day(certificate.notAfter()),
                    left.toDays(),
                    renewal());
        }
    }

    private String renewal() {
        return "gazelle-server renew --state " + state;
    }

    /** The day in UTC, by which certificates are judged. */
    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
