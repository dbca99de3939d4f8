package gazelle.benchmarks.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lower bounds are exact, upper bounds loose: a busy machine is late, but never early. */
@Timeout(60)
class ThrottledProxyTest {
    /** Pieces may be sent this much before they are due. */
    private static final double EARLY_SECONDS = 0.001;

    /** Every task on a thread of its own: these block. */
    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    private static final int SILENCE_MILLIS = 20_000;

    /** Two ends of a proxied connection. */
    private static final class Ends implements AutoCloseable {
        final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final ThrottledProxy proxy;
        final Socket client;
        final Socket server;

        Ends(Duration roundTrip, double megabitsPerSecond) throws IOException {
            proxy = new ThrottledProxy(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()),
                    roundTrip,
                    megabitsPerSecond);
            client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
            server = listening.accept();
            client.setSoTimeout(SILENCE_MILLIS);
            server.setSoTimeout(SILENCE_MILLIS);
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
            listening.close();
        }
    }

    /** Seconds until all bytes have arrived intact. */
    private static double transfer(Socket from, Socket to, int bytes) throws Exception {
        byte[] sent = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(sent);
        long begin = System.nanoTime();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(
                () -> {
                    try {
                        from.getOutputStream().write(sent);
                    } catch (IOException broken) {
                        throw new IllegalStateException(broken);
                    }
                },
                THREADS);
        byte[] received = to.getInputStream().readNBytes(bytes);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        sending.join();
        assertThat(Arrays.equals(received, sent)).as("the bytes arrive as sent").isTrue();
        return seconds;
    }

    @Test
    void delaysByTheRoundTrip() throws Exception {
        try (Ends ends = new Ends(Duration.ofMillis(40), 100)) {
            double fastest = Double.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                fastest = Math.min(
                        fastest, transfer(ends.client, ends.server, 1) + transfer(ends.server, ends.client, 1));
            }
            assertThat(fastest).isBetween(0.040 - EARLY_SECONDS, 0.080);
        }
    }

    @Test
    void keepsTheRateInBothDirectionsAtOnce() throws Exception {
        int bytes = 5_000_000;
        try (Ends ends = new Ends(Duration.ofMillis(40), 100)) {
            CompletableFuture<Double> up = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return transfer(ends.client, ends.server, bytes);
                        } catch (Exception broken) {
                            throw new IllegalStateException(broken);
                        }
                    },
                    THREADS);
            double down = transfer(ends.server, ends.client, bytes);
            // 40 million bits at 100 Mbit/s and 20 ms; both in a row would take 0.82 s.
            assertThat(down).isBetween(0.42 - EARLY_SECONDS, 0.75);
            assertThat(up.join()).isBetween(0.42 - EARLY_SECONDS, 0.75);
            assertThat(ends.proxy.bytesUp()).isEqualTo(bytes);
            assertThat(ends.proxy.bytesDown()).isEqualTo(bytes);
        }
    }

    @Test
    void keepsAGigabitForManyBytes() throws Exception {
        int bytes = 100_000_000;
        try (Ends ends = new Ends(Duration.ofNanos(200_000), 1_000)) {
            assertThat(transfer(ends.server, ends.client, bytes)).isBetween(0.8 - EARLY_SECONDS, 2.0);
        }
    }

    @Test
    void doesNotMakeUpForAReceiverThatPaused() throws Exception {
        int bytes = 40_000_000;
        try (Ends ends = new Ends(Duration.ZERO, 400)) {
            CompletableFuture<Double> receiving = new CompletableFuture<>();
            THREADS.execute(() -> {
                try {
                    ends.client.getOutputStream().write(new byte[bytes]);
                } catch (IOException broken) {
                    receiving.completeExceptionally(broken);
                }
            });
            Thread.sleep(1_500);
            // What fits the sockets and the ring has crossed the line meanwhile, the rest must keep the rate.
            long begin = System.nanoTime();
            int received = ends.server.getInputStream().readNBytes(bytes).length;
            receiving.complete((System.nanoTime() - begin) * 1e-9);
            assertThat(received).isEqualTo(bytes);
            assertThat(receiving.join()).as("at least 15 MB at 50 MB/s").isGreaterThan(0.3);
        }
    }

    @Test
    void passesTheEndOfAConnectionOn() throws Exception {
        try (Ends ends = new Ends(Duration.ofMillis(2), 100)) {
            ends.client.getOutputStream().write(7);
            ends.client.close();
            assertThat(ends.server.getInputStream().readAllBytes()).containsExactly(7);
        }
    }
}
