package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.TwoParties;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.transport.LoopbackLink;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.SessionException.Code;
import gazelle.protocol.wire.Welcome;
import gazelle.protocol.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client's answers to greetings that no honest server sends. */
@Timeout(60)
class OfferTest {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static GazelleClient openTo(byte[] welcome) throws SessionException {
        LoopbackLink.Pair pair = LoopbackLink.pair();
        pair.second().send(new Frame(FrameType.WELCOME, welcome), WAIT);
        return GazelleClient.open(pair.first(), TwoParties.SETTINGS);
    }

    private static Welcome welcome(int version, String parameterId, ModelOffer... offers) {
        return new Welcome(
                version,
                parameterId,
                "00".repeat(Welcome.NONCE_BYTES),
                ProtocolVersion.CAPABILITIES,
                List.of("LOCAL", "WAN"),
                List.of(offers));
    }

    private static ModelOffer offer(NetworkSpec network) {
        return new ModelOffer(SmallModels.card("bad", network.classCount(), ModelCard.OutputPolicy.LABEL), network);
    }

    static Stream<NetworkSpec> unplannable() {
        InputSpec wide = new InputSpec(new TensorShape(4096, 32, 32), 0, 255);
        InputSpec small = new InputSpec(new TensorShape(1, 128, 128), 0, 255);
        InputSpec large = new InputSpec(new TensorShape(4, 1024, 1024), 0, 1);
        return Stream.of(
                // A kernel so large that a response holds few outputs: a million responses.
                new NetworkSpec(
                        large,
                        List.of(
                                new Convolution("a", Layer.NETWORK_INPUT, 4, 63, 63, 1, 1, 31, 31, 31, 31, 4, 2, 18),
                                new Activation("r", "a", 0, 1),
                                new GlobalAveragePool("g", "r"),
                                new FullyConnected("s", "g", 2, 2, 26),
                                new ArgMax("o", "s"))),
                // Many layers of many messages.
                deep(large),
                // Too wide for the noise bound.
                network(wide, new Convolution("a", Layer.NETWORK_INPUT, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 10, 26), 4),
                // A window whose tables exceed a frame.
                new NetworkSpec(
                        small,
                        List.of(
                                new Convolution("a", Layer.NETWORK_INPUT, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 2, 26),
                                new MaxPool("p", "a", 0, 16, 8, 8, 8, 8, 0, 0, 0, 0),
                                new FullyConnected("s", "p", 2, 2, 26),
                                new ArgMax("o", "s"))),
                // Windows that overlap so much that together they read 268 million values.
                new NetworkSpec(
                        new InputSpec(new TensorShape(1, 2048, 2048), 0, 1),
                        List.of(
                                new Convolution("a", Layer.NETWORK_INPUT, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 2, 8),
                                new MaxPool("p", "a", 0, 1, 8, 8, 1, 1, 7, 7, 0, 0),
                                new FullyConnected("s", "p", 2, 2, 26),
                                new ArgMax("o", "s"))));
    }

    private static NetworkSpec deep(InputSpec input) {
        List<Layer> layers = new ArrayList<>();
        String before = Layer.NETWORK_INPUT;
        for (int i = 0; i < 100; i++) {
            layers.add(new Convolution("c" + i, before, 4, 1, 1, 1, 1, 0, 0, 0, 0, 4, 2, 8));
            layers.add(new Activation("r" + i, "c" + i, 0, 1));
            before = "r" + i;
        }
        layers.add(new GlobalAveragePool("g", before));
        layers.add(new FullyConnected("s", "g", 2, 2, 26));
        layers.add(new ArgMax("o", "s"));
        return new NetworkSpec(input, layers);
    }

    private static NetworkSpec network(InputSpec input, Convolution first, int activationBits) {
        return new NetworkSpec(
                input,
                List.of(
                        first,
                        new Activation("r", first.name(), 4, activationBits),
                        new FullyConnected("s", "r", 2, 10, 26),
                        new ArgMax("o", "s")));
    }

    @ParameterizedTest
    @MethodSource("unplannable")
    void aNetworkThatCannotBeComputedSafelyIsNotAsked(NetworkSpec network) throws Exception {
        byte[] message =
                WireJson.write(welcome(ProtocolVersion.CURRENT, ProtocolVersion.parameterId(), offer(network)));
        try (GazelleClient client = openTo(message)) {
            QuantisedTensor zeros = new QuantisedTensor(
                    network.input().shape(), new int[network.input().shape().elements()]);
            assertIncompatible(() -> client.cost("bad"));
            assertIncompatible(() -> client.classify("bad", zeros, InferenceListener.NONE));
            assertIncompatible(() -> client.cost("bad"));
        }
    }

    private static void assertIncompatible(ThrowableAssert.ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .hasMessageStartingWith("The server's model bad cannot be computed safely (")
                .isInstanceOfSatisfying(
                        SessionException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Code.INCOMPATIBLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"protocolVersion\":3}",
                "{\"protocolVersion\":\"3\"}",
                "{\"protocolVersion\":3,\"parameterId\":null,\"nonce\":\"00\",\"models\":[]}",
                "{\"protocolVersion\":3,\"parameterId\":\"\",\"nonce\":\"00\",\"models\":[null]}",
                "{\"protocolVersion\":1e99,\"parameterId\":\"\",\"nonce\":\"00\",\"models\":[]}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "\u0000\u0001\uFFFE"
            })
    void anUnreadableGreetingIsMalformed(String json) {
        assertThatThrownBy(() -> openTo(json.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("a WELCOME message is not a valid Welcome")
                .isInstanceOfSatisfying(
                        SessionException.class,
                        malformed -> assertThat(malformed.code()).isEqualTo(Code.MALFORMED_MESSAGE));
    }
}
