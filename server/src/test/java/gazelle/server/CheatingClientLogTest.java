package gazelle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.netty.TlsClient;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The line that an administrator reads of a client that cheated over TLS. */
@Timeout(60)
class CheatingClientLogTest {
    private static final SessionSettings SETTINGS =
            new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(30));

    @TempDir
    Path folder;

    /** Returns a link whose client errs in one bit of its first transfers. */
    private static Link erring(Link inner) {
        return new ForwardingLink(inner) {
            @Override
            public void send(Frame frame, Duration timeout) throws SessionException {
                byte[] payload = frame.payload().clone();
                if (frame.type() == FrameType.OT_EXTENSION) {
                    payload[0] ^= 1;
                }
                super.send(new Frame(frame.type(), payload), timeout);
            }
        };
    }

    @Test
    void aWarningWithTheAddress() throws Exception {
        TinyModel.write(folder.resolve("models"));
        ServerOptions options = new ServerOptions(
                folder.resolve("models"),
                folder.resolve("state"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4);
        Logger logger = (Logger) LoggerFactory.getLogger(ModelHost.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (TlsClient network = new TlsClient()) {
            RunningServer server = RunningServer.start(options, SETTINGS, Clock.systemUTC());
            Link link = erring(network.connect("127.0.0.1", server.port(), server.fingerprint()));
            try (GazelleClient client = GazelleClient.open(link, SETTINGS)) {
                assertThatThrownBy(() -> client.classify(TinyModel.NAME, TinyModel.input(1), InferenceListener.NONE))
                        .isInstanceOfSatisfying(
                                SessionException.class,
                                caught -> assertThat(caught.code()).isEqualTo(SessionException.Code.CHEATED));
            }
            // Closing waits for the session's end.
            server.close();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("the client cheated in oblivious transfer"))
                .singleElement()
                .asString()
                .contains("127.0.0.1");
    }
}
