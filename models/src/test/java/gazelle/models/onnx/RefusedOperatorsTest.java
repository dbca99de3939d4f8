package gazelle.models.onnx;

import static gazelle.models.onnx.OperatorChecks.both;
import static gazelle.models.onnx.OperatorChecks.image;
import static gazelle.models.onnx.OperatorChecks.pads;
import static gazelle.models.onnx.OperatorChecks.random;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.simplify.Simplifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Graphs that cannot be compiled are refused with the node and the reason. */
class RefusedOperatorsTest {
    private static void assertRefused(OnnxWriter writer, String... words) {
        assertThatThrownBy(() -> Simplifier.simplify(OnnxReader.read(writer.toBytes()), List.of()))
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesWithTheNodeAndTheReason() {
        assertRefused(image().node("Softmax", List.of("x"), "a").node("Relu", List.of("a"), "y"), "Softmax", "classes");
        assertRefused(image().node("Mul", List.of("x", "a"), "y"), "'Mul' node", "'a'");
        assertRefused(
                image().raw("w", random(9), 3, 3, 1, 1)
                        .node("Conv", List.of("x", "w"), "a")
                        .node("Mul", List.of("x", "a"), "y"),
                "product of two tensors",
                "Mul(x, x)");
        assertRefused(
                image().raw("w", random(81), 3, 3, 3, 3)
                        .node("AveragePool", List.of("x"), "a", both("kernel_shape", 2), pads(1, 1, 1, 1))
                        .node("Conv", List.of("a", "w"), "b")
                        .node("GlobalAveragePool", List.of("b"), "y"),
                "border1",
                "conv1",
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
