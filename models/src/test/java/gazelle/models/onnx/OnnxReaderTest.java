package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OnnxReaderTest {
    @Test
    void computesAHandCheckedConvolutionWithPaddingAndBias() throws Exception {
        FloatNetwork network = OnnxReader.read(new OnnxWriter()
                .input("x", 1, 1, 2, 2)
                .output("y")
                .raw("w", new float[] {1, 2, 3, 4}, 1, 1, 2, 2)
                .raw("b", new float[] {10}, 1)
                .node("Conv", List.of("x", "w", "b"), "y", OnnxWriter.attribute("pads", 1, 0, 0, 1))
                .toBytes());
        // Padded image rows: 0 0 0 / 5 6 0 / 7 8 0.
        assertThat(network.logits(new float[] {5, 6, 7, 8})).containsExactly(49, 28, 80, 40);
    }

    @Test
    void computesAHandCheckedGemmWithAlphaAndBeta() throws Exception {
        FloatNetwork network = OnnxReader.read(new OnnxWriter()
                .input("x", -1, 2)
                .output("y")
                .typed("w", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .raw("c", new float[] {1, 1, 1}, 3)
                .node("Gemm", List.of("x", "w", "c"), "y", OnnxWriter.real("alpha", 2f), OnnxWriter.real("beta", 0.5f))
                .toBytes());
        assertThat(network.logits(new float[] {1, 10})).containsExactly(82.5f, 104.5f, 126.5f);
    }

    @Test
    void computesAHandCheckedAveragePool() throws Exception {
        FloatNetwork network = OnnxReader.read(new OnnxWriter()
                .input("x", 1, 1, 2, 4)
                .output("y")
                .node(
                        "AveragePool",
                        List.of("x"),
                        "y",
                        OnnxWriter.attribute("kernel_shape", 2, 2),
                        OnnxWriter.attribute("strides", 2, 2))
                .toBytes());
        assertThat(network.logits(new float[] {1, 2, 3, 4, 5, 6, 7, 10})).containsExactly(3.5f, 6f);
    }

    private static byte[] maxPoolOfARow(byte[]... attributes) {
        return new OnnxWriter()
                .input("x", 1, 1, 1, 5)
                .output("y")
                .node("MaxPool", List.of("x"), "y", attributes)
                .toBytes();
    }

    @Test
    void computesHandCheckedMaxPools() throws Exception {
        float[] row = {-4, -3, -9, -7, -5};
        byte[] window = OnnxWriter.attribute("kernel_shape", 1, 2);
        byte[] strides = OnnxWriter.attribute("strides", 1, 2);
        assertThat(OnnxReader.read(maxPoolOfARow(window)).logits(row)).containsExactly(-3, -3, -7, -5);
        assertThat(OnnxReader.read(maxPoolOfARow(window, strides)).logits(row)).containsExactly(-3, -7);
        // A window over the end holds the last value alone; padding never wins, though all values are negative.
        assertThat(OnnxReader.read(maxPoolOfARow(window, strides, OnnxWriter.attribute("ceil_mode", 1)))
                        .logits(row))
                .containsExactly(-3, -7, -5);
        assertThat(OnnxReader.read(maxPoolOfARow(window, strides, OnnxWriter.attribute("pads", 0, 1, 0, 0)))
                        .logits(row))
                .containsExactly(-4, -3, -5);
    }

    @Test
    void refusesMaxPoolsThatItCannotCompute() {
        byte[] window = OnnxWriter.attribute("kernel_shape", 1, 2);
        assertThatThrownBy(() -> OnnxReader.read(maxPoolOfARow(window, OnnxWriter.attribute("dilations", 1, 2))))
                .hasMessageContaining("dilations [1, 2] is not supported");
        assertThatThrownBy(() -> OnnxReader.read(maxPoolOfARow(window, OnnxWriter.attribute("pads", 0, 2, 0, 0))))
                .hasMessageContaining("padLeft: 2 (expected: 0..1)");
        assertThatThrownBy(() -> OnnxReader.read(maxPoolOfARow())).hasMessageContaining("windowHeight: 0");
    }

    @Test
    void identityAndDropoutDoNothing() throws Exception {
        FloatNetwork network = OnnxReader.read(new OnnxWriter()
                .input("x", 1, 1, 1, 2)
                .output("y")
                .node("Identity", List.of("x"), "a")
                .node("Relu", List.of("a"), "b")
                .node("Dropout", List.of("b"), "y", OnnxWriter.real("ratio", 0.5f))
                .toBytes());
        assertThat(network.layers()).hasSize(1);
        assertThat(network.logits(new float[] {-1, 2})).containsExactly(0, 2);
        byte[] training = new OnnxWriter()
                .input("x", 1, 1, 1, 2)
                .output("y")
                .node("Dropout", List.of("x", "", "mode"), "y")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(training)).hasMessageContaining("training mode");
    }

    @Test
    void readsAWholeNetwork() throws Exception {
        FloatNetwork network = OnnxReader.read(SmallNetworks.convolutional(1));
        assertThat(network.layers())
                .extracting(layer -> layer.name())
                .containsExactly("conv1", "relu1", "conv2", "relu2", "pool1", "dense1", "relu3", "dense2");
        assertThat(network.output().elements()).isEqualTo(3);
    }

    @Test
    void refusesAnOperatorNamingItItsNodeAndTheNearestOneSupported() {
        byte[] file = new OnnxWriter()
                .input("x", 1, 1, 2, 2)
                .output("y")
                .node("LpPool", List.of("x"), "y")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(OnnxFormatException.class)
                .hasMessage("'LpPool' node 'LpPool_y': the operator is not supported (nearest supported: AveragePool or"
                        + " MaxPool)");
        byte[] unheardOf = new OnnxWriter()
                .input("x", 1, 1, 2, 2)
                .output("y")
                .node("Bogus", List.of("x"), "y")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(unheardOf))
                .hasMessageContaining("'Bogus' node 'Bogus_y'")
                .hasMessageContaining("supported: Conv, Gemm");
    }

    @Test
    void refusesPaddingThatNoLayerTakes() {
        byte[] file = new OnnxWriter()
                .input("x", 1, 1, 2, 2)
                .output("y")
                .integers("pads", new long[] {0, 0, 1, 0, 0, 0, 0, 0}, 8)
                .node("Pad", List.of("x", "pads"), "p")
                .node("Relu", List.of("p"), "y")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file)).hasMessageContaining("before a convolution or pooling only");
    }

    @Test
    void refusesDilationsAndGroupsThatDoNotFit() {
        for (byte[] attribute : List.of(
                OnnxWriter.attribute("group", 2),
                OnnxWriter.attribute("dilations", 64, 1),
                OnnxWriter.attribute("dilations", 1, 0))) {
            byte[] file = new OnnxWriter()
                    .input("x", 1, 1, 4, 4)
                    .output("y")
                    .raw("w", new float[4], 1, 1, 2, 2)
                    .node("Conv", List.of("x", "w"), "y", attribute)
                    .toBytes();
            assertThatThrownBy(() -> OnnxReader.read(file)).hasMessageContaining("'Conv' node 'Conv_y'");
        }
    }

    @Test
    @Timeout(10)
    void refusesConstantsThatAreMadeLargeByOperators() {
        OnnxWriter filled = new OnnxWriter()
                .input("x", 1, 1, 4, 4)
                .output("y")
                .integers("sizes", new long[] {1 << 13, 1 << 13}, 2)
                .node("ConstantOfShape", List.of("sizes"), "c")
                .node("Add", List.of("x", "c"), "y");
        assertThatThrownBy(() -> OnnxReader.read(filled.toBytes())).hasMessageContaining("at most 65536 times");

        long[] axes = new long[1 << 16];
        OnnxWriter sliced = new OnnxWriter()
                .input("x", 1, 1, 4, 4)
                .output("y")
                .integers("list", new long[1 << 16], 1 << 16)
                .integers("axes", axes, axes.length)
                .integers(
                        "ends",
                        LongStream.generate(() -> 1 << 16).limit(axes.length).toArray(),
                        axes.length)
                .node("Slice", List.of("list", "axes", "ends", "axes"), "c")
                .node("Reshape", List.of("x", "c"), "y");
        assertThatThrownBy(() -> OnnxReader.read(sliced.toBytes())).hasMessageContaining("more than [65536] has axes");

        OnnxWriter spread = new OnnxWriter()
                .input("x", 1, 512, 70, 70)
                .output("y")
                .raw("w", new float[1024 * 512 * 4], 1024, 512, 2, 2)
                .node("Conv", List.of("x", "w"), "y", OnnxWriter.attribute("dilations", 63, 63));
        assertThatThrownBy(() -> OnnxReader.read(spread.toBytes())).hasMessageContaining("conv1 weights");
    }

    @Test
    void leavesOutWhatTheOutputDoesNotDependOn() throws Exception {
        byte[] file = new OnnxWriter()
                .input("x", 1, 1, 2, 2)
                .output("y")
                .node("Relu", List.of("x"), "a")
                .node("Relu", List.of("x"), "y")
                .toBytes();
        assertThat(OnnxReader.read(file).nodes()).hasSize(1);
    }

    @Test
    void refusesSizesThatDoNotMatchTheValues() {
        byte[] file = new OnnxWriter()
                .input("x", 1, 4)
                .output("y")
                .raw("w", new float[3], 4, 1L << 24)
                .node("Gemm", List.of("x", "w"), "y")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file)).hasMessageContaining("damaged");
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        byte[] file = new OnnxWriter()
                .input("x", 1, 1)
                .output("y")
                .raw("w", new float[] {Float.NaN, 1}, 1, 2)
                .node("Gemm", List.of("x", "w"), "y")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file)).hasMessageContaining("finite");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = SmallNetworks.convolutional(2);
        for (int length = 0; length < file.length; length += 11) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> OnnxReader.read(cut)).isInstanceOf(OnnxFormatException.class);
        }
    }

    @Test
    void damageGivesANetworkOrTheDedicatedException() {
        byte[] file = SmallNetworks.convolutional(3);
        SplittableRandom random = new SplittableRandom(20_260_101);
        int refused = 0;
        for (int round = 0; round < 6_000; round++) {
            byte[] damaged = file.clone();
            for (int flips = 1 + round % 3; flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (round % 2 == 0) {
                // The short fields around the weights decide the structure.
                damaged[random.nextInt(200)] = (byte) random.nextInt();
                damaged[damaged.length - 1 - random.nextInt(600)] = (byte) random.nextInt();
            }
            try {
                assertThat(OnnxReader.read(damaged).layers()).isNotEmpty();
            } catch (OnnxFormatException expected) {
                assertThat(expected).hasMessageMatching("[\\x20-\\x7e]+");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
