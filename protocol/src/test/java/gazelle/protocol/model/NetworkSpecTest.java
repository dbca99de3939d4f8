package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.RandomNetworks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
    private static final InputSpec INPUT = new InputSpec(new TensorShape(1, 4, 4), -8, 7);
    private static final Layer FC = new FullyConnected("fc", 3, 6, 16);
    private static final Layer RELU = new Activation("relu", 4, 6);
    private static final Layer SCORES = new FullyConnected("scores", 3, 6, 16);
    private static final Layer LABEL = new ArgMax("label");

    @Test
    void derivesTheShapes() {
        Layer conv = new Convolution("conv", 2, 3, 3, 2, 2, 1, 1, 1, 1, 6, 16);
        NetworkSpec spec = new NetworkSpec(INPUT, List.of(conv, RELU, SCORES, LABEL));
        assertThat(spec.shapes())
                .containsExactly(
                        new TensorShape(1, 4, 4),
                        new TensorShape(2, 2, 2),
                        new TensorShape(2, 2, 2),
                        TensorShape.vector(3),
                        TensorShape.vector(1));
        assertThat(spec.classCount()).isEqualTo(3);
    }

    @Test
    void rejectsLayersOutOfOrder() {
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(RELU, SCORES, LABEL)))
                .hasMessage("layer relu: relu cannot follow the input");
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, SCORES, LABEL)))
                .hasMessage("layer scores: fully-connected cannot follow fully-connected");
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU)))
                .hasMessage("layers: the last is relu (expected: arg-max)");
    }

    @Test
    void rejectsANameThatOccursTwice() {
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, FC, LABEL)))
                .hasMessage("layer fc: the name occurs twice");
    }

    @Test
    void rejectsAShiftThatLeavesNoMagnitude() {
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, new Activation("relu", 15, 1), SCORES, LABEL)))
                .hasMessageContaining("relu shift: 15");
    }

    @Test
    void rejectsActivationsWiderThanTheNextRing() {
        Layer narrow = new FullyConnected("scores", 3, 2, 6);
        assertThatThrownBy(() -> new NetworkSpec(INPUT, List.of(FC, RELU, narrow, LABEL)))
                .hasMessageContaining("relu activationBits: 6");
    }

    @Test
    void rejectsShapesThatAreTooLargeBeforeAllocating() {
        assertThatThrownBy(() -> new TensorShape(4096, 4096, 4096)).hasMessageContaining("elements");
        assertThatThrownBy(() -> new TensorShape(0, 1, 1)).hasMessageContaining("channels: 0");
        Layer huge = new FullyConnected("fc", 65_536, 6, 16);
        InputSpec wide = new InputSpec(new TensorShape(4096, 1, 1), 0, 1);
        assertThatThrownBy(() -> new NetworkSpec(wide, List.of(huge, LABEL))).hasMessageContaining("fc weights");
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
