package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits on clients that have not greeted yet. */
@Timeout(60)
class TlsStrangersTest extends TlsParties {
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
}
