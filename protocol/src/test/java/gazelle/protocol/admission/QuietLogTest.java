package gazelle.protocol.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now = Long.MAX_VALUE;

    private QuietLog log() {
        Logger logger = new LoggerContext().getLogger("quiet");
        lines.start();
        logger.addAppender(lines);
        return new QuietLog(logger, () -> now);
    }

    @Test
    void aFloodIsOneLineAndThenItsNumber() {
        QuietLog log = log();
        for (int i = 0; i < 10_000; i++) {
            log.say(QuietLog.Notice.SESSIONS_FULL, "192.0.2.1 port 7");
        }
        log.say(QuietLog.Notice.NO_GREETING, "192.0.2.2 port 8");
        now += Duration.ofSeconds(10).toNanos();
        log.say(QuietLog.Notice.SESSIONS_FULL, "192.0.2.3 port 9");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "192.0.2.1 port 7: all sessions are taken; a client was told to come again",
                        "192.0.2.2 port 8: a connection ended without a greeting",
                        "192.0.2.3 port 9: all sessions are taken; a client was told to come again (9999 more of this kind "
                                + "since the last such line)");
    }
}
