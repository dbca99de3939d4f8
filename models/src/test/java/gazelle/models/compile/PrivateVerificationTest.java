package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.SmallNetworks;
import gazelle.models.data.LabelFile;
import gazelle.models.data.LabelledImage;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @ValueSource(strings = {"residual", "joined", "squares", "capped", "shifted", "bottlenecks"})
    @Timeout(240)
    void privateResultsAreThoseOfTheIntegers(String name) throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.graph(name, 31));
        ModelDescription words =
                ModelDescription.notAssessed(Path.of(name + ".onnx"), List.of(), 3, "slice-mean-std", false);
        Compiler compiler = new Compiler(network, words, new CompilerSettings(7, 7, 0.05, List.of(1e8), 16));
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
