package gazelle.models.onnx;

import static gazelle.models.onnx.OperatorChecks.both;
import static gazelle.models.onnx.OperatorChecks.checkSimplified;
import static gazelle.models.onnx.OperatorChecks.image;
import static gazelle.models.onnx.OperatorChecks.pads;
import static gazelle.models.onnx.OperatorChecks.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.simplify.Simplifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that the simplifier merges, adds or requantises, against the network as it was read. */
class SimplifiedOperatorsTest {
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
}
