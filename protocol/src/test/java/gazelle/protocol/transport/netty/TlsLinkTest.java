package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames over TLS: their order, their sizes, and the end of a link. */
@Timeout(60)
class TlsLinkTest extends TlsParties {
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
}
