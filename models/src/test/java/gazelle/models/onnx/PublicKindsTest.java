package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatNetwork;
import gazelle.models.simplify.Simplifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files of the kinds that public networks are made of, with random weights: read as onnxruntime reads them. */
class PublicKindsTest {
    private static final ImportOptions ONE_CLASS =
            new ImportOptions(Optional.empty(), OptionalDouble.empty(), true, Optional.empty());

    private static byte[] file(String name) throws IOException {
        try (InputStream file = PublicKindsTest.class.getResourceAsStream("/cases/onnx/" + name + ".onnx")) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        }
    }

    private static long[] sizes(byte[] file) throws OnnxFormatException {
        return OnnxGraph.parse(file).inputs().getFirst().dims().stream()
                .mapToLong(size -> size < 1 ? 1 : size)
                .toArray();
    }

    /** Values in the file's order; files with channels last are of grey or square pictures, whose order is found here. */
    private static float[] inFileOrder(float[] image, FloatNetwork network, long[] sizes) {
        boolean channelsLast = sizes.length == 4
                && sizes[3] == network.input().channels()
                && sizes[1] == network.input().height()
                && sizes[1] != network.input().channels();
        if (!channelsLast) {
            return image;
        }
        int pixels = network.input().height() * network.input().width();
        float[] ordered = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            ordered[i % pixels * (image.length / pixels) + i / pixels] = image[i];
        }
        return ordered;
    }

    private static FloatNetwork simplified(FloatNetwork network, List<float[]> images) {
        FloatNetwork simple = Simplifier.simplify(network, images);
        assertThat(simple.layers()).noneMatch(layer -> layer instanceof FloatAffine);
        for (float[] image : images) {
            assertThat(simple.logits(image)).containsExactly(network.logits(image), offset(1e-3f));
        }
        return simple;
    }

    private static List<float[]> images(FloatNetwork network) {
        return SmallNetworks.images(7, 8, network.input().elements());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avgpool_exclude_pad",
                "ceil_avgpool",
                "grey_to_rgb_expand",
                "mean_op",
                "neg_input",
                "sum3",
                "leaky",
                "leaky_bn_pool",
                "prelu",
                "hardsigmoid_act",
                "hardtanh",
                "tanh",
                "channel_pad_shortcut",
                "slice_channels",
                "slice_crop",
                "max_zero",
                "min_max_relu6",
                "global_max",
                "reduce_max",
                "reduce_max_nhwc"
            })
    void givesTheScores(String name) throws Exception {
        byte[] file = file(name);
        FloatNetwork network = OnnxReader.read(file);
        List<float[]> images = images(network);
        simplified(network, images);
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (float[] image : images) {
                float[] expected = judge.run(inFileOrder(image, network, sizes(file)), sizes(file));
                assertThat(network.logits(image)).as(name).containsExactly(expected, offset(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax_mul100", "sigmoid_multi", "sigmoid_ten"})
    void givesTheLabel(String name) throws Exception {
        byte[] file = file(name);
        FloatNetwork network = OnnxReader.read(file, ONE_CLASS);
        List<float[]> images = images(network);
        simplified(network, images);
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (float[] image : images) {
                float[] expected = judge.run(inFileOrder(image, network, sizes(file)), sizes(file));
                int best = 0;
                for (int i = 1; i < expected.length; i++) {
                    best = expected[i] > expected[best] ? i : best;
                }
                assertThat(network.label(image)).as(name).isEqualTo(best);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras_sigmoid", "one_logit", "sigmoid_one"})
    void oneScoreIsTwoClasses(String name) throws Exception {
        byte[] file = file(name);
        boolean probability = !name.equals("one_logit");
        for (double threshold : new double[] {0.5, 0.3, 0.9}) {
            FloatNetwork network = OnnxReader.read(
                    file, new ImportOptions(Optional.empty(), OptionalDouble.of(threshold), false, Optional.empty()));
            List<float[]> images = images(network);
            assertThat(simplified(network, images).layers())
                    .hasSameSizeAs(
                            Simplifier.simplify(OnnxReader.read(file), images).layers());
            try (OnnxRuntime judge = new OnnxRuntime(file)) {
                for (float[] image : images) {
                    float score = judge.run(inFileOrder(image, network, sizes(file)), sizes(file))[0];
                    double share = probability ? score : 1 / (1 + Math.exp(-score));
                    assertThat(network.label(image)).as(name).isEqualTo(share > threshold ? 1 : 0);
                }
            }
        }
    }

    @Test
    void severalScoresOfSigmoidsAreRefusedAsMultiLabel() throws Exception {
        byte[] file = file("sigmoid_ten");
        assertThatThrownBy(() -> OnnxReader.read(file))
                .hasMessageContainingAll("'Sigmoid' node", "multi-label", "--one-class-per-image");
    }

    @Test
    void severalOutputsAreNamedAndOneIsTaken() throws Exception {
        byte[] file = file("two_outputs");
        assertThatThrownBy(() -> OnnxReader.read(file)).hasMessageContainingAll("2 outputs", "--output NAME");
        assertThatThrownBy(() -> OnnxReader.read(file)).hasMessageContaining("'t8_0', 't5_0'");
        ImportOptions last = new ImportOptions(Optional.of("t8_0"), OptionalDouble.empty(), false, Optional.empty());
        FloatNetwork network = OnnxReader.read(file, last);
        List<float[]> images = images(network);
        simplified(network, images);
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (float[] image : images) {
                assertThat(network.logits(image)).containsExactly(judge.run(image, sizes(file)), offset(1e-4f));
            }
        }
        ImportOptions none = new ImportOptions(Optional.of("t9"), OptionalDouble.empty(), false, Optional.empty());
        assertThatThrownBy(() -> OnnxReader.read(file, none))
                .hasMessageContainingAll("--output 't9'", "no node gives", "'t8_0', 't5_0'");
    }

    @Test
    void aProductOfTwoTensorsIsRefusedWithWhatHelps() throws Exception {
        byte[] gates = file("se_block");
        assertThatThrownBy(() -> OnnxReader.read(gates))
                .hasMessageContainingAll("'Mul' node", "squeeze-and-excitation", "train the network without them");
    }
}
