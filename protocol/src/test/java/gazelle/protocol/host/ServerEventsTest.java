package gazelle.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.meter.Work;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.ServerEvent;
import gazelle.protocol.session.ServerEvent.Cheated;
import gazelle.protocol.session.ServerEvent.Closed;
import gazelle.protocol.session.ServerEvent.InferenceBegun;
import gazelle.protocol.session.ServerEvent.InferenceEnded;
import gazelle.protocol.session.ServerEvent.Opened;
import gazelle.protocol.session.ServerEvent.Problem;
import gazelle.protocol.session.ServerEvent.SessionRefused;
import gazelle.protocol.session.ServerEvent.Traffic;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The events that a host's listener hears, in their order and with their numbers. */
@Timeout(60)
class ServerEventsTest {
    private static final PreparedModel MODEL = new PreparedModel(SmallModels.label());
    private static final String NAME = "small-label";

    private final BlockingQueue<ServerEvent> heard = new LinkedBlockingQueue<>();

    private ModelHost host(int sessions) {
        return new ModelHost(List.of(MODEL), TwoParties.SETTINGS, sessions, heard::add);
    }

    private static Link link(ModelHost host, String letter) {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        host.accept(Strangers.link(pair.first(), letter, Duration.ZERO));
        return pair.second();
    }

    /** Takes events up to and with the first of that kind. */
    private <E extends ServerEvent> E hear(Class<E> kind, List<ServerEvent> before) throws InterruptedException {
        while (true) {
            ServerEvent event = heard.take();
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
            before.add(event);
        }
    }

    @Test
    void aSessionIsHeardFromItsOpeningToItsCloseWithItsBytes() throws Exception {
        InferenceReport report;
        try (ModelHost host = host(2)) {
            try (GazelleClient client = GazelleClient.open(link(host, "a"), TwoParties.SETTINGS)) {
                report = client.classify(NAME, SmallModels.input(0), InferenceListener.NONE);
                client.classify(NAME, SmallModels.input(1), InferenceListener.NONE);
            }
            List<ServerEvent> events = new ArrayList<>();
            Closed closed = hear(Closed.class, events);
            assertThat(events)
                    .extracting(event -> (Object) event.getClass())
                    .containsExactly(
                            Opened.class,
                            InferenceBegun.class,
                            InferenceEnded.class,
                            InferenceBegun.class,
                            InferenceEnded.class);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.session()).isEqualTo(1);
                assertThat(event.peer().name()).isEqualTo("10.0.0.97 port 4711");
                assertThat(event.peer().address()).hasValue(Strangers.address("a"));
            });
            assertThat(((InferenceBegun) events.get(1)).model()).isEqualTo(NAME);
            InferenceEnded ended = (InferenceEnded) events.get(2);
            assertThat(ended.model()).isEqualTo(NAME);
            assertThat(ended.problem()).isEmpty();
            assertThat(ended.traffic()).isEqualTo(new Traffic(report.bytesUp(), report.bytesDown()));
            assertThat(ended.work().of(Work.GARBLE)).isPositive();
            assertThat(closed.problem()).isEmpty();
            assertThat(closed.inferences()).isEqualTo(2);
            assertThat(closed.traffic().received()).isGreaterThan(2 * report.bytesUp());
            assertThat(closed.traffic().sent()).isGreaterThan(2 * report.bytesDown());
        }
    }

    @Test
    void aClientForWhichThereIsNoRoomIsHeardOfOnce() throws Exception {
        try (ModelHost host = host(1);
                GazelleClient first = GazelleClient.open(link(host, "a"), TwoParties.SETTINGS)) {
            first.prepare();
            assertThatThrownBy(() -> GazelleClient.open(link(host, "b"), TwoParties.SETTINGS))
                    .hasMessageContaining("The server is busy");
            List<ServerEvent> before = new ArrayList<>();
            SessionRefused refused = hear(SessionRefused.class, before);
            assertThat(before).hasSize(1).first().isInstanceOf(Opened.class);
            assertThat(refused.session()).isZero();
            assertThat(refused.peer().address()).hasValue(Strangers.address("b"));
            assertThat(refused.answer()).isEqualTo(new Refused(Refused.Reason.BUSY, 10));
        }
    }

    @Test
    void aGreetingOfAnotherVersionIsHeardAsARefusalOfASessionThatNeverOpened() throws Exception {
        try (ModelHost host = host(1);
                Link link = link(host, "a")) {
            link.send(
                    new Frame(FrameType.HELLO, "{\"protocolVersion\":2}".getBytes(StandardCharsets.US_ASCII)),
                    Duration.ofSeconds(5));
            assertThat(link.receive(Duration.ofSeconds(5)).type()).isEqualTo(FrameType.REFUSED);
            List<ServerEvent> before = new ArrayList<>();
            SessionRefused refused = hear(SessionRefused.class, before);
            assertThat(before).isEmpty();
            assertThat(refused.answer().reason()).hasValue(Refused.Reason.INCOMPATIBLE);
        }
        assertThat(heard).isEmpty();
    }

    /** Returns a client's link that changes the first frame of a type, or ends at it. */
    private static Link spoiled(Link inner, FrameType type, boolean closes) {
        return new ForwardingLink(inner) {
            @Override
            public void send(Frame frame, Duration timeout) throws SessionException {
                if (frame.type() == type && closes) {
                    close();
                }
                byte[] payload = frame.payload().clone();
                if (frame.type() == type) {
                    payload[0] ^= 1;
                }
                super.send(new Frame(frame.type(), payload), timeout);
            }
        };
    }

    private List<ServerEvent> eventsOf(FrameType type, boolean closes) throws Exception {
        try (ModelHost host = host(2)) {
            Link link = spoiled(link(host, "a"), type, closes);
            assertThatThrownBy(() -> {
                        try (GazelleClient client = GazelleClient.open(link, TwoParties.SETTINGS)) {
                            client.classify(NAME, SmallModels.input(0), InferenceListener.NONE);
                        }
                    })
                    .isInstanceOf(SessionException.class);
            List<ServerEvent> events = new ArrayList<>();
            events.add(Objects.requireNonNull(hear(Closed.class, events)));
            return events;
        }
    }

    @Test
    void aClientThatCheatsIsHeardToHaveCheatedThenItsInferenceAndSessionToEnd() throws Exception {
        List<ServerEvent> events = eventsOf(FrameType.OT_EXTENSION, false);
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        Opened.class,
                        InferenceBegun.class,
                        Cheated.class,
                        InferenceEnded.class,
                        SessionRefused.class,
                        Closed.class);
        assertThat(((InferenceEnded) events.get(3)).problem()).hasValue(new Problem("CHEATED"));
        assertThat(((SessionRefused) events.get(4)).answer().reason()).hasValue(Refused.Reason.CHEATED);
        assertThat(((Closed) events.get(5)).problem()).hasValue(new Problem("CHEATED"));
        assertThat(((Closed) events.get(5)).inferences()).isZero();
    }

    @Test
    void aClientThatLeavesIsHeardToBeLost() throws Exception {
        List<ServerEvent> events = eventsOf(FrameType.CIPHERTEXT, true);
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(Opened.class, InferenceBegun.class, InferenceEnded.class, Closed.class);
        assertThat(((InferenceEnded) events.get(2)).problem()).hasValue(new Problem("CONNECTION_LOST"));
        assertThat(((Closed) events.get(3)).problem()).hasValue(new Problem("CONNECTION_LOST"));
    }

    @Test
    void aHostThatIsClosedIsHeardToRefuseWhatStands() throws Exception {
        ModelHost host = host(2);
        try (GazelleClient client = GazelleClient.open(link(host, "a"), TwoParties.SETTINGS)) {
            client.prepare();
            host.close();
            List<ServerEvent> before = new ArrayList<>();
            Closed closed = hear(Closed.class, before);
            assertThat(closed.problem()).hasValue(new Problem("STOPPED"));
            assertThat(before)
                    .last()
                    .isInstanceOfSatisfying(
                            SessionRefused.class,
                            told -> assertThat(told.answer().reason()).hasValue(Refused.Reason.STOPPING));
        }
    }

    @Test
    void aListenerThatFailsEndsTheSessionAndHearsTheRest() throws Exception {
        List<ServerEvent> all = Collections.synchronizedList(new ArrayList<>());
        try (ModelHost host = new ModelHost(List.of(MODEL), TwoParties.SETTINGS, 2, event -> {
                    all.add(event);
                    if (!(event instanceof Opened)) {
                        throw new IllegalStateException("for a test");
                    }
                });
                GazelleClient client = GazelleClient.open(link(host, "a"), TwoParties.SETTINGS)) {
            assertThatThrownBy(() -> client.classify(NAME, SmallModels.input(0), InferenceListener.NONE))
                    .hasMessageContaining("An error in the server ended the session.");
        }
        assertThat(all)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(Opened.class, InferenceBegun.class, SessionRefused.class, Closed.class);
        assertThat(((Closed) all.getLast()).problem()).hasValue(Problem.INTERNAL);
    }
}
