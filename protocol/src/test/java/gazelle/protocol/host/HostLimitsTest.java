package gazelle.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.ServerEvent;
import gazelle.protocol.session.ServerListener;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a host serves when not everyone can be served, and what one session's failure means for the others. */
@Timeout(60)
class HostLimitsTest {
    private static final PreparedModel MODEL = new PreparedModel(SmallModels.label());

    private static ModelHost host(HostLimits limits) {
        return new ModelHost(List.of(MODEL), TwoParties.SETTINGS, limits, ServerListener.NONE);
    }

    private static GazelleClient greeted(ModelHost host, String address, Duration age) throws SessionException {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        host.accept(Strangers.link(pair.first(), address, age));
        return GazelleClient.open(pair.second(), TwoParties.SETTINGS);
    }

    private static GazelleClient setUp(ModelHost host, String address) throws SessionException {
        GazelleClient client = greeted(host, address, Duration.ZERO);
        client.prepare();
        return client;
    }

    private static void assertServes(GazelleClient client) throws SessionException {
        assertThat(client.classify("small-label", SmallModels.input(0), InferenceListener.NONE)
                        .layers())
                .isNotEmpty();
    }

    @Test
    void anAddressGetsItsShareOfTheSessionsAndOthersTheRest() throws Exception {
        try (ModelHost host = host(HostLimits.of(3).withSessionsOfAddress(2));
                GazelleClient first = setUp(host, "a");
                GazelleClient second = setUp(host, "a")) {
            assertThatThrownBy(() -> setUp(host, "a"))
                    .hasMessageContaining("The server is busy, or was asked too often");
            try (GazelleClient other = setUp(host, "b")) {
                for (GazelleClient client : List.of(first, second, other)) {
                    assertServes(client);
                }
                assertThatThrownBy(() -> setUp(host, "c")).hasMessageContaining("Try again in 10 s.");
            }
        }
    }

    @Test
    void aSessionThatOnlyGreetedMakesRoomForOneThatIsNew() throws Exception {
        Duration second = Duration.ofSeconds(1);
        try (ModelHost host = host(HostLimits.of(2));
                GazelleClient greetedOnly = greeted(host, "a", second);
                GazelleClient next = greeted(host, "b", second.minusMillis(1));
                GazelleClient third = setUp(host, "c")) {
            assertServes(third);
            assertThatThrownBy(greetedOnly::prepare).hasMessageContaining("The server is busy");
            assertThatThrownBy(() -> setUp(host, "d"))
                    .as("one is set up, the other came a moment ago")
                    .hasMessageContaining("The server is busy");
            assertServes(next);
        }
    }

    /** Returns the server's end of a link whose session tells that it has keys, and on which thread it then goes on. */
    private static Link tellingOfKeys(Link inner, CompletableFuture<Thread> keys) {
        return new ForwardingLink(inner) {
            @Override
            public Frame receive(Duration timeout) throws SessionException {
                Frame frame = super.receive(timeout);
                if (frame.type() == FrameType.KEYS) {
                    keys.complete(Thread.currentThread());
                }
                return frame;
            }
        };
    }

    @Test
    void aSessionThatWaitsForItsTurnHasBroughtKeysAndKeepsItsPlace() throws Exception {
        HostLimits oneEachWhile = HostLimits.of(2).withSetUps(2, 1, Duration.ofMillis(2_500));
        CompletableFuture<Thread> keys = new CompletableFuture<>();
        LoopbackLink.Pair pair = LoopbackLink.pair();
        try (ModelHost host = host(oneEachWhile);
                GazelleClient first = setUp(host, "a")) {
            host.accept(tellingOfKeys(Strangers.link(pair.first(), "a", Duration.ofSeconds(5)), keys));
            try (GazelleClient waiting = GazelleClient.open(pair.second(), TwoParties.SETTINGS)) {
                FutureTask<Boolean> setUp = new FutureTask<>(() -> {
                    waiting.prepare();
                    return true;
                });
                Thread.ofPlatform().daemon().start(setUp);
                Thread session = keys.get();
                while (session.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                assertThatThrownBy(() -> setUp(host, "b")).hasMessageContaining("The server is busy");
                assertThat(setUp.isDone()).as("it was its turn meanwhile").isFalse();
                assertThat(setUp.get()).isTrue();
                assertServes(waiting);
            }
            assertServes(first);
        }
    }

    @Test
    void noMoreSessionsThanTheHeapHoldsAreServedButAlwaysOne() throws Exception {
        long two = MODEL.weightBytes() + 2 * MODEL.sessionBytes();
        try (ModelHost host = host(HostLimits.of(8).withHeapBytes(two));
                GazelleClient first = setUp(host, "a");
                GazelleClient second = setUp(host, "b")) {
            assertThatThrownBy(() -> setUp(host, "c")).hasMessageContaining("The server is busy");
            assertServes(first);
            assertServes(second);
        }
        try (ModelHost host = host(HostLimits.of(8).withHeapBytes(0));
                GazelleClient only = setUp(host, "a")) {
            assertServes(only);
        }
    }

    @Test
    void anErrorEndsTheSessionThatMeetsItWithAnAnswerAndNoOther() throws Exception {
        AtomicBoolean failing = new AtomicBoolean();
        ServerListener listener = event -> {
            if (event instanceof ServerEvent.InferenceEnded && failing.getAndSet(false)) {
                throw new OutOfMemoryError("for a test");
            }
        };
        try (ModelHost host = new ModelHost(List.of(MODEL), TwoParties.SETTINGS, HostLimits.of(2), listener);
                GazelleClient unlucky = setUp(host, "a");
                GazelleClient other = setUp(host, "b")) {
            failing.set(true);
            assertServes(unlucky);
            assertThatThrownBy(() -> assertServes(unlucky))
                    .hasMessageContaining("An error in the server ended the session. No result was produced;");
            assertServes(other);
            try (GazelleClient next = setUp(host, "a")) {
                assertServes(next);
            }
        }
    }

    @Test
    void keysOfZerosAreRefusedAndTheAddressHasToWait() throws Exception {
        try (ModelHost host = host(HostLimits.of(4).withSetUps(4, 1, Duration.ofSeconds(30)))) {
            for (int twice = 0; twice < 2; twice++) {
                LoopbackLink.Pair pair = LoopbackLink.pair();
                host.accept(Strangers.link(pair.first(), "a", Duration.ZERO));
                Link zeros = withKeysOfZeros(pair.second());
                assertThatThrownBy(() ->
                                GazelleClient.open(zeros, TwoParties.SETTINGS).prepare())
                        .hasMessageContaining("the server could not read a message of this program");
                awaitNoSession(host);
            }
            assertThatThrownBy(() -> setUp(host, "a").close()).hasMessageContaining("The server is busy");
            setUp(host, "b").close();
        }
    }

    private static void awaitNoSession(ModelHost host) throws InterruptedException {
        while (host.openSessions() > 0) {
            Thread.sleep(5);
        }
    }

    /** Returns a client's link that replaces its keys by zeros. */
    private static Link withKeysOfZeros(Link inner) {
        return new ForwardingLink(inner) {
            @Override
            public void send(Frame frame, Duration timeout) throws SessionException {
                boolean keys = frame.type() == FrameType.KEYS;
                super.send(keys ? new Frame(frame.type(), new byte[frame.payload().length]) : frame, timeout);
            }

            @Override
            public LinkProfile profile() {
                return LinkProfile.LAN;
            }
        };
    }
}
