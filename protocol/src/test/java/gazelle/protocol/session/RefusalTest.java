package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.RandomNetworks;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.Hello;
import gazelle.protocol.wire.Refused;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import gazelle.protocol.wire.WireJson;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefusalTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private final SplittableRandom random = new SplittableRandom(11);
    private final CompiledModel model = RandomNetworks.draw("random", random);

    private static void assertCode(ThrowingCallable call, Code code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SessionException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static void assertRefused(Link link, Refused.Reason reason) throws Exception {
        Frame frame = link.receive(WAIT);
        assertThat(frame.type()).isEqualTo(FrameType.REFUSED);
        assertThat(WireJson.read(frame, Refused.class).reason()).hasValue(reason);
        assertCode(() -> link.receive(WAIT), Code.CONNECTION_LOST);
    }

    private static Frame hello(int version, String parameterId) {
        return new Frame(
                FrameType.HELLO, WireJson.write(new Hello(version, parameterId, ProtocolVersion.CAPABILITIES)));
    }

    @Test
    void anUnknownModelIsNamedAndTheSessionGoesOn() throws Exception {
        try (TwoParties parties = new TwoParties(model)) {
            QuantisedTensor input = RandomNetworks.input(model.spec(), random);
            assertThatThrownBy(() -> parties.client().classify("other", input, InferenceListener.NONE))
                    .hasMessageContaining("It offers: random.");
            assertThat(parties.client()
                            .classify("random", input, InferenceListener.NONE)
                            .label())
                    .isEqualTo(new ReferenceNetwork(model.spec(), model.weights()).label(input));
        }
    }

    @Test
    void anImageOfAnotherShapeIsRefusedBeforeAnythingIsSent() throws Exception {
        try (TwoParties parties = new TwoParties(model)) {
            QuantisedTensor wrong = new QuantisedTensor(TensorShape.vector(1), new int[1]);
            assertCode(() -> parties.client().classify("random", wrong, InferenceListener.NONE), Code.UNSUITABLE_INPUT);
            assertThat(parties.client().session().setupBytesUp()).isZero();
        }
    }

    @Test
    void valuesBeyondTheRangeCountAsItsEndsAndAreNotRefused() throws Exception {
        int high = model.spec().input().high();
        int[] beyond = new int[model.spec().input().shape().elements()];
        int[] within = new int[beyond.length];
        Arrays.fill(beyond, high + 1000);
        Arrays.fill(within, high);
        QuantisedTensor clamped = new QuantisedTensor(model.spec().input().shape(), within);
        try (TwoParties parties = new TwoParties(model)) {
            int label = parties.client()
                    .classify("random", new QuantisedTensor(clamped.shape(), beyond), InferenceListener.NONE)
                    .label();
            assertThat(label).isEqualTo(new ReferenceNetwork(model.spec(), model.weights()).label(clamped));
        }
    }

    @Test
    void anotherVersionOrOtherParametersAreIncompatible() throws Exception {
        try (ModelHost host = TwoParties.host(model)) {
            for (Frame greeting : List.of(
                    hello(ProtocolVersion.CURRENT + 1, ProtocolVersion.parameterId()),
                    hello(ProtocolVersion.CURRENT, "0".repeat(64)))) {
                Link link = host.connectInProcess();
                link.send(greeting, WAIT);
                assertRefused(link, Refused.Reason.INCOMPATIBLE);
            }
        }
    }

    @Test
    void messagesOutOfOrderOrUnreadableAreAnsweredAndEndTheSession() throws Exception {
        try (ModelHost host = TwoParties.host(model)) {
            for (Frame wrong : List.of(
                    new Frame(FrameType.START, new byte[0]),
                    new Frame(FrameType.HELLO, new byte[] {'{'}),
                    new Frame(FrameType.CIPHERTEXT, new byte[100]))) {
                Link link = host.connectInProcess();
                link.send(wrong, WAIT);
                assertRefused(link, Refused.Reason.MALFORMED_MESSAGE);
            }
        }
    }

    @Test
    void keysOfTheWrongSizeOrOutOfRangeAreRefused() throws Exception {
        try (ModelHost host = TwoParties.host(model)) {
            byte[] outOfRange = new byte[24_576 + 32 + 1];
            Arrays.fill(outOfRange, (byte) 0xFF);
            outOfRange[24_576 + 32] = LinkProfile.WAN.code();
            for (byte[] keys : List.of(new byte[0], new byte[10], new byte[24_576 + 32 + 1], outOfRange)) {
                Link link = host.connectInProcess();
                link.send(hello(ProtocolVersion.CURRENT, ProtocolVersion.parameterId()), WAIT);
                assertThat(link.receive(WAIT).type()).isEqualTo(FrameType.WELCOME);
                link.send(new Frame(FrameType.KEYS, keys), WAIT);
                assertRefused(link, Refused.Reason.MALFORMED_MESSAGE);
            }
        }
    }

    @Test
    void aFullHostSaysBusyAndWhenToTryAgain() throws Exception {
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), TwoParties.SETTINGS, 1);
                GazelleClient first = GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS)) {
            assertThat(first.models()).hasSize(1);
            assertThatThrownBy(() -> GazelleClient.open(host.connectInProcess(), TwoParties.SETTINGS))
                    .hasMessageContaining("busy")
                    .hasMessageContaining("Try again in 10 s");
        }
    }

    @Test
    void aServerThatFallsSilentEndsInATimeOut() {
        SessionSettings impatient = new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofMillis(100));
        assertCode(() -> GazelleClient.open(LoopbackLink.pair().first(), impatient), Code.TIMED_OUT);
    }

    @Test
    void aConnectionCutInTheMiddleIsLost() throws Exception {
        try (ModelHost host = TwoParties.host(model)) {
            Link link = host.connectInProcess();
            try (GazelleClient client = GazelleClient.open(link, TwoParties.SETTINGS)) {
                client.prepare();
                InferenceListener cutter = new ForwardingInferenceListener(InferenceListener.NONE) {
                    @Override
                    public void layerStarted(int layer) {
                        if (layer == 1) {
                            link.close();
                        }
                    }
                };
                QuantisedTensor input = RandomNetworks.input(model.spec(), random);
                assertCode(() -> client.classify("random", input, cutter), Code.CONNECTION_LOST);
            }
        }
    }

    @Test
    void theUsersStopIsNotAFailure() throws Exception {
        try (TwoParties parties = new TwoParties(model)) {
            InferenceListener stopper = new ForwardingInferenceListener(InferenceListener.NONE) {
                @Override
                public void layerStarted(int layer) {
                    parties.client().stop();
                }
            };
            QuantisedTensor input = RandomNetworks.input(model.spec(), random);
            assertCode(() -> parties.client().classify("random", input, stopper), Code.STOPPED);
        }
    }
}
