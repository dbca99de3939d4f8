package gazelle.benchmarks.networks;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class GazelleNetworkTest {
    /** Bytes and rounds of one inference on an open session are exact: they depend on the public shape alone. */
    @ParameterizedTest(name = "network {0}: {1} bytes up, {2} bytes down, {3} rounds")
    @CsvSource({
        "A, 161368, 321902, 7",
        "B, 178259, 798659, 7",
        "C, 170835, 723823, 7",
        "D, 502661, 9305113, 9",
        "CIFAR10, 8562698, 113993113, 17",
    })
    void runsPrivatelyEqualToTheReference(GazelleNetwork network, long bytesUp, long bytesDown, int rounds)
            throws Exception {
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, Duration.ofMinutes(2));
        CompiledModel model = network.model();
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        QuantisedTensor input = image(model);
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 1);
                GazelleClient client = GazelleClient.open(host.connectInProcess(), settings)) {
            InferenceReport report = client.classify(model.card().name(), input, InferenceListener.NONE);
            assertThat(report.label()).isEqualTo(reference.label(input));
            assertThat(List.of(report.bytesUp(), report.bytesDown(), (long) report.rounds()))
                    .isEqualTo(List.of(bytesUp, bytesDown, (long) rounds));
        }
    }

    private static QuantisedTensor image(CompiledModel model) {
        int high = model.spec().input().high();
        return new QuantisedTensor(
                model.spec().input().shape(),
                new SplittableRandom(1)
                        .ints(model.spec().input().shape().elements(), 0, high + 1)
                        .toArray());
    }
}
