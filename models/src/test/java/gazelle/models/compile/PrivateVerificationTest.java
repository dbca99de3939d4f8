package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.SmallNetworks;
import gazelle.models.data.LabelFile;
import gazelle.models.data.LabelledImage;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.Prediction;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small networks of every shape, compiled and classified privately within one process. */
class PrivateVerificationTest {
    private static List<LabelledImage> images(long seed, int count) {
        InputMeasures none = InputMeasures.of(new GrayImage(1, 1, new float[1]));
        List<LabelledImage> images = new ArrayList<>();
        for (float[] values : SmallNetworks.images(seed, count, 256)) {
            String name = seed + "-" + images.size();
            images.add(new LabelledImage(new LabelFile.Entry(name, LabelFile.UNKNOWN, name), values, none));
        }
        return images;
    }

    private static CompilerSettings settings(OutputChoice output) {
        return new CompilerSettings(7, 7, 0.05, List.of(1e8), 16, output);
    }

    static List<OutputChoice> outputs() {
        return List.of(OutputChoice.LABEL, OutputChoice.top(1), OutputChoice.top(3), OutputChoice.SCORES);
    }

    @ParameterizedTest
    @MethodSource("outputs")
    @Timeout(240)
    void theClientLearnsWhatTheOwnerChoseAndNoMore(OutputChoice output) throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.graph("residual", 31));
        ModelDescription words =
                ModelDescription.notAssessed(Path.of("residual.onnx"), List.of(), 3, "slice-mean-std", false);
        CompiledModel model = new Compiler(network, words, settings(output))
                .compile(images(11, 48), List.of())
                .model();
        assertThat(model.card().output()).isEqualTo(output.policy());
        SessionSettings settings = new SessionSettings(new SecureRandom(), System::nanoTime, SessionLimits.USUAL);
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        List<Integer> best = new ArrayList<>();
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 2);
                RenewingClient client =
                        RenewingClient.open(() -> GazelleClient.open(host.connectInProcess(), settings))) {
            for (LabelledImage image : images(12, 3)) {
                QuantisedTensor input = QuantisedTensor.quantise(
                        image.input(),
                        model.card().input().scale(),
                        model.spec().input());
                int[] scores = reference.scores(input);
                List<Integer> ranked = IntStream.range(0, 3)
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> -scores[i]))
                        .toList();
                Prediction prediction = client.classify("residual", input, InferenceListener.NONE)
                        .prediction();
                assertThat(prediction.labels()).isEqualTo(ranked.subList(0, output.count()));
                assertThat(prediction.scores())
                        .isEqualTo(
                                output.equals(OutputChoice.SCORES)
                                        ? IntStream.of(scores)
                                                .asLongStream()
                                                .boxed()
                                                .toList()
                                        : List.of());
                best.add(prediction.label());
            }
        }
        PrivateVerification verification =
                PrivateVerification.run(model, images(12, 3)).verification();
        assertThat(verification.equal()).isEqualTo(verification.images()).isEqualTo(best.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual", "joined", "squares", "capped", "shifted", "bottlenecks"})
    @Timeout(240)
    void privateResultsAreThoseOfTheIntegers(String name) throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.graph(name, 31));
        ModelDescription words =
                ModelDescription.notAssessed(Path.of(name + ".onnx"), List.of(), 3, "slice-mean-std", false);
        Compiler compiler = new Compiler(network, words, settings(OutputChoice.LABEL));
        CompilationResult result = compiler.compile(images(11, 48), List.of());
        assertThat(result.chosen().heldOutAgreement()).isGreaterThan(0.7);
        assertThat(result.model().card().limits()).contains("Limits: not assessed.");

        PrivateVerification verification =
                PrivateVerification.run(result.model(), images(12, 4)).verification();
        assertThat(verification.equal()).isEqualTo(verification.images()).isEqualTo(4);
        // What an inference really sends is what was foretold, but for the request, and for the form for a link within
        // a process.
        assertThat(verification.bytesDown())
                .isGreaterThanOrEqualTo(result.cost().bytesDown());
        assertThat(result.cost().layers())
                .hasSize(result.model().spec().layers().size());
        assertThat(result.cost().seconds().wan())
                .isGreaterThan(result.cost().seconds().lan());
    }
}
