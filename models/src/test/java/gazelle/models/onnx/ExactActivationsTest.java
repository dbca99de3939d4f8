package gazelle.models.onnx;

import static gazelle.models.onnx.OperatorChecks.both;
import static gazelle.models.onnx.OperatorChecks.checkSimplified;
import static gazelle.models.onnx.OperatorChecks.image;
import static gazelle.models.onnx.OperatorChecks.pads;
import static gazelle.models.onnx.OperatorChecks.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Activations of straight pieces between padded convolutions, against onnxruntime and after simplification. */
class ExactActivationsTest {
    /** A padded convolution before, "a", and behind, of "b". */
    private static OnnxWriter between() {
        return image().raw("w", random(4 * 3 * 9), 4, 3, 3, 3)
                .raw("c", random(4), 4)
                .raw("v", random(2 * 4 * 9), 2, 4, 3, 3)
                .raw("zero", new float[] {0})
                .raw("one", new float[] {1})
                .raw("six", new float[] {6})
                .raw("minus", new float[] {-0.5f}, 1)
                .node("Conv", List.of("x", "w", "c"), "a", pads(1, 1, 1, 1));
    }

    private static FloatNetwork checked(OnnxWriter writer) throws Exception {
        return checkSimplified(writer.node("Conv", List.of("b", "v"), "d", pads(1, 1, 1, 1))
                .node("Relu", List.of("d"), "e")
                .node("GlobalAveragePool", List.of("e"), "y")
                .toBytes());
    }

    /** The circuits' values: of ReLUs, with maxima or without, and of curves. */
    private static int circuits(FloatNetwork network) {
        int circuits = 0;
        for (int i = 0; i < network.nodes().size(); i++) {
            FloatLayer layer = network.nodes().get(i).layer();
            boolean circuit = layer instanceof FloatRelu || layer instanceof FloatFunction;
            circuits += circuit ? network.shapes().get(i + 1).elements() : 0;
        }
        return circuits;
    }

    @Test
    void slopesThatDifferByChannelTakeASecondReluAndOthersOneTable() throws Exception {
        int relus = circuits(checked(between().node("Relu", List.of("a"), "b")));
        assertThat(relus).isEqualTo((4 + 2) * 72);
        for (float alpha : new float[] {0.01f, 0.3f, -0.2f, 1.7f}) {
            assertThat(circuits(
                            checked(between().node("LeakyRelu", List.of("a"), "b", OnnxWriter.real("alpha", alpha)))))
                    .isEqualTo(relus);
        }
        assertThat(circuits(checked(between().node("PRelu", List.of("a", "minus"), "b"))))
                .isEqualTo(relus);
        for (String extreme : List.of("Max", "Min")) {
            assertThat(circuits(checked(
                            between().node("Mul", List.of("a", "minus"), "m").node(extreme, List.of("m", "a"), "b"))))
                    .isEqualTo(relus);
        }
        assertThat(circuits(checked(between()
                        .raw("s", new float[] {0.1f, -0.4f, 0, 2}, 4, 1, 1)
                        .node("PRelu", List.of("a", "s"), "b"))))
                .isEqualTo((2 * 4 + 2) * 72);
    }

    @Test
    void clipsTakeOneRelu() throws Exception {
        int one = (4 + 2) * 72;
        for (int opset : new int[] {9, 13}) {
            for (float[] limits : new float[][] {{-1, 1}, {0, 6}, {0.25f, 0.5f}, {-3, -0.1f}}) {
                OnnxWriter writer = between()
                        .opset(opset)
                        .raw("low", new float[] {limits[0]})
                        .raw("high", new float[] {limits[1]});
                assertThat(circuits(checked(
                                opset < 11
                                        ? writer.node(
                                                "Clip",
                                                List.of("a"),
                                                "b",
                                                OnnxWriter.real("min", limits[0]),
                                                OnnxWriter.real("max", limits[1]))
                                        : writer.node("Clip", List.of("a", "low", "high"), "b"))))
                        .isEqualTo(one);
            }
        }
        assertThat(circuits(checked(between().node("Clip", List.of("a", "", "one"), "b"))))
                .isEqualTo(one);
        assertThat(circuits(checked(between().node("Clip", List.of("a", "minus"), "b"))))
                .isEqualTo(one);
        assertThat(circuits(checked(between().node("HardSigmoid", List.of("a"), "b"))))
                .isEqualTo(one);
        assertThat(circuits(checked(between()
                        .node(
                                "HardSigmoid",
                                List.of("a"),
                                "b",
                                OnnxWriter.real("alpha", 1 / 6f),
                                OnnxWriter.real("beta", 0.4f)))))
                .isEqualTo(one);
    }

    @Test
    void clipsOfClipsAreOne() throws Exception {
        int one = (4 + 2) * 72;
        assertThat(circuits(checked(
                        between().node("Max", List.of("a", "zero"), "m").node("Min", List.of("six", "m"), "b"))))
                .isEqualTo(one);
        assertThat(circuits(checked(
                        between().node("Min", List.of("a", "one"), "m").node("Max", List.of("m", "minus"), "b"))))
                .isEqualTo(one);
        assertThat(circuits(checked(
                        between().node("Relu", List.of("a"), "m").node("Clip", List.of("m", "minus", "one"), "b"))))
                .isEqualTo(one);
    }

    @Test
    void theLargerOfTwoTensors() throws Exception {
        for (String extreme : List.of("Max", "Min")) {
            checked(between()
                    .raw("u", random(4 * 3), 4, 3, 1, 1)
                    .node("Conv", List.of("x", "u"), "o")
                    .node(extreme, List.of("a", "o"), "b"));
        }
    }

    @Test
    void leakyMaximaAreTakenBeforeTheActivation() throws Exception {
        FloatNetwork simple = checked(between()
                .raw("g", new float[] {1, 0.5f, 2, 1}, 4)
                .raw("k", random(4), 4)
                .raw("o", new float[] {1, 1, 2, 1}, 4)
                .raw("s", new float[] {0.1f, 0.4f, 0, 2}, 4, 1, 1)
                .node("PRelu", List.of("a", "s"), "l")
                .node("BatchNormalization", List.of("l", "g", "k", "k", "o"), "n")
                .node("MaxPool", List.of("n"), "b", both("kernel_shape", 2), both("strides", 2)));
        // All sums once for their maxima; two for each maximum; two channels after the last convolution.
        assertThat(circuits(simple)).isEqualTo(4 * 72 + 2 * 4 * 16 + 2 * 16);
        assertThat(simple.layers().stream().filter(layer -> layer instanceof FloatMaxPool))
                .hasSize(1);
    }

    @Test
    void slopesBeforeDepthwiseAfterAdditionsAndInJoins() throws Exception {
        FloatNetwork depthwise = checked(between()
                .raw("dw", random(36), 4, 1, 3, 3)
                .raw("s4", new float[] {0.1f, -0.4f, 0, 2}, 4, 1, 1)
                .node("PRelu", List.of("a", "s4"), "l")
                .node("Conv", List.of("l", "dw"), "m", OnnxWriter.attribute("group", 4), pads(1, 1, 1, 1))
                .node("PRelu", List.of("m", "s4"), "b"));
        assertThat(circuits(depthwise)).isEqualTo((2 * 4 + 2 * 4 + 2) * 72);
        FloatNetwork residual = checked(between()
                .raw("u", random(4 * 4 * 9), 4, 4, 3, 3)
                .node("Relu", List.of("a"), "r")
                .node("Conv", List.of("r", "u"), "m", pads(1, 1, 1, 1))
                .node("Add", List.of("r", "m"), "s")
                .raw("s4", new float[] {0.1f, -0.4f, 0, 2}, 4, 1, 1)
                .node("PRelu", List.of("s", "s4"), "b"));
        assertThat(circuits(residual)).isEqualTo((4 + 2 * 4 + 2) * 72);
        FloatNetwork joined = checked(between()
                .raw("u", random(2 * 3), 2, 3, 1, 1)
                .raw("v2", random(2 * 6 * 9), 2, 6, 3, 3)
                .node("Conv", List.of("x", "u"), "m")
                .raw("s2", new float[] {0.1f, -0.4f}, 2, 1, 1)
                .node("PRelu", List.of("m", "s2"), "l")
                .node("Relu", List.of("a"), "r")
                .node("Concat", List.of("r", "l"), "j", OnnxWriter.attribute("axis", 1))
                .node("Conv", List.of("j", "v2"), "q", pads(1, 1, 1, 1))
                .node("Relu", List.of("q"), "t")
                .node("Concat", List.of("t", "t"), "b", OnnxWriter.attribute("axis", 1)));
        assertThat(circuits(joined)).isEqualTo((4 + 2 * 2 + 2 + 2) * 72);
    }

    @Test
    void whatLeavesOneValueIsRefused() {
        assertThatThrownBy(() -> OnnxReader.read(image().raw("one", new float[] {1})
                        .node("Clip", List.of("x", "one", "one"), "y")
                        .toBytes()))
                .hasMessageContainingAll("'Clip' node", "limits 1.0 and 1.0", "the first below the second");
        assertThatThrownBy(() -> OnnxReader.read(image().raw("minus", new float[] {-1})
                        .node("Relu", List.of("x"), "a")
                        .node("Min", List.of("a", "minus"), "y")
                        .toBytes()))
                .hasMessageContainingAll("'Min' node", "leave one value only");
        assertThatThrownBy(() -> OnnxReader.read(image().raw("s", random(216), 3, 9, 8)
                        .node("PRelu", List.of("x", "s"), "y")
                        .toBytes()))
                .hasMessageContainingAll("'PRelu' node", "a slope for each element");
        assertThatThrownBy(() -> OnnxReader.read(image().raw("s", random(3), 3, 1, 1)
                        .node("Max", List.of("x", "s"), "y")
                        .toBytes()))
                .hasMessageContainingAll("'Max' node", "a constant of different numbers");
    }
}
