package gazelle.models.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.SmallNetworks;
import gazelle.models.network.Curve;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.models.onnx.OnnxWriter;
import gazelle.protocol.model.LookupTable;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.reference.ReferenceNetwork;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose activations are curves: they become tables, and the integers answer as the real network. */
class CurveNetworksTest {
    private static final int PIXELS = 256;

    /** Convolution, curve, pooling, convolution, curve, dense layer. */
    private static byte[] network(String operator, String pooling) {
        SplittableRandom random = new SplittableRandom(7);
        OnnxWriter writer = new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("w1", SmallNetworks.normal(random, 4 * 9, 0.4), 4, 1, 3, 3)
                .raw("w2", SmallNetworks.normal(random, 6 * 4 * 9, 0.3), 6, 4, 3, 3)
                .raw("w3", SmallNetworks.normal(random, 3 * 96, 0.3), 3, 96)
                .node("Conv", List.of("image", "w1"), "y1", OnnxWriter.attribute("pads", 1, 1, 1, 1));
        activation(writer, operator, "y1", "x1");
        writer.node(
                        pooling,
                        List.of("x1"),
                        "p1",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .node(
                        "Conv",
                        List.of("p1", "w2"),
                        "y2",
                        OnnxWriter.attribute("pads", 1, 1, 1, 1),
                        OnnxWriter.attribute("strides", 2, 2));
        activation(writer, operator, "y2", "x2");
        return writer.node("Flatten", List.of("x2"), "f")
                .node("Gemm", List.of("f", "w3"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
    }

    /** SiLU is written as a product, as exporters do before opset 24. */
    private static void activation(OnnxWriter writer, String operator, String from, String to) {
        if (operator.equals("SiLU")) {
            writer.node("Sigmoid", List.of(from), to + "gate").node("Mul", List.of(from, to + "gate"), to);
        } else {
            writer.node(operator, List.of(from), to);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tanh", "Sigmoid", "Selu", "Elu", "Gelu", "SiLU", "Softplus", "HardSwish", "Mish", "Abs"})
    void integersAnswerAsTheRealNetwork(String operator) throws Exception {
        assertAnswersAlike(operator, "AveragePool");
    }

    /** The circuit for maxima starts from zero, so curves that fall below it are raised before and lowered after. */
    @ParameterizedTest
    @ValueSource(strings = {"Tanh", "Sigmoid", "Elu"})
    void maximaOfCurvesAnswerAsTheRealNetwork(String operator) throws Exception {
        assertAnswersAlike(operator, "MaxPool");
    }

    private static void assertAnswersAlike(String operator, String pooling) throws Exception {
        FloatNetwork network = OnnxReader.read(network(operator, pooling));
        QuantisedNetwork quantised =
                new Quantiser(network, SmallNetworks.images(11, 40, PIXELS)).quantise(new QuantiserOptions(8, 7, 1e9));
        assertThat(quantised.spec().layers().stream()
                        .filter(LookupTable.class::isInstance)
                        .count())
                .isEqualTo(2);
        ReferenceNetwork integers = new ReferenceNetwork(quantised.spec(), quantised.weights());
        List<float[]> fresh = SmallNetworks.images(12, 200, PIXELS);
        long same = fresh.stream()
                .filter(image -> integers.label(QuantisedTensor.quantise(
                                image, quantised.inputScale(), quantised.spec().input()))
                        == network.label(image))
                .count();
        assertThat(same).isGreaterThanOrEqualTo(190);
        assertThat(fresh.stream().map(network::label).distinct().count()).isGreaterThan(1);
    }

    @Test
    void aTableHoldsTheCurveAtTheMiddleOfEachStep() {
        Tabulation table = Tabulation.of(Curve.tanh(), 3, 0.5, 4);
        // tanh(-2), .. tanh(1.5) in units of tanh(2)/15.
        assertThat(table.values()).containsExactly(-15, -14, -12, -7, 0, 7, 12, 14);
        int[] sums = {-100, -9, -4, -1, 0, 3, 4, 100};
        table.lookUp(sums, 2);
        assertThat(sums).containsExactly(-15, -14, -7, -7, 0, 0, 7, 14);
    }
}
