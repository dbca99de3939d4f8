package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.RandomNetworks;
import gazelle.protocol.step.InferencePlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
    private static final InputSpec INPUT = new InputSpec(new TensorShape(1, 4, 4), -8, 7);
    private static final Layer FC = new FullyConnected("fc", "input", 3, 6, 16);
    private static final Layer RELU = new Activation("relu", "fc", 4, 6);
    private static final Layer SCORES = new FullyConnected("scores", "relu", 3, 6, 16);
    private static final Layer LABEL = new ArgMax("label", "scores");

    private static Convolution convolution(String name, String input, int channels, int ringBits) {
        return new Convolution(name, input, channels, 3, 3, 1, 1, 1, 1, 1, 1, 1, 6, ringBits);
    }

    @Test
    void derivesShapesAndRings() {
        Layer conv = new Convolution("conv", "input", 2, 3, 3, 2, 2, 1, 1, 1, 1, 1, 6, 15);
        Layer relu = new Activation("relu", "conv", 4, 6);
        NetworkSpec spec = new NetworkSpec(INPUT, List.of(conv, relu, SCORES, LABEL));
        NetworkGraph graph = spec.graph();
        assertThat(IntStream.rangeClosed(0, 4).mapToObj(graph::shape))
                .containsExactly(
                        new TensorShape(1, 4, 4),
                        new TensorShape(2, 2, 2),
                        new TensorShape(2, 2, 2),
                        TensorShape.vector(3),
                        TensorShape.vector(1));
        assertThat(IntStream.rangeClosed(0, 3).map(graph::ringBits)).containsExactly(15, 15, 16, 16);
        assertThat(spec.classCount()).isEqualTo(3);
    }

    @Test
    void anActivationTakenTwiceIsSharedInTheLargestRing() {
        List<Layer> layers = List.of(
                convolution("conv1", "input", 2, 14),
                new Activation("relu1", "conv1", 8, 5),
                convolution("conv2", "relu1", 2, 18),
                new ResidualAdd("add", "conv2", "relu1", 4),
                new Activation("relu2", "add", 8, 6),
                new Concatenation("both", List.of("relu1", "relu2")),
                new GlobalAveragePool("pool", "both"),
                new FullyConnected("scores", "pool", 3, 6, 20),
                LABEL);
        NetworkGraph graph = new NetworkSpec(INPUT, layers).graph();
        assertThat(graph.ringBits(2))
                .as("relu1 goes to rings of 18, 18 and 20 bits")
                .isEqualTo(20);
        assertThat(graph.ringBits(4)).as("the sum is in its main branch's ring").isEqualTo(18);
        assertThat(graph.guardBits(4)).isEqualTo(2);
        assertThat(graph.lastUse(2)).isEqualTo(5);
    }

    @Test
    void twoLinearOutputsThatAreAddedHaveAThirdGuardBit() {
        List<Layer> layers = List.of(
                convolution("conv1", "input", 2, 18),
                convolution("conv2", "input", 2, 18),
                new ResidualAdd("add", "conv1", "conv2", 1),
                new Activation("relu", "add", 8, 6),
                SCORES,
                LABEL);
        NetworkGraph graph = new NetworkSpec(INPUT, layers).graph();
        assertThat(IntStream.rangeClosed(1, 3).map(graph::guardBits)).containsOnly(3);
        assertThat(graph.guardBits(5)).isEqualTo(2);
    }

    @Test
    void guardBitsAreThoseThatTheLatticeParametersLeave() {
        assertThat(NetworkGraph.guardBitsOfSum(1)).isEqualTo(InferencePlan.PARAMETERS.guardBits());
    }

    @Test
    void rejectsOutputsThatNoCircuitGives() {
        InputSpec numbers = new InputSpec(TensorShape.vector(2), -8, 7);
        assertThatThrownBy(() -> new TopK("best", "scores", 6)).hasMessage("count: 6 (expected: 1..5)");
        assertThatThrownBy(() -> new NetworkSpec(
                        numbers,
                        List.of(new FullyConnected("scores", "input", 3, 6, 20), new TopK("best", "scores", 4))))
                .hasMessage("best count: 4 (expected: at most the 3 classes)");
        for (OutputLayer output : List.of(
                new ArgMax("output", "scores"), new TopK("output", "scores", 5), new Scores("output", "scores"))) {
            assertThatThrownBy(() -> new NetworkSpec(
                            numbers, List.of(new FullyConnected("scores", "input", 1_025, 6, 20), output)))
                    .hasMessageStartingWith("output: input ")
                    .hasMessageEndingWith(" (expected: a vector of 2..1024 scores)");
        }
    }

    @Test
    void rejectsLayersThatCannotFollowEachOther() {
        Layer early = new Activation("relu", "input", 4, 6);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(early, SCORES, LABEL)))
                .hasMessageContaining("layer relu: relu cannot take the network's input");
        Layer second = new FullyConnected("scores", "fc", 3, 6, 16);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, second, LABEL)))
                .hasMessageContaining("layer scores: fully-connected cannot take the output of fc");
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU)))
                .hasMessage("layer relu: relu is the last layer (expected: one output, at the end)");
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, LABEL)))
                .hasMessageContaining("layer label: takes scores (expected: the name of an earlier layer)");
    }

    @Test
    void rejectsDeadEndsAndLinearOutputsTakenTwice() {
        Layer again = new Activation("relu2", "fc", 4, 6);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, again, SCORES, LABEL)))
                .hasMessageContaining("layer fc: 2 layers take its output");
        Layer unused = new AveragePool("pool", "relu", 1, 1, 1, 1);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, unused, SCORES, LABEL)))
                .hasMessageContaining("layer pool: nothing takes its output");
    }

    @Test
    void rejectsANameThatOccursTwice() {
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, FC, LABEL)))
                .hasMessage("layer fc: the name occurs twice");
    }

    @Test
    void rejectsAShiftThatLeavesNoMagnitude() {
        Layer shifted = new Activation("relu", "fc", 15, 1);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, shifted, SCORES, LABEL)))
                .hasMessageContaining("relu shift: 15");
    }

    @Test
    void rejectsOutputsWiderThanTheNextRing() {
        Layer narrow = new FullyConnected("scores", "relu", 3, 2, 6);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, narrow, LABEL)))
                .hasMessageContaining("relu: its output does not fit the ring of 6 bits");
        Layer square = new Square("relu", "fc", 4, 13);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, square, SCORES, LABEL)))
                .hasMessageContaining("relu: its output does not fit");
    }

    @Test
    void rejectsShapesThatAreTooLargeBeforeAllocating() {
        assertThatThrownBy(() -> new TensorShape(4096, 4096, 4096)).hasMessageContaining("elements");
        assertThatThrownBy(() -> new TensorShape(0, 1, 1)).hasMessageContaining("channels: 0");
        Layer huge = new FullyConnected("fc", "input", 65_536, 6, 16);
        InputSpec wide = new InputSpec(new TensorShape(4096, 1, 1), 0, 1);
        assertThatThrownBy(() -> new NetworkSpec(wide, List.of(huge, new ArgMax("label", "fc"))))
                .hasMessageContaining("fc weights");
    }

    @Test
    void survivesJson() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            CompiledModel model = RandomNetworks.draw("random", new SplittableRandom(seed));
            assertThat(ModelJson.read(ModelJson.write(model.spec()), NetworkSpec.class))
                    .isEqualTo(model.spec());
            assertThat(ModelJson.read(ModelJson.write(model.card()), ModelCard.class))
                    .isEqualTo(model.card());
        }
    }

    @Test
    void jsonOfAnUnknownLayerKindIsRefusedWithItsReason() {
        String json = """
                {"input": {"shape": {"channels": 1, "height": 1, "width": 1}, "low": 0, "high": 1},
                 "layers": [{"kind": "telepathy", "name": "x"}]}""";
        assertThatThrownBy(() -> ModelJson.read(json.getBytes(StandardCharsets.UTF_8), NetworkSpec.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("telepathy");
    }

    @Test
    void jsonWithTooDeepOrUnknownContentIsRefused() {
        String deep = "[".repeat(100);
        assertThatThrownBy(() -> ModelJson.read(deep.getBytes(StandardCharsets.UTF_8), NetworkSpec.class))
                .isInstanceOf(ModelFormatException.class);
        assertThatThrownBy(() -> ModelJson.read("{\"x\": 1}".getBytes(StandardCharsets.UTF_8), TensorShape.class))
                .isInstanceOf(ModelFormatException.class);
        assertThatThrownBy(() -> ModelJson.read("null".getBytes(StandardCharsets.UTF_8), NetworkSpec.class))
                .isInstanceOf(ModelFormatException.class);
    }
}
