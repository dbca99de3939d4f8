package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.simplify.Simplifier;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator against onnxruntime, read as it is and simplified. */
class OperatorsTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(17);

    private static float[] random(int count) {
        return SmallNetworks.normal(RANDOM, count, 0.5);
    }

    private static byte[] pads(int... each) {
        return OnnxWriter.attribute("pads", Arrays.stream(each).asLongStream().toArray());
    }

    private static byte[] both(String name, int value) {
        return OnnxWriter.attribute(name, value, value);
    }

    private static OnnxWriter image() {
        return new OnnxWriter().input("x", 1, 3, 9, 8).output("y");
    }

    /** Our own result, in the order of the file's output if that is not CHW, equals the judge's. */
    private static FloatNetwork check(byte[] file, UnaryOperator<float[]> order, long... sizes) throws Exception {
        FloatNetwork network = OnnxReader.read(file);
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (int i = 0; i < 3; i++) {
                float[] image = random(network.input().elements());
                float[] expected = judge.run(order.apply(image), sizes);
                assertThat(network.logits(image)).containsExactly(expected, offset(1e-4f));
            }
        }
        return network;
    }

    private static FloatNetwork check(byte[] file) throws Exception {
        return check(file, UnaryOperator.identity(), 1, 3, 9, 8);
    }

    private static FloatNetwork checkSimplified(byte[] file) throws Exception {
        FloatNetwork network = check(file);
        List<float[]> images = Stream.generate(() -> random(network.input().elements()))
                .limit(3)
                .toList();
        FloatNetwork simple = Simplifier.simplify(network, images);
        for (float[] image : images) {
            assertThat(simple.logits(image)).containsExactly(network.logits(image), offset(1e-4f));
        }
        assertThat(simple.layers()).noneMatch(layer -> layer instanceof FloatAffine);
        return simple;
    }

    @Test
    void convolutionsOfEveryGeometry() throws Exception {
        for (String autoPad : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
            check(image().raw("w", random(4 * 3 * 4 * 3), 4, 3, 4, 3)
                    .node("Conv", List.of("x", "w"), "y", both("strides", 2), OnnxWriter.text("auto_pad", autoPad))
                    .toBytes());
        }
        check(image().raw("w", random(6 * 3 * 2), 6, 1, 3, 2)
                .raw("b", random(6), 6)
                .node(
                        "Conv",
                        List.of("x", "w", "b"),
                        "y",
                        OnnxWriter.attribute("group", 3),
                        OnnxWriter.attribute("strides", 1, 3),
                        pads(2, 0, 1, 1))
                .toBytes());
    }

    @Test
    void dilatedConvolutions() throws Exception {
        check(image().raw("w", random(6 * 3 * 2), 6, 1, 3, 2)
                .raw("b", random(6), 6)
                .node(
                        "Conv",
                        List.of("x", "w", "b"),
                        "y",
                        OnnxWriter.attribute("dilations", 2, 3),
                        OnnxWriter.attribute("group", 3),
                        OnnxWriter.attribute("strides", 2, 1),
                        pads(2, 0, 1, 3))
                .toBytes());
        check(image().raw("w", random(2 * 3 * 9), 2, 3, 3, 3)
                .node("Conv", List.of("x", "w"), "y", both("dilations", 2), pads(2, 2, 2, 2))
                .toBytes());
    }

    /** As PyTorch's nn.ZeroPad2d is exported: the widths of the last axes first, turned around by operators. */
    @Test
    void aPadWhoseWidthsAreComputed() throws Exception {
        checkSimplified(image().integers("last", new long[] {1, 0, 2, 1}, 4)
                .integers("missing", new long[] {4}, 1)
                .integers("pairs", new long[] {-1, 2}, 2)
                .integers("from", new long[] {-1}, 1)
                .integers("to", new long[] {-Long.MAX_VALUE}, 1)
                .integers("axis", new long[] {0}, 1)
                .integers("back", new long[] {-1}, 1)
                .raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("u", random(4 * 10 * 7 * 2), 2, 4 * 10 * 7)
                .node("ConstantOfShape", List.of("missing"), "zeros", OnnxWriter.tensorOf("value", 0))
                .node("Concat", List.of("last", "zeros"), "all", OnnxWriter.attribute("axis", 0))
                .node("Reshape", List.of("all", "pairs"), "rows")
                .node("Slice", List.of("rows", "from", "to", "axis", "back"), "turned")
                .node("Transpose", List.of("turned"), "columns", OnnxWriter.attribute("perm", 1, 0))
                .node("Reshape", List.of("columns", "back"), "list")
                .node("Pad", List.of("x", "list"), "x1")
                .node("Conv", List.of("x1", "w"), "x2")
                .node("Relu", List.of("x2"), "x3")
                .node("Flatten", List.of("x3"), "x4")
                .node("Gemm", List.of("x4", "u"), "y", OnnxWriter.attribute("transB", 1))
                .toBytes());
    }

    @Test
    void poolingsOfEveryGeometry() throws Exception {
        byte[] window = OnnxWriter.attribute("kernel_shape", 3, 2);
        check(image().node("AveragePool", List.of("x"), "y", window, both("strides", 2))
                .toBytes());
        check(image().node(
                        "AveragePool",
                        List.of("x"),
                        "y",
                        window,
                        pads(1, 1, 0, 1),
                        OnnxWriter.attribute("count_include_pad", 1))
                .toBytes());
        check(image().node(
                        "MaxPool", List.of("x"), "y", window, both("strides", 2), OnnxWriter.attribute("ceil_mode", 1))
                .toBytes());
        check(image().node("MaxPool", List.of("x"), "y", window, OnnxWriter.text("auto_pad", "SAME_UPPER"))
                .toBytes());
        check(image().node("GlobalAveragePool", List.of("x"), "y").toBytes());
        check(
                new OnnxWriter()
                        .input("x", 1, 3, 9, 6)
                        .output("y")
                        .node("GlobalMaxPool", List.of("x"), "y")
                        .toBytes(),
                UnaryOperator.identity(),
                1,
                3,
                9,
                6);
        check(image().node(
                        "ReduceMean",
                        List.of("x"),
                        "y",
                        OnnxWriter.attribute("axes", 2, 3),
                        OnnxWriter.attribute("keepdims", 0))
                .toBytes());
    }

    @Test
    void paddingNormalisationAndArithmeticFoldIntoTheConvolution() throws Exception {
        FloatNetwork simple = checkSimplified(image().raw("m", random(3), 3, 1, 1)
                .raw("d", new float[] {0.5f, 2, 4}, 1, 3, 1, 1)
                .raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("g", random(4), 4)
                .raw("b", random(4), 4)
                .raw("e", random(4), 4)
                .raw("v", new float[] {1, 2, 3, 4}, 4)
                .raw("f", new float[] {0.5f}, 1)
                .raw("u", random(4 * 7 * 6 * 2), 4 * 7 * 6, 2)
                .raw("a", random(2), 1, 2)
                .node("Sub", List.of("x", "m"), "x1")
                .node("Div", List.of("x1", "d"), "x2")
                .node("Conv", List.of("x2", "w"), "x3")
                .node("BatchNormalization", List.of("x3", "g", "b", "e", "v"), "x4")
                .node("Mul", List.of("f", "x4"), "x5")
                .node("Relu", List.of("x5"), "x6")
                .node("Flatten", List.of("x6"), "x7")
                .node("MatMul", List.of("x7", "u"), "x8")
                .node("Add", List.of("x8", "a"), "y")
                .toBytes());
        assertThat(simple.layers()).hasSize(3);
    }

    @Test
    void aPadAndAReshapeOfAShapeAreResolved() throws Exception {
        checkSimplified(image().integers("p", new long[] {0, 0, 1, 2, 0, 0, 0, 1}, 8)
                .raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("u", random(4 * 8 * 9 * 2), 2, 4 * 8 * 9)
                .integers("zero", new long[] {0})
                .integers("axis", new long[] {0}, 1)
                .integers("rest", new long[] {-1}, 1)
                .node("Pad", List.of("x", "p"), "x1")
                .node("Conv", List.of("x1", "w"), "x2")
                .node("Relu", List.of("x2"), "x3")
                .node("Shape", List.of("x3"), "s1")
                .node("Gather", List.of("s1", "zero"), "s2", OnnxWriter.attribute("axis", 0))
                .node("Unsqueeze", List.of("s2", "axis"), "s3")
                .node("Concat", List.of("s3", "rest"), "s4", OnnxWriter.attribute("axis", 0))
                .node("Reshape", List.of("x3", "s4"), "x4")
                .node("Gemm", List.of("x4", "u"), "y", OnnxWriter.attribute("transB", 1))
                .toBytes());
    }

    @Test
    void channelsLastExportsAreTurnedAround() throws Exception {
        byte[] file = new OnnxWriter()
                .input("x", 1, 6, 5, 2)
                .output("y")
                .raw("half", new float[] {0.5f, 0.25f}, 2)
                .raw("w", random(3 * 2 * 4), 3, 2, 2, 2)
                .raw("u", random(60 * 2), 60, 2)
                .integers("shape", new long[] {-1, 60}, 2)
                .node("Sub", List.of("x", "half"), "x1")
                .node("Transpose", List.of("x1"), "x2", OnnxWriter.attribute("perm", 0, 3, 1, 2))
                .node("Conv", List.of("x2", "w"), "x3")
                .node("Relu", List.of("x3"), "x4")
                .node("Transpose", List.of("x4"), "x5", OnnxWriter.attribute("perm", 0, 2, 3, 1))
                .node("Reshape", List.of("x5", "shape"), "x6")
                .node("MatMul", List.of("x6", "u"), "y")
                .toBytes();
        FloatNetwork network = check(
                file,
                chw -> {
                    float[] hwc = new float[chw.length];
                    for (int i = 0; i < hwc.length; i++) {
                        hwc[i] = chw[i % 2 * 30 + i / 2];
                    }
                    return hwc;
                },
                1,
                6,
                5,
                2);
        assertThat(network.input().toString()).isEqualTo("2x6x5");
        assertThat(Simplifier.simplify(network, List.of()).layers()).hasSize(3);
    }

    @Test
    void activationsAndSquares() throws Exception {
        check(image().raw("zero", new float[] {0})
                .raw("cap", new float[] {0.3f})
                .node("Clip", List.of("x", "zero", "cap"), "y")
                .toBytes());
        check(image().opset(9)
                .node("Clip", List.of("x"), "y", OnnxWriter.real("min", 0), OnnxWriter.real("max", 0.3f))
                .toBytes());
        check(image().node("Mul", List.of("x", "x"), "y").toBytes());
        check(image().raw("two", new float[] {2})
                .node("Pow", List.of("x", "two"), "y")
                .toBytes());
    }

    /** Two convolutions added, max-pooled and normalised; joined with a third. */
    @Test
    void sumsAndJoinsOfTensors() throws Exception {
        FloatNetwork simple = checkSimplified(image().raw("w1", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("w2", random(4 * 3), 4, 3, 1, 1)
                .raw("w3", random(2 * 3), 2, 3, 1, 1)
                .raw("g", new float[] {1, 2, 0.5f, 1, 3, 1}, 6)
                .raw("b", random(6), 6)
                .raw("e", random(6), 6)
                .raw("v", new float[] {1, 2, 3, 4, 5, 6}, 6)
                .raw("u", random(6 * 4 * 4 * 2), 6 * 16, 2)
                .node("Conv", List.of("x", "w1"), "y1", pads(1, 1, 1, 1))
                .node("Conv", List.of("x", "w2"), "y2")
                .node("Add", List.of("y1", "y2"), "s")
                .node("Relu", List.of("s"), "r")
                .node("Conv", List.of("x", "w3"), "y3")
                .node("Concat", List.of("r", "y3"), "j", OnnxWriter.attribute("axis", 1))
                .node("BatchNormalization", List.of("j", "g", "b", "e", "v"), "n")
                .node("MaxPool", List.of("n"), "p", both("kernel_shape", 2), both("strides", 2))
                .node("Relu", List.of("p"), "q")
                .node("Flatten", List.of("q"), "f")
                .node("MatMul", List.of("f", "u"), "y")
                .toBytes());
        assertThat(simple.layers()).anyMatch(layer -> layer instanceof FloatAdd);
        assertThat(simple.layers()).anyMatch(layer -> layer instanceof FloatConcatenation);
    }

    @Test
    void neighbouringLinearLayersBecomeOne() throws Exception {
        FloatNetwork simple = checkSimplified(image().raw("w1", random(4 * 3 * 6), 4, 3, 3, 2)
                .raw("b1", random(4), 4)
                .raw("w2", random(5 * 4), 5, 4, 1, 1)
                .raw("b2", random(5), 5)
                .raw("w3", random(7 * 5), 5, 7)
                .raw("w4", random(7 * 2), 7, 2)
                .node("Conv", List.of("x", "w1", "b1"), "y1", OnnxWriter.attribute("strides", 2, 1), pads(1, 1, 1, 0))
                .node("Conv", List.of("y1", "w2", "b2"), "y2")
                .node("GlobalAveragePool", List.of("y2"), "p")
                .node("Flatten", List.of("p"), "f")
                .node("MatMul", List.of("f", "w3"), "y3")
                .node("MatMul", List.of("y3", "w4"), "y")
                .toBytes());
        assertThat(simple.layers().size()).isLessThanOrEqualTo(2);
    }

    @Test
    void anExactTensorBeforeACircuitIsMultipliedByOne() throws Exception {
        FloatNetwork simple = checkSimplified(image().raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .node("Conv", List.of("x", "w"), "a")
                .node("Relu", List.of("a"), "r")
                .node("MaxPool", List.of("r"), "p", both("kernel_shape", 3), pads(1, 1, 1, 1))
                .node("Add", List.of("p", "r"), "s")
                .node("Relu", List.of("s"), "t")
                .node("GlobalAveragePool", List.of("t"), "q")
                .node("Flatten", List.of("q"), "y")
                .toBytes());
        assertThat(simple.layers()).extracting(layer -> layer.name()).anyMatch(name -> name.startsWith("identity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual", "joined", "squares", "capped", "shifted", "bottlenecks"})
    void smallNetworks(String name) throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.graph(name, 5));
        List<float[]> images = SmallNetworks.images(3, 5, 256);
        FloatNetwork simple = Simplifier.simplify(network, images);
        for (float[] image : images) {
            assertThat(simple.logits(image)).containsExactly(network.logits(image), offset(1e-4f));
        }
    }

    /** Sums that something takes without an activation between, in every place where they may stand. */
    @Test
    void sumsThatArePassedOnAreRequantised() throws Exception {
        OnnxWriter linear = image().raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("v", random(4 * 4 * 9), 4, 4, 3, 3)
                .node("Conv", List.of("x", "w"), "a", pads(1, 1, 1, 1))
                .node("Conv", List.of("a", "v"), "b", pads(1, 1, 1, 1))
                .node("GlobalAveragePool", List.of("b"), "y");
        OnnxWriter activatedBefore = image().raw("w", random(3 * 3), 3, 3, 1, 1)
                .node("Conv", List.of("x", "w"), "a")
                .node("Add", List.of("a", "x"), "s")
                .node("Relu", List.of("s"), "r")
                .node("Conv", List.of("r", "w"), "b")
                .node("Add", List.of("b", "s"), "t")
                .node("GlobalAveragePool", List.of("t"), "y");
        OnnxWriter pooled = image().raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("g", new float[] {1, -2, 0.5f, 1}, 4)
                .raw("b", random(4), 4)
                .raw("v", new float[] {1, 2, 3, 4}, 4)
                .raw("u", random(2 * 8 * 9), 2, 8, 3, 3)
                .node("Conv", List.of("x", "w"), "a", pads(1, 1, 1, 1))
                .node("MaxPool", List.of("a"), "p", both("kernel_shape", 2), both("strides", 2))
                .node("Relu", List.of("a"), "r")
                .node("BatchNormalization", List.of("r", "g", "b", "b", "v"), "n")
                .node("MaxPool", List.of("n"), "q", both("kernel_shape", 2), both("strides", 2))
                .node("Concat", List.of("p", "q"), "c", OnnxWriter.attribute("axis", 1))
                .node("Conv", List.of("c", "u"), "d", pads(1, 1, 1, 1))
                .node("GlobalAveragePool", List.of("d"), "y");
        for (OnnxWriter writer : List.of(linear, activatedBefore, pooled)) {
            assertThat(checkSimplified(writer.toBytes()).layers()).anyMatch(layer -> layer instanceof FloatRelu);
        }
    }

    private static void assertRefused(OnnxWriter writer, String... words) {
        assertThatThrownBy(() -> Simplifier.simplify(OnnxReader.read(writer.toBytes()), List.of()))
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesWithTheNodeAndTheReason() {
        assertRefused(image().node("Softmax", List.of("x"), "a").node("Relu", List.of("a"), "y"), "Softmax", "classes");
        assertRefused(image().node("Mul", List.of("x", "a"), "y"), "'Mul' node", "'a'");
        assertRefused(
                image().node("Relu", List.of("x"), "a").node("Mul", List.of("x", "a"), "y"),
                "product of two tensors",
                "Mul(x, x)");
        assertRefused(
                image().node("AveragePool", List.of("x"), "y", both("kernel_shape", 2), pads(1, 1, 1, 1)),
                "'AveragePool' node",
                "count_include_pad");
        assertRefused(
                image().node("Transpose", List.of("x"), "a").node("GlobalAveragePool", List.of("a"), "y"), "order");
        assertRefused(image().opset(6).node("Relu", List.of("x"), "y"), "opset 6");
    }

    @Test
    void refusesWhatTheProtocolCannotCompute() {
        OnnxWriter negative = image().node("MaxPool", List.of("x"), "a", both("kernel_shape", 2))
                .node("GlobalAveragePool", List.of("a"), "y");
        assertRefused(negative, "maxpool1", "may be negative");
        OnnxWriter picture = image().raw("w", random(9), 3, 3, 1, 1).node("Conv", List.of("x", "w"), "y");
        assertRefused(picture, "vector of scores");
    }
}
