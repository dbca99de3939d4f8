package gazelle.server.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.SessionException;
import gazelle.server.GazelleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with the least heap that its documents name, 15 clients that send and never read, and an honest one. */
@Timeout(300)
class SmallHeapTest {
    private static final Logger LOG = LoggerFactory.getLogger(SmallHeapTest.class);
    private static final Path MODEL = Path.of("../models/brain-tumour");
    private static final String HEAP = System.getProperty("gazelle.heap", "512m");
    private static final int NON_READERS = 15;
    private static final int LEAST_ADMITTED = Integer.getInteger("gazelle.admitted", NON_READERS);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration LONGEST_SENDING = Duration.ofSeconds(90);
    private static final SessionSettings SETTINGS =
            new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(60));

    @TempDir
    Path folder;

    /** A server program in a process of its own. */
    private record Program(Process process, BufferedReader out, Path err) implements AutoCloseable {
        static Program start(Path folder) throws IOException {
            Path err = folder.resolve("err");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + HEAP,
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-cp",
                            System.getProperty("java.class.path"),
                            GazelleServer.class.getName(),
                            "serve",
                            "--models",
                            MODEL.toString(),
                            "--port",
                            "0",
                            "--setup-timeout",
                            "60",
                            "--state",
                            folder.resolve("state").toString())
                    .redirectError(err.toFile())
                    .start();
            return new Program(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
                    err);
        }

        /** Returns the word behind the last blank of the first line with that beginning. */
        String lastWordOf(String beginning) throws IOException {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(line.lastIndexOf(' ') + 1);
                }
            }
            throw new AssertionError("the server ended early: " + Files.readString(err));
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            try {
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            out.close();
        }
    }

    private static List<Long> sentBytes(List<NonReader> nonReaders) {
        return nonReaders.stream().map(NonReader::sentBytes).toList();
    }

    /** Waits until the server has taken nothing more of any of them for a while: then it holds all that it ever will. */
    private static void awaitNothingMoreTaken(List<NonReader> nonReaders) throws InterruptedException {
        long begin = System.nanoTime();
        List<Long> last = sentBytes(nonReaders);
        long unchangedSince = begin;
        while (System.nanoTime() - unchangedSince < QUIET.toNanos()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("still sending")
                    .isLessThan(LONGEST_SENDING);
            Thread.sleep(100);
            List<Long> now = sentBytes(nonReaders);
            if (!now.equals(last)) {
                last = now;
                unchangedSince = System.nanoTime();
            }
        }
        LOG.info("nothing more is taken after {} ms", (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void clientsThatNeverReadTakeNoMemoryFromAnHonestOne() throws Exception {
        assumeThat(SiegeTest.canBind("127.0.0.2") && SiegeTest.canBind("127.0.0.3"))
                .as("this system gives a process several loopback addresses, as Linux does")
                .isTrue();
        CompiledModel model = ModelFolder.read(MODEL);
        String name = model.card().name();
        InferencePlan plan = InferencePlan.of(model.spec(), LinkProfile.LAN);
        QuantisedTensor image = new QuantisedTensor(
                model.spec().input().shape(),
                IntStream.range(0, model.spec().input().shape().elements())
                        .map(i -> i % 13)
                        .toArray());
        int label = new ReferenceNetwork(model.spec(), model.weights()).label(image);
        List<NonReader> nonReaders = new ArrayList<>();
        try (Program server = Program.start(folder)) {
            SSLContext context = SocketLink.trusting(new KeyFingerprint(server.lastWordOf("SHA-256")));
            String address = server.lastWordOf("listening on");
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            InetAddress honest = InetAddress.getByName("127.0.0.4");
            try (GazelleClient client = GazelleClient.open(SocketLink.connect(context, honest, port), SETTINGS)) {
                client.prepare();
                for (int i = 0; i < NON_READERS; i++) {
                    InetAddress from = InetAddress.getByName(i % 2 == 0 ? "127.0.0.2" : "127.0.0.3");
                    try {
                        nonReaders.add(
                                new NonReader(SocketLink.connect(context, from, port), SETTINGS, plan, name, image));
                    } catch (SessionException busy) {
                        LOG.info("non-reader {}: {}", i, busy.getMessage());
                    }
                }
                assertThat(nonReaders).hasSizeGreaterThanOrEqualTo(LEAST_ADMITTED);
                List<Long> beforeInference = sentBytes(nonReaders);
                nonReaders.forEach(NonReader::start);
                awaitNothingMoreTaken(nonReaders);
                assertThat(sentBytes(nonReaders))
                        .as("each had part of an inference taken")
                        .zipSatisfy(
                                beforeInference,
                                (now, before) -> assertThat(now).isGreaterThan(before));
                for (int i = 0; i < 3; i++) {
                    assertThat(client.classify(name, image, InferenceListener.NONE)
                                    .label())
                            .isEqualTo(label);
                }
            }
            LOG.info("sent: {} bytes", sentBytes(nonReaders));
            assertThat(server.process.isAlive()).isTrue();
            assertThat(Files.readString(server.err)).doesNotContain("Error").doesNotContain("failed");
            for (NonReader each : nonReaders) {
                each.close();
            }
        }
        LOG.info("log of the server:\n{}", Files.readString(folder.resolve("err")));
    }
}
