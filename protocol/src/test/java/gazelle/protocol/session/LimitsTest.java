package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.transport.netty.BytePipe;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No client holds a server's place for ever, however it spends its time, and each is told why it lost it; no test waits in real time. */
@Timeout(60)
class LimitsTest {
    private static final PreparedModel MODEL = new PreparedModel(SmallModels.label());

    /** The server's clock. */
    private final AtomicLong nanoTime = new AtomicLong();

    private SessionSettings with(SessionLimits limits) {
        return new SessionSettings(new SecureRandom(), nanoTime::get, limits);
    }

    private ModelHost host(SessionLimits limits) {
        return new ModelHost(List.of(MODEL), with(limits), 1);
    }

    private static void awaitNoSessionIn(ModelHost host) {
        while (host.openSessions() > 0) {
            Thread.onSpinWait();
        }
    }

    /** A client's connection to a host whose end of it is in the test's hands. */
    private record Connection(Link client, PacedLink server) {}

    private Connection connect(ModelHost host) {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        PacedLink server = new PacedLink(pair.first(), nanoTime);
        host.accept(server);
        return new Connection(pair.second(), server);
    }

    private static void assertEnds(ThrowingCallable call, Code code, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static void classify(GazelleClient client) throws SessionException {
        client.classify("small-label", SmallModels.input(0), InferenceListener.NONE);
    }

    @Test
    void anIdleSessionLosesItsPlaceAndTheClientLearnsWhyWhenItNextAsks() throws Exception {
        Duration idle = Duration.ofMinutes(7);
        try (ModelHost host = host(SessionLimits.USUAL.withIdle(idle))) {
            for (boolean used : new boolean[] {false, true}) {
                Connection connection = connect(host);
                try (GazelleClient client = GazelleClient.open(connection.client(), TwoParties.SETTINGS)) {
                    client.prepare();
                    if (used) {
                        classify(client);
                    }
                    long before = nanoTime.get();
                    connection.server().beSilent();
                    awaitNoSessionIn(host);
                    assertThat(Duration.ofNanos(nanoTime.get() - before)).isGreaterThanOrEqualTo(idle);
                    assertEnds(
                            () -> classify(client),
                            Code.SESSION_ENDED,
                            "nothing was asked for a while. Nothing was classified. Connect again.");
                }
            }
        }
    }

    @Test
    void aSessionThatOnlyGreetsLosesItsPlaceAndTheClientLearnsWhy() throws Exception {
        try (ModelHost host = host(SessionLimits.USUAL)) {
            Connection connection = connect(host);
            try (GazelleClient greeted = GazelleClient.open(connection.client(), TwoParties.SETTINGS)) {
                assertThat(greeted.models()).hasSize(1);
                connection.server().beSilent();
                awaitNoSessionIn(host);
                assertEnds(greeted::prepare, Code.SESSION_ENDED, "nothing was asked for a while");
            }
        }
        assertThat(Duration.ofNanos(nanoTime.get())).isGreaterThanOrEqualTo(SessionLimits.USUAL.setUp());
    }

    @Test
    void theTimeForTheSetUpCountsFromTheBeginningOfTheConnection() throws Exception {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        Link old = new InterceptedLink(pair.first(), (_, frame, link, timeout) -> link.send(frame, timeout)) {
            @Override
            public Duration age() {
                return SessionLimits.USUAL.setUp();
            }
        };
        ServerSession session =
                new ServerSession(old, List.of(MODEL), with(SessionLimits.USUAL), ServerListener.NONE, SetUpGate.OPEN);
        assertEnds(session::run, Code.TIMED_OUT, "did not answer within");
    }

    @Test
    void anInferenceThatTakesTooLongIsEndedAlthoughItGoesOn() throws Exception {
        try (ModelHost host = host(SessionLimits.USUAL.withInference(Duration.ofSeconds(10)))) {
            Link slow = new InterceptedLink(host.connectInProcess(), (_, frame, link, timeout) -> {
                if (frame.type() == FrameType.CHOICES) {
                    nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
                }
                link.send(frame, timeout);
            });
            try (GazelleClient client = GazelleClient.open(slow, TwoParties.SETTINGS)) {
                assertEnds(() -> classify(client), Code.TIMED_OUT, "it took longer than the server allows");
                awaitNoSessionIn(host);
            }
        }
    }

    @Test
    void aConnectionServesSoManyInferencesAndThenWantsNewKeys() throws Exception {
        try (ModelHost host = host(SessionLimits.USUAL.withInferences(2))) {
            for (int connection = 0; connection < 2; connection++) {
                try (GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
                    classify(client);
                    classify(client);
                    assertEnds(() -> classify(client), Code.SESSION_ENDED, "The server wants new keys");
                }
                awaitNoSessionIn(host);
            }
        }
    }

    /**
     * Serves a client one kind of whose frames arrives byte by byte.
     *
     * @param drops the number of bytes that arrive one by one
     * @return the code with which the session ended, unless it ended with a goodbye
     */
    private Optional<Code> servedWithATrickle(SessionLimits limits, FrameType trickled, int drops, Duration pause)
            throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            PacedLink server = new PacedLink(pipe.server().link(), nanoTime);
            FutureTask<Optional<Code>> serving = new FutureTask<>(() -> {
                try {
                    new ServerSession(server, List.of(MODEL), with(limits), ServerListener.NONE, SetUpGate.OPEN).run();
                    return Optional.empty();
                } catch (SessionException ended) {
                    return Optional.of(ended.code());
                }
            });
            Thread.ofPlatform().daemon().start(serving);
            Link trickling = new InterceptedLink(pipe.client().link(), (_, frame, link, timeout) -> {
                if (frame.type() == trickled) {
                    drip(server, pipe.client(), frame, drops, pause);
                } else {
                    link.send(frame, timeout);
                }
            });
            try (GazelleClient client = GazelleClient.open(trickling, TwoParties.SETTINGS)) {
                classify(client);
            } catch (SessionException ended) {
                assertThat(ended.code())
                        .as("the rest of the frame is missing, so the connection may be gone before the answer is read")
                        .isIn(Code.TIMED_OUT, Code.SESSION_ENDED, Code.CONNECTION_LOST);
            }
            return serving.get();
        }
    }

    private static void drip(PacedLink to, BytePipe.End from, Frame frame, int drops, Duration pause) {
        try {
            to.drip(from, frame, drops, pause);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void aSlowLinkIsNotSilent() throws Exception {
        SessionLimits limits = SessionLimits.USUAL.withSilence(Duration.ofSeconds(2));
        assertThat(servedWithATrickle(limits, FrameType.CIPHERTEXT, 8, Duration.ofMillis(700)))
                .as("each of two ciphertexts takes longer than the silence, and arrives")
                .isEmpty();
        assertThat(Duration.ofNanos(nanoTime.get())).isGreaterThan(Duration.ofSeconds(10));
    }

    /** Limits of which one is so short that a byte each 50 ms does not keep to it. */
    record Trickle(SessionLimits limits, FrameType type) {}

    static List<Trickle> trickles() {
        Duration brief = Duration.ofMillis(500);
        return List.of(
                new Trickle(SessionLimits.USUAL.withGreeting(brief), FrameType.HELLO),
                new Trickle(SessionLimits.USUAL.withSetUp(brief), FrameType.KEYS),
                new Trickle(SessionLimits.USUAL.withSetUp(brief), FrameType.OT_REPLY),
                new Trickle(SessionLimits.USUAL.withIdle(brief), FrameType.START),
                new Trickle(SessionLimits.USUAL.withInference(brief), FrameType.CIPHERTEXT));
    }

    @ParameterizedTest
    @MethodSource("trickles")
    void aTrickleHoldsNoPlaceForEver(Trickle trickle) throws Exception {
        assertThat(servedWithATrickle(trickle.limits, trickle.type, Integer.MAX_VALUE, Duration.ofMillis(50)))
                .hasValue(Code.TIMED_OUT);
    }

    @Test
    void aServersGreetingMayNotTrickleEither() throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            PacedLink client = new PacedLink(pipe.client().link(), nanoTime);
            FutureTask<GazelleClient> opening =
                    new FutureTask<>(() -> GazelleClient.open(client, with(SessionLimits.USUAL)));
            Thread.ofPlatform().daemon().start(opening);
            drip(
                    client,
                    pipe.server(),
                    new Frame(FrameType.WELCOME, new byte[1000]),
                    Integer.MAX_VALUE,
                    Duration.ofMillis(50));
            assertThatThrownBy(opening::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            late -> assertThat(late.code()).isEqualTo(Code.TIMED_OUT));
        }
        assertThat(Duration.ofNanos(nanoTime.get())).isEqualTo(SessionLimits.USUAL.greeting());
    }

    @Test
    void aClientThatTakesNothingLosesItsPlace() throws Exception {
        SessionLimits limits = SessionLimits.USUAL.withSilence(Duration.ofMillis(300));
        LoopbackLink.Pair pair = LoopbackLink.pair();
        Link full = new InterceptedLink(pair.first(), (number, frame, link, timeout) -> {
            if (number == 1) {
                throw SessionException.timedOut(timeout);
            }
            link.send(frame, timeout);
        });
        FutureTask<Integer> serving = new FutureTask<>(
                () -> new ServerSession(full, List.of(MODEL), with(limits), ServerListener.NONE, SetUpGate.OPEN).run());
        Thread.ofPlatform().daemon().start(serving);
        try (GazelleClient client = GazelleClient.open(pair.second(), TwoParties.SETTINGS)) {
            assertEnds(client::prepare, Code.TIMED_OUT, "The server ended the inference");
        }
        assertThatThrownBy(serving::get)
                .cause()
                .isInstanceOfSatisfying(
                        SessionException.class, late -> assertThat(late.code()).isEqualTo(Code.TIMED_OUT));
    }

    @Test
    void limitsHaveToBePositiveAndKeysServeFortyInferencesAtMost() {
        assertThatThrownBy(() -> SessionLimits.USUAL.withIdle(Duration.ZERO))
                .hasMessageContaining("idle: PT0S (expected: positive)");
        assertThatThrownBy(() -> SessionLimits.USUAL.withSetUp(Duration.ofSeconds(-1)))
                .hasMessageContaining("setUp: PT-1S (expected: positive)");
        assertThatThrownBy(() -> SessionLimits.USUAL.withInferences(41))
                .hasMessageContaining("inferences: 41 (expected: 1..40)");
        assertThat(SessionLimits.USUAL.withSilence(Duration.ofSeconds(1)).greeting())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
