package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.SmallNetworks;
import gazelle.models.data.LabelFile;
import gazelle.models.data.LabelledImage;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.models.onnx.OnnxWriter;
import gazelle.models.quantise.QuantisedNetwork;
import gazelle.models.quantise.Quantiser;
import gazelle.models.quantise.QuantiserOptions;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final int WIDE = 10;
    private static final double ACCURATE = 1e15;

    /** One dense layer of 512 inputs: with wide weights, its ring leaves the ciphertexts' noise no room. */
    private static FloatNetwork dense() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        return OnnxReader.read(new OnnxWriter()
                .input("image", -1, 1, 16, 32)
                .output("scores")
                .raw("w", SmallNetworks.normal(random, 512 * 3, 0.1), 3, 512)
                .raw("b", SmallNetworks.normal(random, 3, 0.1), 3)
                .node("Flatten", List.of("image"), "f")
                .node("Gemm", List.of("f", "w", "b"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes());
    }

    @Test
    void weightsThatLeaveTheNoiseNoRoomBecomeNarrower() throws Exception {
        List<float[]> images = SmallNetworks.images(3, 24, 512);
        QuantisedNetwork wide = new Quantiser(dense(), images).quantise(new QuantiserOptions(WIDE, WIDE, ACCURATE));
        assertThatThrownBy(() -> NetworkCost.of(wide.spec())).hasMessageContaining("has no packing");

        InputMeasures none = InputMeasures.of(new GrayImage(1, 1, new float[1]));
        List<LabelledImage> calibration = IntStream.range(0, images.size())
                .mapToObj(i -> new LabelledImage(
                        new LabelFile.Entry("image " + i, LabelFile.UNKNOWN, "image " + i), images.get(i), none))
                .toList();
        CompilationResult result = new Compiler(
                        dense(),
                        ModelDescription.notAssessed(Path.of("dense.onnx"), List.of(), 3, "slice-mean-std", false),
                        new CompilerSettings(WIDE, WIDE, 0.01, List.of(ACCURATE), 16, OutputChoice.LABEL))
                .compile(calibration, List.of());
        assertThat(result.chosen().heldOutAgreement()).isEqualTo(1);
        assertThat(result.stages().getFirst().largestWeight()).isBetween(31, (1 << (WIDE - 1)) - 1);
    }
}
