package gazelle.models.onnx;

import static gazelle.models.onnx.OperatorChecks.both;
import static gazelle.models.onnx.OperatorChecks.check;
import static gazelle.models.onnx.OperatorChecks.checkSimplified;
import static gazelle.models.onnx.OperatorChecks.image;
import static gazelle.models.onnx.OperatorChecks.pads;
import static gazelle.models.onnx.OperatorChecks.random;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.simplify.Simplifier;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every operator against onnxruntime, read as it is and simplified. */
class OperatorsTest {
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
}
