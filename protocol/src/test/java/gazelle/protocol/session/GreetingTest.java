package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Capabilities;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Hello;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions and capabilities of two programs that meet, seen from both sides, and greetings that are changed on their way. */
@Timeout(60)
class GreetingTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Capabilities OURS = ProtocolVersion.CAPABILITIES;

    /** The parameter ids of versions 1 and 2, from the golden frames that these had. */
    private static final List<String> OLD_PARAMETERS = List.of(
            "a2e0dcce360ff5bce727cb6f8c7041d2bbab5df6d0baa1075e923a84585a18256",
            "a5ca852b81efa58b88838ef9c643942154a886289cb44dc18c97e1b922a3c143a");

    private static void assertIncompatible(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .hasMessageContaining(words)
                .hasMessageContaining("Nothing was classified.")
                .isInstanceOfSatisfying(
                        SessionException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Code.INCOMPATIBLE));
    }

    /** Returns the payload with which a server refuses a greeting. */
    private static byte[] refusalOf(String hello) throws Exception {
        try (ModelHost host = TwoParties.host(SmallModels.label());
                Link link = host.connectInProcess()) {
            link.send(new Frame(FrameType.HELLO, hello.getBytes(StandardCharsets.UTF_8)), WAIT);
            Frame answer = link.receive(WAIT);
            assertThat(answer.type()).isEqualTo(FrameType.REFUSED);
            return answer.payload();
        }
    }

    private static void assertRefused(Hello hello, String text) throws Exception {
        byte[] payload = refusalOf(new String(WireJson.write(hello), StandardCharsets.UTF_8));
        Refused refused = WireJson.read(FrameType.REFUSED, payload, Refused.class);
        assertThat(refused.reason()).hasValue(Refused.Reason.INCOMPATIBLE);
        assertThat(refused.text()).isEqualTo(text);
        assertIncompatible(
                () -> {
                    throw refused.asException();
                },
                "The server says: \"" + text + "\"");
    }

    private static Hello hello(Capabilities capabilities) {
        return new Hello(ProtocolVersion.CURRENT, ProtocolVersion.parameterId(), capabilities);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anOlderClientIsToldInTheFormThatItReads(int version) throws Exception {
        byte[] refusal = refusalOf(
                "{\"protocolVersion\":" + version + ",\"parameterId\":\"" + OLD_PARAMETERS.get(version - 1) + "\"}");
        assertThat(new String(refusal, StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"INCOMPATIBLE\",\"retryAfterSeconds\":0}");
    }

    @Test
    void anOlderServersRefusalIsUnderstood() throws Exception {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        pair.second()
                .send(
                        new Frame(
                                FrameType.REFUSED,
                                "{\"code\":\"INCOMPATIBLE\",\"retryAfterSeconds\":0}".getBytes(StandardCharsets.UTF_8)),
                        WAIT);
        assertIncompatible(
                () -> GazelleClient.open(pair.first(), TwoParties.SETTINGS),
                "This program and the server do not speak the same protocol. Nothing was classified. Ask the server's");
        assertThat(pair.second().receive(WAIT).payload())
                .as("a greeting, of which versions 1 and 2 read these fields and pass over others")
                .asString()
                .startsWith("{\"protocolVersion\":3,\"parameterId\":\"");
    }

    @Test
    void anOlderOrLaterServersWelcomeIsIncompatibleWhateverItsForm() {
        for (String form : List.of(
                "{\"protocolVersion\":2,\"parameterId\":\"00\",\"nonce\":\"00\",\"models\":[]}",
                "{\"protocolVersion\":1}",
                "{\"more\":{\"than\":[\"this\"]},\"protocolVersion\":4,\"capabilities\":7}")) {
            assertIncompatible(
                    () -> openTo(form.getBytes(StandardCharsets.UTF_8)),
                    "of the protocol, this program version " + ProtocolVersion.CURRENT);
        }
    }

    @Test
    void aLaterClientIsIncompatibleWhateverTheFormOfItsGreeting() throws Exception {
        byte[] refusal = refusalOf("{\"protocolVersion\":4,\"parameterId\":[],\"capabilities\":\"all\"}");
        assertThat(WireJson.read(FrameType.REFUSED, refusal, Refused.class).text())
                .isEqualTo("The server speaks version 3 of the protocol, the client version 4.");
    }

    @Test
    void otherParametersAreIncompatible() throws Exception {
        assertRefused(
                new Hello(ProtocolVersion.CURRENT, "0".repeat(64), OURS),
                "The two programs use different cryptographic parameters.");
        assertIncompatible(
                () -> openTo(welcome("0".repeat(64), OURS, List.of("LOCAL"))), "uses other cryptographic parameters");
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithoutACommonCapabilityIsToldWhich(Missing missing) throws Exception {
        assertRefused(hello(missing.from(OURS)), missing.text);
    }

    /** A capability that a client names in other words only, or not at all. */
    enum Missing {
        ACTIVATION("The server needs a kind of activation that the client does not name: garbled-circuits."),
        TRANSFER("The server needs a kind of oblivious transfer that the client does not name: softspoken-ot."),
        CHECK("The server needs a check of oblivious transfers that the client does not name: softspoken-check.");

        private final String text;

        Missing(String text) {
            this.text = text;
        }

        Capabilities from(Capabilities all) {
            return switch (this) {
                case ACTIVATION -> new Capabilities(List.of("from-the-future"), all.transfers(), all.checks());
                case TRANSFER -> new Capabilities(all.activations(), List.of("from-the-future"), all.checks());
                case CHECK -> new Capabilities(all.activations(), all.transfers(), List.of());
            };
        }
    }

    @Test
    void namesThatAServerDoesNotKnowArePassedOver() throws Exception {
        Capabilities more = new Capabilities(
                List.of("from-the-future", "garbled-circuits"),
                List.of("silent-ot", "softspoken-ot"),
                List.of("softspoken-check", "from-the-future"));
        try (ModelHost host = TwoParties.host(SmallModels.label());
                Link link = host.connectInProcess()) {
            link.send(new Frame(FrameType.HELLO, WireJson.write(hello(more))), WAIT);
            Welcome welcome = WireJson.read(link.receive(WAIT), Welcome.class);
            assertThat(welcome.capabilities()).isEqualTo(OURS);
        }
    }

    /** The check protects the server, but a client of this project does not work without it either. */
    @Test
    void aServerThatLeavesTheCheckOutIsNotWorkedWith() {
        assertIncompatible(
                () -> openTo(chosen(new Capabilities(OURS.activations(), OURS.transfers(), List.of()))),
                "it leaves out the check of oblivious transfers softspoken-check");
    }

    @Test
    void aServerThatChoosesWhatTheClientDoesNotHaveIsNotWorkedWith() {
        assertIncompatible(
                () -> openTo(chosen(new Capabilities(List.of("other"), OURS.transfers(), OURS.checks()))),
                "it chose the kind of activation other, which this program does not have");
        assertIncompatible(
                () -> openTo(chosen(new Capabilities(OURS.activations(), List.of("other"), OURS.checks()))),
                "it chose the kind of oblivious transfer other, which this program does not have");
        assertIncompatible(
                () -> openTo(chosen(
                        new Capabilities(OURS.activations(), OURS.transfers(), List.of("softspoken-check", "other")))),
                "it chose the check of oblivious transfers other, which this program does not have");
        assertIncompatible(
                () -> openTo(chosen(new Capabilities(List.of(), OURS.transfers(), OURS.checks()))),
                "it chose no kind of activation");
        assertIncompatible(
                () -> openTo(chosen(new Capabilities(OURS.activations(), List.of(), OURS.checks()))),
                "it chose 0 kinds of oblivious transfer, and one is used");
    }

    @Test
    void kindsOfLinkThatAClientDoesNotKnowArePassedOver() throws Exception {
        try (GazelleClient client = openTo(welcome(ProtocolVersion.parameterId(), OURS, List.of("SATELLITE", "WAN")))) {
            assertThat(client.models()).isEmpty();
        }
        assertIncompatible(
                () -> openTo(welcome(ProtocolVersion.parameterId(), OURS, List.of("SATELLITE"))),
                "offers no kind of link that this program knows");
    }

    private static byte[] chosen(Capabilities capabilities) {
        return welcome(ProtocolVersion.parameterId(), capabilities, List.of("LOCAL"));
    }

    private static byte[] welcome(String parameterId, Capabilities capabilities, List<String> links) {
        return WireJson.write(new Welcome(
                ProtocolVersion.CURRENT,
                parameterId,
                "00".repeat(Welcome.NONCE_BYTES),
                capabilities,
                links,
                List.of()));
    }

    private static GazelleClient openTo(byte[] welcome) throws SessionException {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        pair.second().send(new Frame(FrameType.WELCOME, welcome), WAIT);
        return GazelleClient.open(pair.first(), TwoParties.SETTINGS);
    }

    /** Each change leaves a greeting that is valid by itself. */
    @ParameterizedTest
    @CsvSource({
        "HELLO, 'softspoken-check\"]', 'softspoken-check\",\"another\"]'",
        "HELLO, '{\"protocolVersion', '{\"added\":1,\"protocolVersion'",
        "WELCOME, '\"LOCAL\",\"LAN\"', '\"LAN\",\"LOCAL\"'",
        "WELCOME, 'This model means nothing.', 'This model means plenty.'",
    })
    void aGreetingThatIsChangedOnItsWayIsNoticedBeforeAnyInference(FrameType type, String before, String after)
            throws Exception {
        try (ModelHost host = TwoParties.host(SmallModels.label())) {
            Link changing = new ForwardingLink(host.connectInProcess()) {
                @Override
                public void send(Frame frame, Duration timeout) throws SessionException {
                    super.send(changed(frame, type, before, after), timeout);
                }

                @Override
                public Frame receive(Duration timeout) throws SessionException {
                    return changed(super.receive(timeout), type, before, after);
                }
            };
            try (GazelleClient client = GazelleClient.open(changing, TwoParties.SETTINGS)) {
                assertThatThrownBy(() -> client.classify("small-label", SmallModels.input(0), InferenceListener.NONE))
                        .hasMessageContaining("this program's messages contradict each other")
                        .hasMessageContaining("this one or one on the way to the server")
                        .isInstanceOfSatisfying(
                                SessionException.class,
                                noticed -> assertThat(noticed.code()).isEqualTo(Code.CHEATED));
            }
        }
    }

    private static Frame changed(Frame frame, FrameType type, String before, String after) {
        if (frame.type() != type) {
            return frame;
        }
        String text = new String(frame.payload(), StandardCharsets.UTF_8);
        assertThat(text).contains(before);
        return new Frame(type, text.replace(before, after).getBytes(StandardCharsets.UTF_8));
    }
}
