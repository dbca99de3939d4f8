package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every committed model, classified privately: what comes out is what the integers give in the clear, to the bit. */
class ShippedModelsTest {
    private static final SessionSettings SETTINGS =
            new SessionSettings(new SecureRandom(), System::nanoTime, SessionLimits.USUAL);

    static Stream<Path> models() throws Exception {
        return ZooImages.models().stream();
    }

    /** The same model, but the client learns every score: a label alone would hide wrong ones. */
    private static CompiledModel revealing(CompiledModel model) {
        List<Layer> layers = new ArrayList<>(model.spec().layers());
        OutputLayer output = (OutputLayer) layers.removeLast();
        layers.add(new Scores(output.name(), output.input()));
        NetworkSpec spec = new NetworkSpec(model.spec().input(), layers);
        ModelCard card = model.card();
        return new CompiledModel(
                new ModelCard(
                        card.name() + "-scores",
                        card.version(),
                        card.title(),
                        card.summary(),
                        card.classes(),
                        card.input(),
                        card.inputChecks(),
                        ModelCard.OutputPolicy.SCORES,
                        card.test(),
                        card.limits(),
                        card.licence()),
                spec,
                new NetworkWeights(spec, model.weights().byLayer()));
    }

    @ParameterizedTest
    @MethodSource("models")
    @Timeout(900)
    void tenPrivateInferencesGiveTheIntegersScores(Path folder) throws Exception {
        CompiledModel shipped = ModelFolder.read(folder);
        CompiledModel model = revealing(shipped);
        ReferenceNetwork reference = new ReferenceNetwork(shipped.spec(), shipped.weights());
        Set<List<Long>> different = new HashSet<>();
        try (ModelHost host =
                        new ModelHost(List.of(new PreparedModel(shipped), new PreparedModel(model)), SETTINGS, 2);
                RenewingClient client =
                        RenewingClient.open(() -> GazelleClient.open(host.connectInProcess(), SETTINGS))) {
            for (ZooImages.Input image : ZooImages.inputs(folder)) {
                QuantisedTensor input = QuantisedTensor.quantise(
                        image.values(),
                        shipped.card().input().scale(),
                        shipped.spec().input());
                List<Long> expected = Arrays.stream(reference.scores(input))
                        .asLongStream()
                        .boxed()
                        .toList();
                InferenceReport report = client.classify(model.card().name(), input, InferenceListener.NONE);
                assertThat(report.prediction().scores()).as(image.image()).isEqualTo(expected);
                assertThat(report.label()).as(image.image()).isEqualTo(reference.label(input));
                if (different.isEmpty()) {
                    assertThat(client.classify(shipped.card().name(), input, InferenceListener.NONE)
                                    .label())
                            .as("as shipped")
                            .isEqualTo(reference.label(input));
                }
                different.add(expected);
            }
        }
        assertThat(different).as("images that the network tells apart").hasSizeGreaterThan(7);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theFolderIsWhole(Path folder) throws Exception {
        CompiledModel model = ModelFolder.read(folder);
        assertThat(model.card().name()).isEqualTo(folder.toString());
        assertThat(model.card().limits()).isNotEmpty().doesNotContain("Limits: not assessed.");
        assertThat(model.card().test().images()).isPositive();
        for (String file : List.of("PROVENANCE.md", "description.json", "model.onnx", "report.json")) {
            assertThat(folder.resolve(file)).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("PROVENANCE.md"))).contains("gazelle-models compile");
    }
}
