package gazelle.models.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.Patches;
import gazelle.models.onnx.OnnxReader;
import gazelle.models.onnx.OnnxWriter;
import gazelle.models.simplify.Simplifier;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.ValueRange;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantiserTest {
    private static final int PIXELS = 256;
    private static final QuantiserOptions ACCURATE = new QuantiserOptions(8, 8, 1e9);

    private static QuantisedNetwork quantise(FloatNetwork network, QuantiserOptions options) {
        return new Quantiser(network, SmallNetworks.images(11, 40, PIXELS)).quantise(options);
    }

    private static int label(QuantisedNetwork network, float[] image) {
        return new ReferenceNetwork(network.spec(), network.weights())
                .label(QuantisedTensor.quantise(
                        image, network.inputScale(), network.spec().input()));
    }

    @Test
    void integersAnswerAsTheRealNetworkOnNewImages() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.convolutional(5));
        QuantisedNetwork quantised = quantise(network, ACCURATE);
        List<float[]> fresh = SmallNetworks.images(12, 300, PIXELS);
        long same = fresh.stream()
                .filter(image -> label(quantised, image) == network.label(image))
                .count();
        assertThat(same).isGreaterThanOrEqualTo(285);
        assertThat(fresh.stream().map(network::label).distinct().count()).isGreaterThan(1);
    }

    /** A pruned channel: a tiny factor, so a fine unit, but a shift that the padding of the next layer does not get. */
    @Test
    void aShiftThatIsHugeInItsChannelsUnitsOnlyRulesThatUnitOut() throws Exception {
        byte[] file = new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("scores")
                .raw("w1", new float[] {1, -1}, 2, 1, 1, 1)
                .raw("scale", new float[] {1, 1e-7f}, 2, 1, 1)
                .raw("shift", new float[] {0, 0.3f}, 2, 1, 1)
                .raw("w2", SmallNetworks.normal(new SplittableRandom(3), 18, 0.5), 2, 1, 3, 3)
                .raw("w3", SmallNetworks.normal(new SplittableRandom(4), 3 * 512, 0.5), 3, 512)
                .node("Conv", List.of("image", "w1"), "y1")
                .node("Relu", List.of("y1"), "x1")
                .node("Mul", List.of("x1", "scale"), "m")
                .node("Add", List.of("m", "shift"), "n")
                .node(
                        "Conv",
                        List.of("n", "w2"),
                        "y2",
                        OnnxWriter.attribute("group", 2),
                        OnnxWriter.attribute("pads", 1, 1, 1, 1))
                .node("Relu", List.of("y2"), "x2")
                .node("Flatten", List.of("x2"), "f")
                .node("Gemm", List.of("f", "w3"), "scores", OnnxWriter.attribute("transB", 1))
                .toBytes();
        FloatNetwork network = OnnxReader.read(file);
        QuantisedNetwork quantised = quantise(network, ACCURATE);
        List<float[]> fresh = SmallNetworks.images(12, 100, PIXELS);
        assertThat(fresh.stream()
                        .filter(image -> label(quantised, image) == network.label(image))
                        .count())
                .isGreaterThanOrEqualTo(90);
    }

    @Test
    void aHigherPriceOfErrorBuysAccuracyWithTraffic() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.convolutional(5));
        QuantisedNetwork cheap = quantise(network, new QuantiserOptions(6, 6, 1e4));
        QuantisedNetwork dear = quantise(network, new QuantiserOptions(6, 6, 1e7));
        assertThat(cheap.activationBytes()).isLessThan(dear.activationBytes());
        assertThat(cheap.stages().getLast().relativeError())
                .isGreaterThan(dear.stages().getLast().relativeError());
    }

    @Test
    void theSameInputsGiveTheSameIntegers() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.convolutional(6));
        QuantisedNetwork first = quantise(network, ACCURATE);
        QuantisedNetwork second = quantise(network, ACCURATE);
        assertThat(first.spec()).isEqualTo(second.spec());
        assertThat(first.inputScale()).isEqualTo(second.inputScale());
        assertThat(first.weights().byLayer()).isNotEmpty();
        first.weights().byLayer().forEach((layer, weights) -> {
            LinearWeights others = second.weights().of(layer);
            assertThat(weights.weights()).as(layer).isEqualTo(others.weights());
            assertThat(weights.biases()).as(layer).isEqualTo(others.biases());
        });
    }

    @Test
    void equalisingDoesNotChangeTheFunction() throws Exception {
        for (String name : List.of("residual", "shifted")) {
            FloatNetwork network = Simplifier.simplify(OnnxReader.read(SmallNetworks.graph(name, 7)), List.of());
            FloatNetwork equalised = Equaliser.equalise(network);
            for (float[] image : SmallNetworks.images(13, 20, PIXELS)) {
                assertThat(equalised.logits(image)).containsExactly(network.logits(image), offset(1e-3f));
            }
            assertThat(((FloatLinear) equalised.layers().getFirst()).weights())
                    .isNotEqualTo(((FloatLinear) network.layers().getFirst()).weights());
        }
    }

    @Test
    void theSearchKernelEqualsTheReference() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.convolutional(8));
        QuantisedNetwork quantised = quantise(network, ACCURATE);
        NetworkSpec spec = quantised.spec();
        QuantisedTensor image = QuantisedTensor.quantise(
                SmallNetworks.images(14, 1, PIXELS).getFirst(), quantised.inputScale(), spec.input());
        List<QuantisedTensor> expected = new ReferenceNetwork(spec, quantised.weights()).layerOutputs(image);

        Convolution first = (Convolution) spec.layers().get(0);
        LinearWeights weights =
                quantised.weights().of(quantised.spec().layers().getFirst().name());
        Patches patches = Patches.of(first, spec.input().shape());
        int[] sums = IntegerKernel.multiply(weights.weights(), patches.gather(image.values()), patches);
        var activation = (Activation) spec.layers().get(1);
        Arrays.setAll(sums, i -> sums[i] + (int) weights.bias(i, sums.length));
        assertThat(IntegerKernel.activate(sums, activation.shift(), (1 << activation.activationBits()) - 1))
                .isEqualTo(expected.get(1).values());

        AveragePool window = (AveragePool) spec.layers().get(4);
        assertThat(IntegerKernel.sumWindows(
                        expected.get(3).values(),
                        expected.get(3).shape(),
                        expected.get(4).shape(),
                        new FloatAveragePool("pool", window)))
                .isEqualTo(expected.get(4).values());
    }

    @Test
    void maxPoolingOnEitherSideOfTheReluIsFusedAndAnswersAsTheRealNetwork() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.maxPooling(6));
        QuantisedNetwork quantised = quantise(network, ACCURATE);
        assertThat(quantised.spec().layers())
                .extracting(Layer::kind)
                .containsExactly(
                        "convolution",
                        "relu-max-pool",
                        "convolution",
                        "relu-max-pool",
                        "average-pool",
                        "fully-connected",
                        "arg-max");
        List<float[]> fresh = SmallNetworks.images(12, 200, PIXELS);
        long same = fresh.stream()
                .filter(image -> label(quantised, image) == network.label(image))
                .count();
        assertThat(same).isGreaterThanOrEqualTo(190);
        assertThat(fresh.stream().map(network::label).distinct().count()).isGreaterThan(1);
    }

    @Test
    void theSearchKernelPoolsAsTheReference() throws Exception {
        QuantisedNetwork quantised = quantise(OnnxReader.read(SmallNetworks.maxPooling(8)), ACCURATE);
        NetworkSpec spec = quantised.spec();
        QuantisedTensor image = QuantisedTensor.quantise(
                SmallNetworks.images(14, 1, PIXELS).getFirst(), quantised.inputScale(), spec.input());
        List<QuantisedTensor> expected = new ReferenceNetwork(spec, quantised.weights()).layerOutputs(image);
        MaxPool pool = (MaxPool) spec.layers().get(1);
        int[] largest = IntegerKernel.largestOfWindows(
                expected.get(0).values(), expected.get(0).shape(), new FloatMaxPool("pool", pool));
        assertThat(IntegerKernel.activate(largest, pool.shift(), (1 << pool.activationBits()) - 1))
                .isEqualTo(expected.get(1).values());
    }

    @Test
    void ringsAreNoWiderThanTheTrueRangesNeed() throws Exception {
        QuantisedNetwork quantised = quantise(OnnxReader.read(SmallNetworks.convolutional(9)), ACCURATE);
        NetworkSpec spec = quantised.spec();
        LinearWeights first =
                quantised.weights().of(quantised.spec().layers().getFirst().name());
        int needed = NetworkWeights.ringBitsNeeded(
                first,
                ((LinearLayer) spec.layers().getFirst()).outputChannels(),
                new ValueRange(spec.input().low(), spec.input().high()));
        assertThat(quantised.stages().getFirst().ringBits())
                .isEqualTo(Math.max(needed, quantised.stages().getFirst().shift() + 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual", "joined", "squares", "capped", "shifted", "bottlenecks"})
    void graphsAnswerAsTheRealNetworkOnNewImages(String name) throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.graph(name, 31));
        QuantisedNetwork quantised = quantise(network, ACCURATE);
        List<float[]> fresh = SmallNetworks.images(12, 200, PIXELS);
        long same = fresh.stream()
                .filter(image -> label(quantised, image) == network.label(image))
                .count();
        assertThat(same).isGreaterThanOrEqualTo(188);
        assertThat(fresh.stream().map(network::label).distinct().count()).isGreaterThan(1);
    }

    @Test
    void aResidualNetworkKeepsItsShape() throws Exception {
        QuantisedNetwork quantised = quantise(OnnxReader.read(SmallNetworks.residual(31)), ACCURATE);
        assertThat(quantised.spec().layers())
                .extracting(Layer::kind)
                .containsExactly(
                        "convolution",
                        "relu",
                        "convolution",
                        "relu",
                        "convolution",
                        "residual-add",
                        "relu",
                        "convolution",
                        "convolution",
                        "residual-add",
                        "relu",
                        "average-pool",
                        "fully-connected",
                        "arg-max");
    }

    @Test
    void aCappedReluSaturatesAtItsCap() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.graph("capped", 31));
        QuantisedNetwork quantised = quantise(network, ACCURATE);
        Activation first = (Activation) quantised.spec().layers().get(1);
        LinearWeights weights =
                quantised.weights().of(quantised.spec().layers().getFirst().name());
        float[] real = ((FloatLinear) network.layers().getFirst()).weights();
        int heaviest = 0;
        for (int i = 0; i < real.length; i++) {
            heaviest = Math.abs(real[i]) > Math.abs(real[heaviest]) ? i : heaviest;
        }
        double unit = real[heaviest] / quantised.inputScale() / weights.weights()[heaviest];
        double top = unit * Math.scalb((1 << first.activationBits()) - 1.0, first.shift());
        assertThat(top).isCloseTo(1, offset(0.05));
    }

    @Test
    void activationCostIsThatOfTheProtocolDocument() {
        // docs/protocol/README.md section 6: about 860 bytes at l = 20, s = 9, aBits = 6 in half gates, 680 with
        // three-halves.
        ActivationCost halfGates = new ActivationCost(LinkProfile.LOCAL);
        assertThat(halfGates.relu(1, 20, 2, 9, 6, 20)).isBetween(855.0, 910.0);
        assertThat(new ActivationCost(LinkProfile.WAN).relu(1, 20, 2, 9, 6, 20)).isBetween(660.0, 700.0);
        assertThat(ActivationCost.saturationBits(20, 9, 6)).isEqualTo(4);
        assertThat(new ActivationCost(LinkProfile.LAN).bytesPerRingBit()).isBetween(26.0, 28.0);
        // 2 x 2 max pooling: four adders, 4 (h-1) + 6 (a+2) + 1 further ANDs, one clamp's 250 bits of rows, 88 wires.
        double perWire = halfGates.relu(1, 21, 2, 10, 6, 20) - halfGates.relu(1, 20, 2, 9, 6, 20) - 32;
        assertThat(halfGates.relu(4, 20, 2, 9, 6, 20))
                .isCloseTo(4 * (16 + 32 * 20) + 32 * 61 + 250 / 8.0 + perWire * 88, offset(1e-6));
    }
}
