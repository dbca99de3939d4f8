package gazelle.benchmarks.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThrottledProxyTest {
    @Test
    void delaysByTheRoundTripAndKeepsTheRate() throws IOException {
        int bytes = 500_000;
        try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ThrottledProxy proxy = new ThrottledProxy(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()),
                        Duration.ofMillis(40),
                        20);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket server = echo.accept()) {
            Thread.ofVirtual().start(() -> {
                try {
                    server.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException closed) {
                    assertThat(client.isClosed()).isTrue();
                }
            });
            long begin = System.nanoTime();
            client.getOutputStream().write(7);
            assertThat(client.getInputStream().read()).isEqualTo(7);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(40_000_000);
            byte[] sent = new byte[bytes];
            sent[bytes - 1] = 9;
            begin = System.nanoTime();
            client.getOutputStream().write(sent);
            byte[] received = client.getInputStream().readNBytes(bytes);
            assertThat(received).isEqualTo(sent);
            assertThat(System.nanoTime() - begin)
                    .as("500 kB at 20 Mbit/s take 0.2 s")
                    .isGreaterThanOrEqualTo(200_000_000);
        }
    }
}
