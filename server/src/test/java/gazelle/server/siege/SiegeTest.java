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
import gazelle.protocol.step.Exchange;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.server.RunningServer;
import gazelle.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An honest client's wait, from its connection to its result, while a stranger attacks: at most three times as long as without, or a
 * second longer where that is more, since a usual wait of a fraction of a second varies by more than its triple on a busy machine.
 * A shipped model over TLS on the loopback interface, the stranger at another address than the client.
 */
@Timeout(120)
class SiegeTest {
    private static final Logger LOG = LoggerFactory.getLogger(SiegeTest.class);
    private static final Path MODEL = Path.of("../models/slice-plane");
    private static final int VISITS = 5;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);
    private static final int MOST_TIMES = 3;
    private static final double LEAST_ALLOWANCE_SECONDS = 1;
    private static final Duration SETTLE = Duration.ofMillis(1_500);
    private static final SessionSettings SETTINGS =
            new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofSeconds(30));

    @TempDir
    static Path state;

    private static RunningServer server;
    private static SSLContext context;
    private static CompiledModel model;
    private static QuantisedTensor image;
    private static int label;

    @BeforeAll
    static void start() throws Exception {
        model = ModelFolder.read(MODEL);
        image = new QuantisedTensor(
                model.spec().input().shape(),
                IntStream.range(0, model.spec().input().shape().elements())
                        .map(i -> i % 13)
                        .toArray());
        label = new ReferenceNetwork(model.spec(), model.weights()).label(image);
        server = RunningServer.start(
                new ServerOptions(MODEL, state, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16),
                SETTINGS,
                Clock.systemUTC());
        context = SocketLink.trusting(server.fingerprint());
        assumeThat(canBind("127.0.0.2") && canBind("127.0.0.3"))
                .as("this system gives a process several loopback addresses, as Linux does")
                .isTrue();
        for (int warmUp = 0; warmUp < 12; warmUp++) {
            wait("127.0.0.3");
            Thread.sleep(PAUSE);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static boolean canBind(String address) throws IOException {
        try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            socket.connect(here.getLocalSocketAddress());
            return true;
        } catch (IOException refused) {
            LOG.info("{}: {}", address, refused.getMessage());
            return false;
        }
    }

    /** An honest client's wait until it has its result, coming again whenever it is turned away, in seconds. */
    private static double wait(String address) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int refused = 0;
        while (!served(address)) {
            refused++;
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(waited).as("refused %d times", refused).isLessThan(LONGEST_WAIT);
            Thread.sleep(50);
        }
        if (refused > 0) {
            LOG.info("served after {} refusals", refused);
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static boolean served(String address) throws IOException {
        InetAddress from = InetAddress.getByName(address);
        int given;
        try (GazelleClient client = GazelleClient.open(SocketLink.connect(context, from, server.port()), SETTINGS)) {
            client.prepare();
            given = client.classify(model.card().name(), image, InferenceListener.NONE)
                    .label();
        } catch (IOException | SessionException turnedAway) {
            return false;
        }
        assertThat(given).isEqualTo(label);
        return true;
    }

    private static double medianWait(String address) throws Exception {
        double[] seconds = new double[VISITS];
        for (int i = 0; i < VISITS; i++) {
            seconds[i] = wait(address);
            Thread.sleep(PAUSE);
        }
        Arrays.sort(seconds);
        LOG.info("waits at {}: {}", address, Arrays.toString(seconds));
        return seconds[VISITS / 2];
    }

    private static Attack attack(Attack.Kind kind, String address) throws IOException {
        Exchange first = InferencePlan.of(model.spec(), LinkProfile.LAN).steps().stream()
                .flatMap(step -> step.exchanges().stream())
                .filter(exchange -> exchange.type() == FrameType.CIPHERTEXT)
                .findFirst()
                .orElseThrow();
        return Attack.start(
                kind,
                context,
                InetAddress.getByName(address),
                server.port(),
                SETTINGS,
                model.card().name(),
                first.payloadBytes());
    }

    @ParameterizedTest
    @EnumSource
    void anHonestClientWaitsNoMoreThanThreeTimesAsLongOrASecondMore(Attack.Kind kind) throws Exception {
        double usual = medianWait("127.0.0.3");
        try (Attack attack = attack(kind, "127.0.0.2")) {
            Thread.sleep(SETTLE);
            double seconds = medianWait("127.0.0.3");
            LOG.info(
                    "{}: {} s, {} times as long, beside {} attempts, {} turned away",
                    kind,
                    seconds,
                    seconds / usual,
                    attack.attempts(),
                    attack.refusals());
            assertThat(seconds)
                    .as("seconds under %s, %s without", kind, usual)
                    .isLessThan(Math.max(MOST_TIMES * usual, usual + LEAST_ALLOWANCE_SECONDS));
        }
    }

    /** Limits by address cannot tell the two apart then; but the door opens now and again. */
    @ParameterizedTest
    @EnumSource(names = {"SILENT", "HELLO_ONLY"})
    void anHonestClientAtTheStrangersAddressIsServedWhileItComesAgain(Attack.Kind kind) throws Exception {
        try (Attack attack = attack(kind, "127.0.0.2")) {
            Thread.sleep(SETTLE);
            double seconds = wait("127.0.0.2");
            LOG.info("{} at the same address: {} s, beside {} attempts", kind, seconds, attack.attempts());
            assertThat(attack.attempts()).isPositive();
        }
    }
}
