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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No client holds a server's place for ever, however it spends its time, and each is told why it lost it. */
@Timeout(60)
class LimitsTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final PreparedModel MODEL = new PreparedModel(SmallModels.label());

    private static SessionSettings with(SessionLimits limits) {
        return new SessionSettings(new SecureRandom(), System::nanoTime, limits);
    }

    private static ModelHost host(SessionLimits limits) {
        return new ModelHost(List.of(MODEL), with(limits), 1);
    }

    private static void assertNoSessionIn(ModelHost host, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (host.openSessions() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(host.openSessions()).isZero();
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
        try (ModelHost host = host(SessionLimits.USUAL.withIdle(Duration.ofMillis(1_500)));
                GazelleClient setUp = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            setUp.prepare();
            assertNoSessionIn(host, WAIT);
            assertEnds(() -> classify(setUp), Code.SESSION_ENDED, "nothing was asked for a while");
            try (GazelleClient used = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
                classify(used);
                assertNoSessionIn(host, WAIT);
                assertEnds(() -> classify(used), Code.SESSION_ENDED, "Connect again.");
            }
        }
    }

    @Test
    void aSessionThatOnlyGreetsLosesItsPlaceAndTheClientLearnsWhy() throws Exception {
        try (ModelHost host = host(SessionLimits.USUAL.withSetUp(Duration.ofMillis(800)));
                GazelleClient greeted = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            assertThat(greeted.models()).hasSize(1);
            assertNoSessionIn(host, WAIT);
            assertEnds(greeted::prepare, Code.SESSION_ENDED, "nothing was asked for a while");
        }
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
        SessionLimits limits = SessionLimits.USUAL.withInference(Duration.ofMillis(500));
        try (ModelHost host = host(limits);
                GazelleClient client = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            InferenceListener slow = new ForwardingInferenceListener(InferenceListener.NONE) {
                @Override
                public void layerStarted(int layer) {
                    try {
                        Thread.sleep(layer == 0 ? 0 : 400);
                    } catch (InterruptedException unexpected) {
                        throw new AssertionError(unexpected);
                    }
                }
            };
            assertEnds(
                    () -> client.classify("small-label", SmallModels.input(0), slow),
                    Code.TIMED_OUT,
                    "it took longer than the server allows");
            assertNoSessionIn(host, WAIT);
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
                assertNoSessionIn(host, WAIT);
            }
        }
    }

    /** Serves a client one kind of whose frames comes byte by byte; what the session ended with, if not with a goodbye. */
    private static Optional<Code> servedWithATrickle(
            SessionLimits limits, FrameType trickled, int bytes, Duration pause) throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            FutureTask<Optional<Code>> serving = new FutureTask<>(() -> {
                try {
                    new ServerSession(
                                    pipe.server().link(),
                                    List.of(MODEL),
                                    with(limits),
                                    ServerListener.NONE,
                                    SetUpGate.OPEN)
                            .run();
                    return Optional.empty();
                } catch (SessionException ended) {
                    return Optional.of(ended.code());
                }
            });
            Thread.ofPlatform().daemon().start(serving);
            Link trickling = new InterceptedLink(pipe.client().link(), (_, frame, link, timeout) -> {
                if (frame.type() == trickled) {
                    trickle(frame, pipe.client(), bytes, pause, serving);
                } else {
                    link.send(frame, timeout);
                }
            });
            try (GazelleClient client = GazelleClient.open(trickling, TwoParties.SETTINGS)) {
                classify(client);
            } catch (SessionException ended) {
                assertThat(ended.code())
                        .as(
                                "the trickle cannot be interrupted by the answer, so the connection may be gone before it is read")
                        .isIn(Code.TIMED_OUT, Code.SESSION_ENDED, Code.CONNECTION_LOST);
            }
            return serving.get();
        }
    }

    private static void trickle(Frame frame, BytePipe.End end, int bytes, Duration pause, FutureTask<?> until) {
        byte[] all = BytePipe.End.bytes(frame);
        try {
            int slow = Math.min(bytes, all.length);
            for (int i = 0; i < slow && !until.isDone(); i++) {
                if (!end.writeWhileOpen(Arrays.copyOfRange(all, i, i + 1))) {
                    return;
                }
                Thread.sleep(pause);
            }
            if (slow < all.length) {
                end.writeWhileOpen(Arrays.copyOfRange(all, slow, all.length));
            }
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void aSlowLinkIsNotSilent() throws Exception {
        SessionLimits limits = SessionLimits.USUAL.withSilence(Duration.ofSeconds(2));
        assertThat(servedWithATrickle(limits, FrameType.CIPHERTEXT, 8, Duration.ofMillis(400)))
                .as("each of two ciphertexts takes longer than the silence, and arrives")
                .isEmpty();
    }

    @Test
    void aTrickleHoldsNoPlaceForEver() throws Exception {
        SessionLimits greeting = SessionLimits.USUAL.withGreeting(Duration.ofMillis(500));
        SessionLimits setUp = SessionLimits.USUAL.withSetUp(Duration.ofMillis(500));
        SessionLimits idle = SessionLimits.USUAL.withIdle(Duration.ofMillis(500));
        SessionLimits inference = SessionLimits.USUAL.withInference(Duration.ofMillis(500));
        Duration pause = Duration.ofMillis(50);
        for (var each : List.of(
                new Trickle(greeting, FrameType.HELLO),
                new Trickle(setUp, FrameType.KEYS),
                new Trickle(setUp, FrameType.OT_REPLY),
                new Trickle(idle, FrameType.START),
                new Trickle(inference, FrameType.CIPHERTEXT))) {
            assertThat(servedWithATrickle(each.limits, each.type, Integer.MAX_VALUE, pause))
                    .as("%s", each)
                    .hasValue(Code.TIMED_OUT);
        }
    }

    private record Trickle(SessionLimits limits, FrameType type) {}

    @Test
    void aServersGreetingMayNotTrickleEither() throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            SessionSettings hasty = with(SessionLimits.USUAL.withGreeting(Duration.ofMillis(400)));
            FutureTask<GazelleClient> opening =
                    new FutureTask<>(() -> GazelleClient.open(pipe.client().link(), hasty));
            Thread.ofPlatform().daemon().start(opening);
            trickle(
                    new Frame(FrameType.WELCOME, new byte[1000]),
                    pipe.server(),
                    Integer.MAX_VALUE,
                    Duration.ofMillis(50),
                    opening);
            assertThatThrownBy(opening::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            SessionException.class,
                            late -> assertThat(late.code()).isEqualTo(Code.TIMED_OUT));
        }
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
