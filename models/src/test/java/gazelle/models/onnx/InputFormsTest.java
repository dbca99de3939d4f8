package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatNetwork;
import gazelle.protocol.model.TensorShape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrangements in which exporters take a picture; each gives the scores of onnxruntime for the same picture. */
class InputFormsTest {
    private static byte[] file(String name) throws IOException {
        try (InputStream file = InputFormsTest.class.getResourceAsStream("/cases/onnx/" + name + ".onnx")) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        }
    }

    /** A picture in channels, rows, columns as the file's input, and that as often as the file was exported with. */
    private static float[] inFileOrder(float[] picture, TensorShape shape, List<Long> dims) {
        float[] ordered = picture.clone();
        if (dims.size() == 4 && dims.get(3) == shape.channels() && dims.get(1) != shape.channels()) {
            int pixels = shape.height() * shape.width();
            for (int i = 0; i < picture.length; i++) {
                ordered[i % pixels * shape.channels() + i / pixels] = picture[i];
            }
        }
        int batch = (int) Math.max(1, dims.getFirst());
        float[] all = new float[batch * ordered.length];
        for (int n = 0; n < batch; n++) {
            System.arraycopy(ordered, 0, all, n * ordered.length, ordered.length);
        }
        return all;
    }

    private static void assertScores(byte[] file, ImportOptions options, TensorShape shape) throws Exception {
        FloatNetwork network = OnnxReader.read(file, options);
        assertThat(network.input()).isEqualTo(shape);
        List<Long> dims = OnnxGraph.parse(file).inputs().getFirst().dims();
        long[] sizes = dims.stream().mapToLong(size -> Math.max(1, size)).toArray();
        if (dims.size() == 4 && dims.get(2) < 1) {
            sizes[2] = shape.height();
            sizes[3] = shape.width();
        }
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (float[] picture : SmallNetworks.images(7, 4, shape.elements())) {
                float[] expected = judge.run(inFileOrder(picture, shape, dims), sizes);
                assertThat(network.logits(picture))
                        .containsExactly(
                                Arrays.copyOf(expected, network.output().elements()), offset(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rank3_conv, 1, 28, 28",
        "rank3_dense, 1, 28, 28",
        "flat784_mlp, 1, 28, 28",
        "flat_reshape_conv, 1, 28, 28",
        "nhwc_flatten, 1, 28, 28",
        "batch64_minus1, 1, 28, 28",
        "batch64_view, 1, 28, 28",
        "pointwise_matmul_nhwc, 3, 32, 32"
    })
    void takesThePicture(String name, int channels, int height, int width) throws Exception {
        assertScores(file(name), ImportOptions.USUAL, new TensorShape(channels, height, width));
    }

    private static OnnxWriter writer(long... dims) {
        return new OnnxWriter().input("image", dims).output("scores");
    }

    private static byte[] dense(OnnxWriter writer, int pixels) {
        return writer.raw("w", SmallNetworks.normal(new SplittableRandom(1), pixels * 3, 1), pixels, 3)
                .node("Flatten", List.of("image"), "f")
                .node("MatMul", List.of("f", "w"), "scores")
                .toBytes();
    }

    @Test
    void takesRowsOfPixelsAndColourBehindThePlace() throws Exception {
        assertScores(dense(writer(-1, 36, 1), 36), ImportOptions.USUAL, new TensorShape(1, 6, 6));
        assertScores(dense(writer(-1, 1, 36), 36), ImportOptions.USUAL, new TensorShape(1, 6, 6));
        assertScores(dense(writer(-1, 5, 4, 3), 60), ImportOptions.USUAL, new TensorShape(3, 5, 4));
        assertScores(dense(writer(-1, 5, 4), 20), ImportOptions.USUAL, new TensorShape(1, 5, 4));
        assertScores(dense(writer(8, 1, 5, 4), 20), ImportOptions.USUAL, new TensorShape(1, 5, 4));
    }

    /** Poolings take channels first, whatever the sizes look like. */
    @Test
    void aPictureOfThreeColumnsIsNoColour() throws Exception {
        byte[] pooled = writer(-1, 2, 8, 3)
                .node("GlobalAveragePool", List.of("image"), "g")
                .node("Relu", List.of("g"), "scores")
                .toBytes();
        assertThat(OnnxReader.read(pooled).input()).isEqualTo(new TensorShape(2, 8, 3));
    }

    @Test
    void openSizesAndRowsTakeTheSizeThatIsSaid() throws Exception {
        ImportOptions said = ImportOptions.USUAL.with(InputSize.parse("12x10"));
        assertScores(file("dynamic_hw"), said, new TensorShape(3, 12, 10));
        assertScores(dense(writer(-1, 120), 120), said, new TensorShape(1, 12, 10));
        assertThatThrownBy(() -> OnnxReader.read(dense(writer(-1, 360), 360), said))
                .hasMessageStartingWith("input 'image' is a row of pixels with 3 channels, of which nothing says");
        assertThatThrownBy(() -> OnnxReader.read(dense(writer(-1, 1, 12, 12), 144), said))
                .hasMessage(
                        "the network takes pictures of width 12, not 10 as --input-size says: leave that option out");
        assertThatThrownBy(() -> OnnxReader.read(file("dynamic_hw")))
                .hasMessageContaining("say the pictures' size with --input-size HEIGHTxWIDTH");
        assertThatThrownBy(() -> OnnxReader.read(dense(writer(-1, 100), 100), said))
                .hasMessage("input 'image' has 100 numbers, which is no picture of 12x10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "12x", "ax3", "12x10x3", "0x4", "5000x1"})
    void refusesSizesThatAreNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSize.parse(text))
                .withMessageContaining("input size");
    }

    @Test
    void refusesOtherInputs() {
        assertThatThrownBy(() -> OnnxReader.read(dense(writer(-1, 2, 2, 2, 2), 16)))
                .hasMessageStartingWith("input 'image' has the sizes [-1, 2, 2, 2, 2] (expected: ");
        assertThatThrownBy(() -> OnnxReader.read(dense(writer(-1, -1, 4, 4), 16)))
                .hasMessageContaining("[-1, -1, 4, 4]");
    }

    @Test
    void namesEveryOperatorThatIsNotSupported() {
        byte[] file = writer(-1, 1, 4, 4)
                .node("LayerNormalization", List.of("image"), "a")
                .node("Foo", List.of("a"), "b")
                .node("Resize", List.of("b"), "scores")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file))
                .hasMessageStartingWith("3 nodes have operators that are not supported:\n"
                        + "  'LayerNormalization' node 'LayerNormalization_a': its factors depend on the picture")
                .hasMessageContaining("\n  'Foo' node 'Foo_b': nothing near it is supported\n")
                .hasMessageContaining(
                        "\n  'Resize' node 'Resize_scores': nearest supported: Conv or AveragePool with a stride\n")
                .hasMessageContaining("\nSupported: Conv, ");
    }
}
