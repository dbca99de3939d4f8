package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.transport.netty.BytePipe;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client whose transfers contradict each other, in a whole session: caught within the layer, told one constant code, and reported. A
 * bit is changed on its way, so the challenge differs too; what the checks catch of a client that deviates and keeps its own transcript
 * right is tested beside them, in the module of the mathematics ({@code ConsistencyCheckTest}, {@code StolenModelTest}).
 */
@Timeout(60)
class CheatingClientTest {
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final PreparedModel model = new PreparedModel(SmallModels.label());
    private final List<FrameType> serverFrames = Collections.synchronizedList(new ArrayList<>());
    private final List<String> caught = Collections.synchronizedList(new ArrayList<>());

    private final ServerListener listener = event -> {
        if (event instanceof ServerEvent.Cheated) {
            caught.add(event.peer().name());
        } else if (event instanceof ServerEvent.InferenceEnded ended
                && ended.problem().isEmpty()) {
            caught.add("finished");
        }
    };

    private FutureTask<Integer> serve(Link link) {
        Link watched = new InterceptedLink(link, (_, frame, inner, timeout) -> {
            serverFrames.add(frame.type());
            inner.send(frame, timeout);
        });
        FutureTask<Integer> serving = new FutureTask<>(
                () -> new ServerSession(watched, List.of(model), TwoParties.SETTINGS, listener, SetUpGate.OPEN).run());
        Thread.ofPlatform().daemon().start(serving);
        return serving;
    }

    /** A bit of the frame of that type and number is changed on its way, as a modified client would. */
    @ParameterizedTest(name = "byte {2} of {0} number {1}")
    @CsvSource({
        // The digest of the trees.
        "OT_REPLY, 0, 283679, 0",
        // Rows of the first activation, then of the arg-max, and what the check opens: the choice vector and rows.
        "OT_EXTENSION, 0, 0, 0",
        "OT_EXTENSION, 0, 3471, 0",
        "OT_EXTENSION, 1, 495, 1",
        "OT_CHECK, 0, 0, 0",
        "OT_CHECK, 0, 16, 0",
        "OT_CHECK, 1, 2063, 1",
    })
    void aClientThatCheatsIsCaughtWithinTheLayerAndReported(FrameType type, int number, int at, int tablesBefore) {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        FutureTask<Integer> serving = serve(pair.second());
        int[] seen = {0};
        Link modified = new InterceptedLink(pair.first(), (_, frame, inner, timeout) -> {
            if (frame.type() == type && seen[0]++ == number) {
                byte[] changed = frame.payload().clone();
                changed[at] ^= 1;
                inner.send(new Frame(type, changed), timeout);
            } else {
                inner.send(frame, timeout);
            }
        });
        assertThatThrownBy(() -> {
                    try (GazelleClient client = GazelleClient.open(modified, TwoParties.SETTINGS)) {
                        client.classify("small-label", SmallModels.input(0), InferenceListener.NONE);
                    }
                })
                .isInstanceOfSatisfying(SessionException.class, problem -> {
                    assertThat(problem.code()).isEqualTo(SessionException.Code.CHEATED);
                    assertThat(problem.code().retryHelps()).isFalse();
                })
                .hasMessageContaining("messages contradict each other");
        assertThatThrownBy(serving::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SessionException.class,
                        ended -> assertThat(ended.code()).isEqualTo(SessionException.Code.CHEATED));
        assertThat(caught).containsExactly("this process");
        assertThat(serverFrames.stream().filter(each -> each == FrameType.TABLES))
                .as("tables sent")
                .hasSize(tablesBefore);
        assertThat(serverFrames).last().isEqualTo(FrameType.REFUSED);
    }

    /** A client that leaves, or breaks another rule, before anyone looks at its check. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatCheatsAndLeavesIsReportedAllTheSame(boolean leaves) {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        FutureTask<Integer> serving = serve(pair.second());
        Link modified = new InterceptedLink(pair.first(), (_, frame, inner, timeout) -> {
            byte[] payload = frame.payload().clone();
            if (frame.type() == FrameType.OT_CHECK) {
                payload[1_000] ^= 1;
            }
            if (frame.type() == FrameType.CHOICES && leaves) {
                inner.close();
            } else if (frame.type() == FrameType.CHOICES) {
                inner.send(new Frame(FrameType.BYE, new byte[0]), timeout);
            } else {
                inner.send(new Frame(frame.type(), payload), timeout);
            }
        });
        assertThatThrownBy(() -> {
                    try (GazelleClient client = GazelleClient.open(modified, TwoParties.SETTINGS)) {
                        client.classify("small-label", SmallModels.input(0), InferenceListener.NONE);
                    }
                })
                .isInstanceOf(SessionException.class);
        assertThatThrownBy(serving::get)
                .cause()
                .isInstanceOfSatisfying(
                        SessionException.class,
                        ended -> assertThat(ended.code()).isEqualTo(SessionException.Code.CHEATED));
        assertThat(caught).containsExactly("this process");
        assertThat(serverFrames).doesNotContain(FrameType.TABLES);
    }

    @Test
    void aFormThatIsNotOfferedIsRefusedBeforeAnyWork() throws Exception {
        try (BytePipe pipe = new BytePipe()) {
            FutureTask<Integer> serving = serve(pipe.server().link());
            Link link = pipe.client().link();
            Conversation client = new Conversation(link, Conversation.Party.CLIENT, System::nanoTime, WAIT);
            client.sendJson(FrameType.HELLO, ProtocolVersion.hello());
            Welcome welcome = client.expectJson(FrameType.WELCOME, Welcome.class);
            assertThat(welcome.links()).containsExactlyInAnyOrder("LAN", "WAN");

            byte[] keys = new byte[24_609];
            keys[0] = 1;
            keys[24_608] = LinkProfile.LOCAL.code();
            client.send(FrameType.KEYS, keys);
            Frame answer = link.receive(WAIT);
            assertThat(WireJson.read(answer, Refused.class).reason()).hasValue(Refused.Reason.MALFORMED_MESSAGE);
            assertThatThrownBy(serving::get)
                    .cause()
                    .hasMessageContaining("asks for a form of the protocol that is not offered");
            assertThat(serverFrames).doesNotContain(FrameType.OT_REQUEST);
            assertThat(caught).isEmpty();
        }
    }
}
