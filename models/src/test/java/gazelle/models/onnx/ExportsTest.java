package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatNetwork;
import gazelle.models.simplify.Simplifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks as PyTorch's exporter writes them (see {@code exports/make.py}): read as onnxruntime reads them, and simplified. */
class ExportsTest {
    private static byte[] export(String name) throws IOException {
        try (InputStream file = ExportsTest.class.getResourceAsStream("/exports/" + name + ".onnx")) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activation-before-normalisation-opset9",
                "bottlenecks-opset11",
                "pre-activation-opset12",
                "dense-blocks-opset13",
                "fire-opset14",
                "computed-padding-opset16",
                "normalised-input-opset17",
            })
    void computesTheSameScoresInThePrivateForm(String name) throws Exception {
        byte[] file = export(name);
        FloatNetwork network = OnnxReader.read(file);
        List<float[]> images =
                SmallNetworks.images(name.length(), 8, network.input().elements());
        FloatNetwork simple = Simplifier.simplify(network, images);
        assertThat(simple.layers()).noneMatch(layer -> layer instanceof FloatAffine);
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (float[] image : images) {
                float[] expected = judge.run(image, 1, 3, 16, 16);
                float largest = 1;
                for (float score : expected) {
                    largest = Math.max(largest, Math.abs(score));
                }
                assertThat(network.logits(image)).containsExactly(expected, offset(1e-4f * largest));
                assertThat(simple.logits(image)).containsExactly(expected, offset(1e-3f * largest));
            }
        }
    }
}
