package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FoldedLayerTest {
    @Test
    void foldsANormalisationIntoWeightsAndBiases() {
        LayerPlan plan = new LayerPlan.Dense(2, true);
        float almostFour = 4 - FoldedLayer.EPSILON;
        float almostOne = 1 - FoldedLayer.EPSILON;
        FoldedLayer folded = FoldedLayer.normalised(
                plan,
                new float[] {1, 2, 3, 4},
                new float[] {6, 1},
                new float[] {0.5f, -1},
                new float[] {10, 2},
                new float[] {almostFour, almostOne});
        // 6 * (x1 + 2 x2 - 10) / 2 + 0.5 and (3 x1 + 4 x2 - 2) - 1.
        assertThat(folded.weights()).containsExactly(new float[] {3, 6, 3, 4}, within(1e-5f));
        assertThat(folded.biases()).containsExactly(new float[] {-29.5f, -3}, within(1e-4f));
    }
}
