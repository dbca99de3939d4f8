package gazelle.models.onnx;

import static gazelle.models.onnx.OperatorChecks.both;
import static gazelle.models.onnx.OperatorChecks.checkSimplified;
import static gazelle.models.onnx.OperatorChecks.image;
import static gazelle.models.onnx.OperatorChecks.pads;
import static gazelle.models.onnx.OperatorChecks.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.network.FloatNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators that only choose elements, against onnxruntime and after simplification. */
class SelectionsTest {
    /** Six channels of 8 x 8 after a ReLU, "a". */
    private static OnnxWriter activated() {
        return image().raw("w", random(6 * 3 * 6), 6, 3, 2, 3)
                .raw("c", random(6), 6)
                .integers("rows", new long[] {2}, 1)
                .integers("columns", new long[] {3}, 1)
                .integers("channels", new long[] {1}, 1)
                .integers("one", new long[] {1}, 1)
                .integers("two", new long[] {2}, 1)
                .integers("end", new long[] {Long.MAX_VALUE}, 1)
                .node("Conv", List.of("x", "w", "c"), "o", pads(0, 1, 0, 1))
                .node("Relu", List.of("o"), "a");
    }

    /** A padded convolution of "b", with so many channels, to two scores. */
    private static FloatNetwork checked(OnnxWriter writer, int channels) throws Exception {
        return checkSimplified(writer.raw("v", random(2 * channels * 9), 2, channels, 3, 3)
                .raw("f", random(2), 2)
                .node("Conv", List.of("b", "v", "f"), "d", pads(1, 1, 1, 1))
                .node("Relu", List.of("d"), "e")
                .node("GlobalAveragePool", List.of("e"), "y")
                .toBytes());
    }

    private static void assertLayers(FloatNetwork network, int layers) {
        assertThat(network.layers()).as("%s", network.layers()).hasSize(layers);
    }

    /** conv, relu, conv, relu, pool and the last pool's identity: what the network has without the choice. */
    private static final int PLAIN = 6;

    @Test
    void channelsAndStepsCostNothing() throws Exception {
        assertLayers(checked(activated().node("Identity", List.of("a"), "b"), 6), PLAIN);
        assertLayers(checked(activated().node("Slice", List.of("a", "one", "end", "channels"), "b"), 5), PLAIN);
        assertLayers(checked(activated().node("Slice", List.of("a", "one", "end", "channels", "two"), "b"), 3), PLAIN);
        assertLayers(
                checked(
                        activated()
                                .node("Slice", List.of("a", "one", "end", "rows", "two"), "p")
                                .node("Slice", List.of("p", "two", "end", "columns", "two"), "q")
                                .integers("first", new long[] {0}, 1)
                                .node("Slice", List.of("q", "first", "two", "channels"), "b"),
                        2),
                PLAIN + 2);
        assertLayers(
                checked(
                        activated()
                                .integers("order", new long[] {5, 0, 0, -2}, 4)
                                .node("Gather", List.of("a", "order"), "b", OnnxWriter.attribute("axis", 1)),
                        4),
                PLAIN);
    }

    @Test
    void slicesOfOldVersionsHaveAttributes() throws Exception {
        checked(
                activated()
                        .opset(9)
                        .node(
                                "Slice",
                                List.of("a"),
                                "b",
                                OnnxWriter.attribute("starts", 0, 1),
                                OnnxWriter.attribute("ends", -1, 100),
                                OnnxWriter.attribute("axes", 1, 3)),
                5);
    }

    @Test
    void shufflesOfChannels() throws Exception {
        assertLayers(
                checked(
                        activated()
                                .integers("cut", new long[] {0, 2, 3, 8, 8}, 5)
                                .integers("whole", new long[] {0, 6, 8, -1}, 4)
                                .node("Reshape", List.of("a", "cut"), "p")
                                .node("Transpose", List.of("p"), "q", OnnxWriter.attribute("perm", 0, 2, 1, 3, 4))
                                .node("Reshape", List.of("q", "whole"), "b"),
                        6),
                PLAIN);
    }

    @Test
    void zerosAroundChannelsAndInConcats() throws Exception {
        assertLayers(
                checked(
                        activated()
                                .integers("pads", new long[] {0, 1, 0, 0, 0, 2, 0, 0}, 8)
                                .node("Pad", List.of("a", "pads"), "b"),
                        9),
                PLAIN);
        checked(
                activated()
                        .raw("zeros", new float[2 * 64], 1, 2, 8, 8)
                        .node("Concat", List.of("zeros", "a", "zeros"), "b", OnnxWriter.attribute("axis", 1)),
                10);
        // ResNet-20's shortcut without weights: every second pixel, half as many channels again.
        FloatNetwork shortcut = checked(
                activated()
                        .raw("s", random(12 * 6 * 9), 12, 6, 3, 3)
                        .node("Slice", List.of("a", "from", "to", "axes", "steps"), "p")
                        .integers("from", new long[] {0, 0}, 2)
                        .integers("to", new long[] {Integer.MAX_VALUE, Integer.MAX_VALUE}, 2)
                        .integers("axes", new long[] {2, 3}, 2)
                        .integers("steps", new long[] {2, 2}, 2)
                        .integers("pads", new long[] {0, 3, 0, 0, 0, 3, 0, 0}, 8)
                        .node("Pad", List.of("p", "pads"), "q")
                        .node("Conv", List.of("a", "s"), "r", both("strides", 2), pads(1, 1, 1, 1))
                        .node("Add", List.of("r", "q"), "t")
                        .node("Relu", List.of("t"), "b"),
                12);
        assertThat(shortcut.layers()).noneMatch(layer -> layer.name().startsWith("requantise"));
    }

    @Test
    void partsOfASplit() throws Exception {
        for (boolean attribute : new boolean[] {true, false}) {
            OnnxWriter writer = activated().opset(attribute ? 11 : 13).integers("parts", new long[] {2, 4}, 2);
            writer.node(
                    "Split",
                    attribute ? List.of("a") : List.of("a", "parts"),
                    List.of("p", "q"),
                    attribute
                            ? new byte[][] {OnnxWriter.attribute("split", 2, 4), OnnxWriter.attribute("axis", 1)}
                            : new byte[][] {OnnxWriter.attribute("axis", 1)});
            assertLayers(
                    checked(writer.node("Concat", List.of("q", "p"), "b", OnnxWriter.attribute("axis", 1)), 6), PLAIN);
        }
        // Equal parts, of which each goes its own way and one is not used.
        checked(
                activated()
                        .raw("u", random(3 * 2), 3, 2, 1, 1)
                        .node("Split", List.of("a"), List.of("p", "q", "r"), OnnxWriter.attribute("axis", 1))
                        .node("Conv", List.of("p", "u"), "s")
                        .node("Relu", List.of("s"), "t")
                        .node("Concat", List.of("r", "t"), "b", OnnxWriter.attribute("axis", 1)),
                5);
    }

    @Test
    void blocksOfPixelsAndChannels() throws Exception {
        assertLayers(
                checked(activated().node("SpaceToDepth", List.of("a"), "b", OnnxWriter.attribute("blocksize", 2)), 24),
                PLAIN + 2);
        for (String mode : List.of("DCR", "CRD")) {
            checkSimplified(activated()
                    .integers("four", new long[] {4}, 1)
                    .integers("none", new long[] {0}, 1)
                    .raw("u", random(3 * 16 * 16), 256, 3)
                    .node("Slice", List.of("a", "none", "four", "channels"), "p")
                    .node(
                            "DepthToSpace",
                            List.of("p"),
                            "q",
                            OnnxWriter.attribute("blocksize", 2),
                            OnnxWriter.text("mode", mode))
                    .node("Flatten", List.of("q"), "r")
                    .node("MatMul", List.of("r", "u"), "y")
                    .toBytes());
        }
    }

    @Test
    void repeatedAndMirroredElements() throws Exception {
        checked(
                activated()
                        .integers("none", new long[] {0}, 1)
                        .integers("sizes", new long[] {1, 4, 8, 8}, 4)
                        .node("Slice", List.of("a", "none", "one", "channels"), "p")
                        .node("Expand", List.of("p", "sizes"), "b"),
                4);
        checked(
                activated().integers("repeats", new long[] {1, 2, 1, 1}, 4).node("Tile", List.of("a", "repeats"), "b"),
                12);
        checkSimplified(activated()
                .integers("minus", new long[] {-1}, 1)
                .integers("least", new long[] {Long.MIN_VALUE}, 1)
                .raw("u", random(3 * 6 * 64), 6 * 64, 3)
                .node("Slice", List.of("a", "minus", "least", "columns", "minus"), "p")
                .node("Flatten", List.of("p"), "q")
                .node("MatMul", List.of("q", "u"), "y")
                .toBytes());
        assertThatThrownBy(() -> checked(
                        activated()
                                .integers("minus", new long[] {-1}, 1)
                                .integers("least", new long[] {Long.MIN_VALUE}, 1)
                                .node("Slice", List.of("a", "minus", "least", "columns", "minus"), "b"),
                        6))
                .hasMessageContainingAll("'Conv' node 'Conv_d'", "relu1", "no convolution gives", "mirrored");
    }

    @Test
    void cropsAndSums() throws Exception {
        checked(
                activated()
                        .integers("pads", new long[] {0, 0, -1, 0, 0, 0, -2, -3}, 8)
                        .node("Pad", List.of("a", "pads"), "b"),
                6);
        FloatNetwork sums = checked(
                activated()
                        .raw("u", random(36), 6, 6, 1, 1)
                        .node("Conv", List.of("a", "u"), "p")
                        .node("Relu", List.of("p"), "q")
                        .node("Conv", List.of("q", "u"), "r")
                        .node("Relu", List.of("r"), "s")
                        .node("Neg", List.of("s"), "t")
                        .node("Sum", List.of("a", "q", "t"), "m")
                        .node("Sub", List.of("m", "q"), "n")
                        .node("Mean", List.of("n", "a"), "b"),
                6);
        assertThat(sums.layers()).noneMatch(layer -> layer.name().startsWith("requantise"));
    }

    /** A small file of many large choices would take all memory. */
    @Test
    void manyLargeChoicesAreRefused() {
        OnnxWriter writer = activated()
                .integers("sizes", new long[] {1, 6, 512, 512}, 4)
                .node("GlobalAveragePool", List.of("a"), "p");
        List<String> large = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            large.add("large" + i);
            writer.node("Expand", List.of("p", "sizes"), "large" + i);
        }
        byte[] file = writer.node("Sum", large, "y").toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file))
                .hasMessageContainingAll("'Expand' node 'Expand_large42'", "expected: at most 67108864 in all");
    }

    @Test
    void choicesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> OnnxReader.read(activated()
                        .node("Slice", List.of("a", "end", "end", "rows"), "y")
                        .toBytes()))
                .hasMessageContainingAll("'Slice' node", "gives nothing");
        assertThatThrownBy(() -> OnnxReader.read(activated()
                        .integers("parts", new long[] {2, 5}, 2)
                        .node("Split", List.of("a", "parts"), List.of("p", "y"), OnnxWriter.attribute("axis", 1))
                        .toBytes()))
                .hasMessageContainingAll("'Split' node", "parts [2, 5] of 6 in 2 outputs");
        assertThatThrownBy(() -> OnnxReader.read(activated()
                        .integers("sizes", new long[] {1, 4_000, 4_000, 4_000}, 4)
                        .raw("grey", random(1), 1)
                        .node("GlobalAveragePool", List.of("a"), "p")
                        .node("Slice", List.of("p", "one", "two", "channels"), "q")
                        .node("Expand", List.of("q", "sizes"), "y")
                        .toBytes()))
                .hasMessageContainingAll("'Expand' node", "elements");
        assertThatThrownBy(() -> OnnxReader.read(activated()
                        .node("DepthToSpace", List.of("a"), "y", OnnxWriter.attribute("blocksize", 4))
                        .toBytes()))
                .hasMessageContainingAll("'DepthToSpace' node", "blocks of 4 do not fit");
        assertThatThrownBy(() -> OnnxReader.read(activated()
                        .raw("ones", new float[] {1}, 1, 1, 1, 1)
                        .node("Concat", List.of("a", "ones"), "y", OnnxWriter.attribute("axis", 1))
                        .toBytes()))
                .hasMessageContainingAll("'Concat' node", "joins the constant 'ones'", "expected: zeros");
    }
}
