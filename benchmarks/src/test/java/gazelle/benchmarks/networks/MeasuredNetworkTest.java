package gazelle.benchmarks.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.crypto.ot.OtClient;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.ServerSession;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class MeasuredNetworkTest {
    private static final Path MODELS = Path.of("../models");

    /** {@code {"model":"..."}} with its frame's header, before the layers begin. */
    private static final int START_BYTES_WITHOUT_NAME = Frame.HEADER_BYTES + 12;

    private static final Map<String, InferencePlan> PLANS = new ConcurrentHashMap<>();

    private static final int BEGIN_BYTES = Frame.HEADER_BYTES + ServerSession.GARBLING_SEED_BYTES;

    /** Bytes and rounds of one inference on an open session are exact: they depend on the public shape alone. */
    @ParameterizedTest(name = "network {0} over {1}: {2} bytes up, {3} bytes down, {4} rounds")
    @CsvSource({
        "A, LOCAL, 180839, 321902, 7",
        "A, LAN, 172999, 280215, 7",
        "A, WAN, 168295, 280215, 7",
        "B, LOCAL, 226924, 798664, 7",
        "B, LAN, 200844, 662343, 7",
        "B, WAN, 185196, 662343, 7",
        "C, LOCAL, 217196, 723828, 7",
        "C, LAN, 192556, 596586, 7",
        "C, WAN, 177772, 596586, 7",
        "D, LOCAL, 892609, 9305133, 9",
        "D, LAN, 654689, 7263834, 9",
        "D, WAN, 511937, 7263834, 9",
        "CIFAR10, LOCAL, 15727876, 113994498, 17",
        "CIFAR10, LAN, 11262476, 90208914, 17",
        "CIFAR10, WAN, 8583500, 90208914, 17",
        "SQUEEZENET, LOCAL, 382388827, 4321660586, 55",
        "SQUEEZENET, LAN, 269298931, 3350579620, 55",
        "SQUEEZENET, WAN, 202617907, 3350579620, 55",
        "brain-tumour, LOCAL, 3526721, 27814154, 13",
        "brain-tumour, LAN, 2581531, 21987076, 13",
        "brain-tumour, WAN, 2014555, 21987076, 13",
    })
    void costsExactly(String name, LinkProfile link, long bytesUp, long bytesDown, int rounds) throws Exception {
        InferenceCost cost = InferenceCost.of(plan(name).over(link));
        assertThat(List.of(
                        cost.bytesUp() + START_BYTES_WITHOUT_NAME + name.length(),
                        cost.bytesDown() + BEGIN_BYTES,
                        cost.rounds() + 1L))
                .isEqualTo(List.of(bytesUp, bytesDown, (long) rounds));
    }

    /** Planning a large network takes a second, so each is planned once. */
    private static InferencePlan plan(String name) throws Exception {
        InferencePlan known = PLANS.get(name);
        if (known == null) {
            known = InferencePlan.of(MeasuredNetwork.of(name).model(MODELS).spec(), LinkProfile.LOCAL);
            PLANS.put(name, known);
        }
        return known;
    }

    /** One check a layer with transfers, and one for every 2^21 transfers of larger layers. */
    @ParameterizedTest
    @CsvSource({"A, 3", "B, 3", "C, 3", "D, 4", "CIFAR10, 8", "SQUEEZENET, 55", "brain-tumour, 6"})
    void checksOfTransfersTakeLessThanThreeKilobytesEach(String name, int checks) throws Exception {
        List<Long> byStep = plan(name).steps().stream()
                .map(step -> step.exchanges().stream()
                        .filter(exchange -> exchange.type() == FrameType.OT_CHECK)
                        .count())
                .filter(count -> count > 0)
                .toList();
        assertThat(byStep.stream().mapToLong(Long::longValue).sum()).isEqualTo(checks);
        if (!name.equals("SQUEEZENET")) {
            assertThat(byStep).hasSize(checks);
        }
        for (LinkProfile link : LinkProfile.values()) {
            assertThat(2 * Frame.HEADER_BYTES
                            + OtClient.extensionBytes(link.otTreeBits(), OtClient.CHECK_TRANSFERS)
                            + OtClient.checkBytes())
                    .isLessThan(3_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"A", "B", "C", "D", "CIFAR10"})
    void runsPrivatelyEqualToTheReferenceForWhatItCosts(String name) throws Exception {
        CompiledModel model = MeasuredNetwork.of(name).model(MODELS);
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofMinutes(2));
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        QuantisedTensor input = MeasuredNetwork.image(model.spec().input(), 1);
        InferenceCost cost = InferenceCost.of(plan(name));
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 1);
                GazelleClient client = GazelleClient.open(host.connectInProcess(), settings)) {
            InferenceReport report = client.classify(name, input, InferenceListener.NONE);
            assertThat(report.label()).isEqualTo(reference.label(input));
            assertThat(report.bytesUp()).isEqualTo(cost.bytesUp() + START_BYTES_WITHOUT_NAME + name.length());
            assertThat(report.bytesDown()).isEqualTo(cost.bytesDown() + BEGIN_BYTES);
            assertThat(report.rounds()).isEqualTo(cost.rounds() + 1);
        }
    }

    @Test
    void squeezeNetHasTheShapesOfItsPaper() throws Exception {
        NetworkSpec spec = MeasuredNetwork.SQUEEZENET.model(MODELS).spec();
        List<TensorShape> joined = IntStream.range(0, spec.layers().size())
                .filter(i -> spec.layers().get(i).kind().equals("concatenation"))
                .mapToObj(i -> spec.graph().shape(i + 1))
                .toList();
        // fire4 and fire8 are pooled.
        assertThat(joined)
                .containsExactly(
                        new TensorShape(128, 55, 55),
                        new TensorShape(128, 55, 55),
                        new TensorShape(256, 27, 27),
                        new TensorShape(256, 27, 27),
                        new TensorShape(384, 27, 27),
                        new TensorShape(384, 27, 27),
                        new TensorShape(512, 13, 13),
                        new TensorShape(512, 13, 13));
        assertThat(spec.classCount()).isEqualTo(1_000);
        assertThat(spec.layers().stream().filter(LinearLayer.class::isInstance).count())
                .as("conv1, eight fire modules of three, conv10 and the scores")
                .isEqualTo(27);
    }

    @Test
    void givesTheSameImageForTheSameNumberWithinTheRange() throws Exception {
        var input = MeasuredNetwork.A.model(MODELS).spec().input();
        QuantisedTensor image = MeasuredNetwork.image(input, 3);
        assertThat(image).isEqualTo(MeasuredNetwork.image(input, 3)).isNotEqualTo(MeasuredNetwork.image(input, 4));
        assertThat(IntStream.of(image.values())).allMatch(value -> value >= input.low() && value <= input.high());
    }

    @Test
    void rejectsAnUnknownName() {
        assertThatThrownBy(() -> MeasuredNetwork.of("E"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("network: E (expected: one of A, B, C, D, CIFAR10, SQUEEZENET, brain-tumour)");
    }
}
