package gazelle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.netty.TlsClient;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.SessionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunningServerTest {
    private static final SessionSettings SETTINGS =
            new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private ServerOptions options(int port) {
        return new ServerOptions(
                folder.resolve("models"),
                folder.resolve("state"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                4);
    }

    private RunningServer start() throws Exception {
        TinyModel.write(folder.resolve("models"));
        return RunningServer.start(options(0), SETTINGS, Clock.systemUTC());
    }

    private static GazelleClient connect(TlsClient network, RunningServer server) throws SessionException {
        return GazelleClient.open(network.connect("127.0.0.1", server.port(), server.fingerprint()), SETTINGS);
    }

    @Test
    void servesSeveralClientsAtOnceAsTheReferenceAnswers() throws Exception {
        CompiledModel model = TinyModel.compiled();
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        try (RunningServer server = start();
                TlsClient network = new TlsClient();
                ExecutorService clients = Executors.newFixedThreadPool(3)) {
            assertThat(server.offers()).hasSize(1);
            List<Future<Void>> done = new ArrayList<>();
            for (int client = 0; client < 3; client++) {
                long firstSeed = 100L * client;
                done.add(clients.submit(() -> {
                    try (GazelleClient session = connect(network, server)) {
                        for (long seed = firstSeed; seed < firstSeed + 3; seed++) {
                            QuantisedTensor input = TinyModel.input(seed);
                            assertThat(session.classify(TinyModel.NAME, input, InferenceListener.NONE)
                                            .label())
                                    .as("input seed %d", seed)
                                    .isEqualTo(reference.label(input));
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> client : done) {
                client.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void closingEndsSessionsSoonWithAMessage() throws Exception {
        try (TlsClient network = new TlsClient()) {
            RunningServer server = start();
            GazelleClient session = connect(network, server);
            session.prepare();
            long begin = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThatThrownBy(() -> session.classify(TinyModel.NAME, TinyModel.input(1), InferenceListener.NONE))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("The server is being stopped. No result was produced.");
            session.close();
            server.awaitClosed();
        }
    }

    @Test
    void endsIdleSessionsAndThenServesOthers() throws Exception {
        TinyModel.write(folder.resolve("models"));
        ServerOptions one = new ServerOptions(
                folder.resolve("models"),
                folder.resolve("state"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1);
        SessionSettings brief = new SessionSettings(
                new SecureRandom(), System::nanoTime, SessionLimits.USUAL.withIdle(Duration.ofSeconds(2)));
        try (RunningServer server = RunningServer.start(one, brief, Clock.systemUTC());
                TlsClient network = new TlsClient();
                GazelleClient idle = connect(network, server)) {
            idle.prepare();
            assertThatThrownBy(() -> connect(network, server)).hasMessageContaining("The server is busy");
            try (GazelleClient next = connectOnceThereIsRoom(network, server)) {
                assertThat(next.classify(TinyModel.NAME, TinyModel.input(1), InferenceListener.NONE)
                                .layers())
                        .hasSize(2);
            }
            assertThatThrownBy(() -> idle.classify(TinyModel.NAME, TinyModel.input(1), InferenceListener.NONE))
                    .hasMessageContaining("nothing was asked for a while");
        }
    }

    private static GazelleClient connectOnceThereIsRoom(TlsClient network, RunningServer server) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return connect(network, server);
            } catch (SessionException busy) {
                assertThat(busy).hasMessageContaining("The server is busy");
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(50);
            }
        }
    }

    @Test
    void keepsItsKeyOverRestarts() throws Exception {
        KeyFingerprint first;
        try (RunningServer server = start()) {
            first = server.fingerprint();
        }
        try (RunningServer server = start()) {
            assertThat(server.fingerprint()).isEqualTo(first);
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        TinyModel.write(folder.resolve("models"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> RunningServer.start(options(taken.getLocalPort()), SETTINGS, Clock.systemUTC()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void refusesAMissingEmptyOrDamagedModelFolder() throws Exception {
        assertThatThrownBy(() -> RunningServer.start(options(0), SETTINGS, Clock.systemUTC()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is not a folder");
        Files.createDirectories(folder.resolve("models"));
        assertThatThrownBy(() -> RunningServer.start(options(0), SETTINGS, Clock.systemUTC()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("holds no compiled model");
        TinyModel.write(folder.resolve("models"));
        Path weights = folder.resolve("models/tiny/weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> RunningServer.start(options(0), SETTINGS, Clock.systemUTC()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("weights.bin");
        Files.delete(weights);
        assertThatThrownBy(() -> RunningServer.start(options(0), SETTINGS, Clock.systemUTC()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot be read");
    }
}
