package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZooTest {
    private static List<String> shapes(String network) {
        TrainingPlan plan = Zoo.plan(network).orElseThrow();
        List<String> shapes = new ArrayList<>();
        TensorShape shape = plan.input();
        for (LayerPlan layer : plan.layers()) {
            shape = layer.outputShape(shape);
            if (layer instanceof LayerPlan.Linear) {
                shapes.add(shape.toString());
            }
        }
        return shapes;
    }

    @Test
    void holdsTheNetworksThatGazelleWasMeasuredOn() {
        assertThat(shapes("mnist-a")).containsExactly("128x1x1", "128x1x1", "10x1x1");
        assertThat(shapes("mnist-b")).containsExactly("5x14x14", "100x1x1", "10x1x1");
        assertThat(shapes("mnist-c")).containsExactly("5x14x14", "100x1x1", "10x1x1");
        assertThat(shapes("mnist-d")).containsExactly("16x24x24", "16x8x8", "100x1x1", "10x1x1");
        assertThat(shapes("cifar10"))
                .containsExactly(
                        "64x32x32", "64x32x32", "64x16x16", "64x16x16", "64x8x8", "64x8x8", "16x8x8", "10x1x1");
    }

    @Test
    void namesEveryPlanAfterItsFolder() {
        assertThat(Zoo.names())
                .containsExactly(
                        "brain-tumour",
                        "brain-tumour-lesion",
                        "cifar10",
                        "mnist-a",
                        "mnist-b",
                        "mnist-c",
                        "mnist-d",
                        "slice-plane");
        assertThat(Zoo.plan("mnist-e")).isEmpty();
    }

    @Test
    void refusesLayersThatDoNotEndInScores() {
        TrainingPlan good = Zoo.plan("mnist-a").orElseThrow();
        assertThatThrownBy(() -> new TrainingPlan(
                        "bad",
                        10,
                        good.input(),
                        List.of(new LayerPlan.Dense(11, false)),
                        good.source(),
                        good.augmentation(),
                        good.schedule(),
                        false,
                        Precision.REAL))
                .hasMessageContaining("bad: the last layer gives 11x1x1 (expected: 10 scores)");
    }
}
