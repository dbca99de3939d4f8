package gazelle.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.CommandRun;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostileServerTest {
    private static final byte WELCOME = 2;

    private static CommandRun.Outcome classify(String address, String fingerprint) {
        return CommandRun.run(
                "classify",
                "--server",
                address,
                "--trust",
                fingerprint,
                "--timeout",
                "2",
                "--model",
                "brain-tumour",
                BundledModel.SAMPLES.resolve("png/brain-pd-axial-10.png").toString());
    }

    private static CommandRun.Outcome answeredWith(byte[] answer, boolean hangUp) throws Exception {
        try (HostileServer server = new HostileServer(answer, hangUp)) {
            return classify(server.address(), server.fingerprint().hex());
        }
    }

    private static byte[] frame(int announcedBytes, String payload) {
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[5 + body.length];
        frame[0] = WELCOME;
        for (int i = 0; i < 4; i++) {
            frame[1 + i] = (byte) (announcedBytes >>> (8 * (3 - i)));
        }
        System.arraycopy(body, 0, frame, 5, body.length);
        return frame;
    }

    @Test
    void refusesAnOversizedMessageAtOnce() throws Exception {
        CommandRun.Outcome outcome = answeredWith(frame(Integer.MAX_VALUE, ""), false);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("did not follow the protocol").contains("2147483647 bytes was announced");
    }

    @Test
    void saysThatTheConnectionWasCutInAMessage() throws Exception {
        CommandRun.Outcome outcome = answeredWith(frame(1000, "{\"protocolVersion\""), true);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("The connection was lost").contains("No result was produced");
    }

    @Test
    void refusesAMessageThatIsNoJson() throws Exception {
        CommandRun.Outcome outcome = answeredWith(frame(4, "%%%%"), false);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("did not follow the protocol");
    }

    @Test
    void givesUpOnASilentServer() throws Exception {
        CommandRun.Outcome outcome = answeredWith(new byte[0], false);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("did not answer within 2 s");
    }

    @Test
    void saysThatNoServerAnswers() throws Exception {
        String address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + free.getLocalPort();
        }
        CommandRun.Outcome outcome = classify(address, "00".repeat(32));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("No server answers at " + address);
    }
}
