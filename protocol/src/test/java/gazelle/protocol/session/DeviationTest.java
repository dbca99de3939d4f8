package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.netty.BytePipe;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import gazelle.protocol.wire.WireJson;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real party that leaves the protocol at every frame in every way: what the other one makes of it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviationTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final SessionSettings IMPATIENT = new SessionSettings(
            new SecureRandom(),
            System::nanoTime,
            SessionLimits.USUAL.withSilence(SILENCE).withIdle(SILENCE));

    private final PreparedModel model = new PreparedModel(SmallModels.label());
    private final List<FrameType> clientFrames = new ArrayList<>();
    private final List<FrameType> serverFrames = new ArrayList<>();

    enum Side {
        CLIENT,
        SERVER
    }

    /** The end of each party's session; empty if it was completed. */
    private record Ends(Optional<SessionException> client, Optional<SessionException> server) {}

    @BeforeAll
    void recordTheFramesOfOneInference() throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            Link client = new InterceptedLink(pipe.client().link(), (_, frame, link, timeout) -> {
                clientFrames.add(frame.type());
                link.send(frame, timeout);
            });
            Link server = new InterceptedLink(pipe.server().link(), (_, frame, link, timeout) -> {
                serverFrames.add(frame.type());
                link.send(frame, timeout);
            });
            Ends ends = run(client, server, TwoParties.SETTINGS, TwoParties.SETTINGS);
            assertThat(ends.client()).isEmpty();
            assertThat(ends.server()).isEmpty();
        }
        // The second image shows what the first one left on the wire, and is not deviated from.
        clientFrames
                .subList(clientFrames.lastIndexOf(FrameType.START), clientFrames.size())
                .clear();
        serverFrames
                .subList(serverFrames.lastIndexOf(FrameType.BEGIN), serverFrames.size())
                .clear();
        assertThat(clientFrames)
                .containsExactly(
                        FrameType.HELLO,
                        FrameType.KEYS,
                        FrameType.OT_REPLY,
                        FrameType.START,
                        FrameType.CIPHERTEXT,
                        FrameType.OT_EXTENSION,
                        FrameType.OT_CHECK,
                        FrameType.CHOICES,
                        FrameType.CIPHERTEXT,
                        FrameType.OT_EXTENSION,
                        FrameType.OT_CHECK,
                        FrameType.CHOICES);
        assertThat(serverFrames)
                .containsExactly(
                        FrameType.WELCOME,
                        FrameType.OT_REQUEST,
                        FrameType.BEGIN,
                        FrameType.RESPONSE,
                        FrameType.TABLES,
                        FrameType.RESPONSE,
                        FrameType.TABLES);
    }

    private Ends run(Link clientLink, Link serverLink, SessionSettings client, SessionSettings server)
            throws InterruptedException, ExecutionException {
        FutureTask<Optional<SessionException>> serving = new FutureTask<>(() -> {
            try {
                new ServerSession(serverLink, List.of(model), server, ServerListener.NONE, SetUpGate.OPEN).run();
                return Optional.empty();
            } catch (SessionException ended) {
                return Optional.of(ended);
            }
        });
        Thread.ofPlatform().daemon().start(serving);
        Optional<SessionException> clientEnd = Optional.empty();
        try (GazelleClient session = GazelleClient.open(clientLink, client)) {
            for (int image = 0; image < 2; image++) {
                session.classify("small-label", SmallModels.input(image), InferenceListener.NONE);
            }
        } catch (SessionException ended) {
            clientEnd = Optional.of(ended);
        }
        return new Ends(clientEnd, serving.get());
    }

    /** Both ends of a session in which one side deviates at one frame; once silent it stays so. */
    private Ends deviate(Side side, int at, Deviation deviation) throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            BytePipe.End deviating = side == Side.CLIENT ? pipe.client() : pipe.server();
            Link deviatingLink = new InterceptedLink(deviating.link(), (number, frame, link, timeout) -> {
                if (number == at) {
                    deviation.perform(frame, deviating, timeout);
                } else if (number < at || deviation != Deviation.SILENT) {
                    link.send(frame, timeout);
                }
            });
            SessionSettings victim = deviation == Deviation.SILENT ? IMPATIENT : TwoParties.SETTINGS;
            return side == Side.CLIENT
                    ? run(deviatingLink, pipe.server().link(), TwoParties.SETTINGS, victim)
                    : run(pipe.client().link(), deviatingLink, victim, TwoParties.SETTINGS);
        }
    }

    private Stream<Arguments> deviations() {
        return Stream.of(Side.values()).flatMap(side -> {
            List<FrameType> frames = side == Side.CLIENT ? clientFrames : serverFrames;
            return Stream.iterate(0, at -> at < frames.size(), at -> at + 1)
                    .flatMap(at -> Arrays.stream(Deviation.values())
                            .filter(deviation -> deviation != Deviation.SILENT)
                            .map(deviation -> Arguments.of(side, at, frames.get(at), deviation)));
        });
    }

    @ParameterizedTest(name = "{0} frame {1} {2}: {3}")
    @MethodSource("deviations")
    void aDeviationEndsBothSessionsWithItsCode(Side side, int at, FrameType type, Deviation deviation)
            throws Exception {
        Ends ends = deviate(side, at, deviation);
        Optional<SessionException> victim = side == Side.CLIENT ? ends.server() : ends.client();
        Optional<SessionException> deviating = side == Side.CLIENT ? ends.client() : ends.server();
        assertThat(victim).map(SessionException::code).as("%s", victim).hasValue(deviation.code());
        assertThat(victim.orElseThrow()).hasMessageMatching("(?s).*" + deviation.message() + ".*");
        Code told =
                side == Side.CLIENT && deviation.isAnsweredByServers() ? Code.MALFORMED_MESSAGE : Code.CONNECTION_LOST;
        assertThat(deviating)
                .map(SessionException::code)
                .as("the deviating %s", type)
                .hasValue(told);
    }

    @Test
    void silenceInAnyPhaseEndsWithinItsTimeOut() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<String>> silentServers = new ArrayList<>();
            for (int at = 0; at < serverFrames.size(); at++) {
                int frame = at;
                silentServers.add(threads.submit(() -> silent(Side.SERVER, frame)));
            }
            List<Future<String>> silentClients = new ArrayList<>();
            for (int at = 0; at < clientFrames.size(); at++) {
                int frame = at;
                silentClients.add(threads.submit(() -> silent(Side.CLIENT, frame)));
            }
            for (Future<String> each : silentServers) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("TIMED_OUT, then CONNECTION_LOST");
            }
            for (int at = 0; at < clientFrames.size(); at++) {
                String told = switch (clientFrames.get(at)) {
                    case HELLO -> "CONNECTION_LOST";
                    case KEYS, START -> "SESSION_ENDED";
                    default -> "TIMED_OUT";
                };
                assertThat(silentClients.get(at).get(60, TimeUnit.SECONDS))
                        .as("client frame %d, %s", at, clientFrames.get(at))
                        .isEqualTo("TIMED_OUT, then " + told);
            }
        }
    }

    private String silent(Side side, int at) throws Exception {
        Ends ends = deviate(side, at, Deviation.SILENT);
        Optional<SessionException> victim = side == Side.CLIENT ? ends.server() : ends.client();
        Optional<SessionException> deviating = side == Side.CLIENT ? ends.client() : ends.server();
        assertThat(victim.orElseThrow()).hasMessageContaining("within " + SILENCE.toSeconds() + " s");
        return victim.orElseThrow().code() + ", then " + deviating.orElseThrow().code();
    }

    @Test
    void aServerRefusesKeysThatRepeatOneCoefficient() throws Exception {
        Ends ends = allOnes(Side.CLIENT, clientFrames.indexOf(FrameType.KEYS));
        assertThat(ends.server().orElseThrow())
                .hasMessageContaining("a KEYS message holds no key: its coefficients are all the same");
        assertThat(ends.server().orElseThrow().code()).isEqualTo(Code.MALFORMED_MESSAGE);
        assertThat(ends.client().orElseThrow().code()).isEqualTo(Code.MALFORMED_MESSAGE);
    }

    @Test
    void aClientRefusesBaseTransfersOutOfRange() throws Exception {
        Ends ends = allOnes(Side.SERVER, serverFrames.indexOf(FrameType.OT_REQUEST));
        assertThat(ends.client().orElseThrow()).hasMessageContaining("out of range (expected: below 3329)");
        assertThat(ends.client().orElseThrow().code()).isEqualTo(Code.MALFORMED_MESSAGE);
    }

    @Test
    void aClientTakesAnyRowsAsTheyCome() throws Exception {
        for (FrameType type : List.of(FrameType.RESPONSE, FrameType.TABLES)) {
            Ends ends = allOnes(Side.SERVER, serverFrames.lastIndexOf(type));
            assertThat(ends.client())
                    .as("no abort may depend on a decoded value")
                    .isEmpty();
        }
    }

    private Ends allOnes(Side side, int at) throws Exception {
        return replace(side, at, frame -> {
            byte[] ones = new byte[frame.payload().length];
            Arrays.fill(ones, (byte) 0xFF);
            if (frame.type() == FrameType.KEYS) {
                // The kind of link is right: it is the keys that are looked at.
                ones[ones.length - 1] = frame.payload()[ones.length - 1];
            }
            return new Frame(frame.type(), ones);
        });
    }

    private Ends replace(Side side, int at, UnaryOperator<Frame> change) throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            BytePipe.End deviating = side == Side.CLIENT ? pipe.client() : pipe.server();
            Link deviatingLink = new InterceptedLink(
                    deviating.link(),
                    (number, frame, link, timeout) -> link.send(number == at ? change.apply(frame) : frame, timeout));
            return side == Side.CLIENT
                    ? run(deviatingLink, pipe.server().link(), TwoParties.SETTINGS, TwoParties.SETTINGS)
                    : run(pipe.client().link(), deviatingLink, TwoParties.SETTINGS, TwoParties.SETTINGS);
        }
    }

    @Test
    void aClientMayNotRefuse() throws Exception {
        for (int at = 0; at < clientFrames.size(); at++) {
            Frame refusal = new Frame(FrameType.REFUSED, WireJson.write(new Refused(Refused.Reason.UNKNOWN_MODEL, 0)));
            Ends ends = replace(Side.CLIENT, at, _ -> refusal);
            assertThat(ends.server().orElseThrow().code()).isEqualTo(Code.MALFORMED_MESSAGE);
            assertThat(ends.server().orElseThrow()).hasMessageContaining("a REFUSED message arrived where");
        }
    }

    @Test
    void aClientTellsWhyAServerRefusedInAnyPhase() throws Exception {
        for (int at = 0; at < serverFrames.size(); at++) {
            Frame refusal = new Frame(FrameType.REFUSED, WireJson.write(new Refused(Refused.Reason.STOPPING, 7)));
            Ends ends = replace(Side.SERVER, at, _ -> refusal);
            assertThat(ends.client().orElseThrow().code()).isEqualTo(Code.REFUSED);
            assertThat(ends.client().orElseThrow())
                    .hasMessageContaining("being stopped")
                    .hasMessageContaining("Try again in 7 s");
        }
    }
}
