package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkWeightsTest {
    private static final ValueRange RANGE = new ValueRange(-8, 7);

    @Test
    void ringHoldsBothExtremesExactly() {
        // y ranges over [-8*31 - 7*31, 7*31 + 8*31] = [-465, 465]: ten bits with the sign.
        LinearWeights weights = new LinearWeights(new int[] {31, -31}, new long[] {0});
        assertThat(NetworkWeights.ringBitsNeeded(weights, RANGE)).isEqualTo(10);
        assertThat(NetworkWeights.ringBitsNeeded(new LinearWeights(new int[] {1}, new long[] {0}), RANGE))
                .isEqualTo(4);
        assertThat(NetworkWeights.ringBitsNeeded(new LinearWeights(new int[] {1}, new long[] {1}), RANGE))
                .as("7 + 1 needs a fifth bit")
                .isEqualTo(5);
        assertThat(NetworkWeights.ringBitsNeeded(new LinearWeights(new int[] {-1}, new long[] {-1}), RANGE))
                .isEqualTo(4 + 1 - 1);
    }

    @Test
    void refusesWeightsThatSomeInputOverflows() {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(TensorShape.vector(2), -8, 7),
                List.of(new FullyConnected("scores", 2, 6, 9), new ArgMax("label")));
        LinearWeights fitting = new LinearWeights(new int[] {15, -15, 1, 1}, new long[] {0, 0});
        assertThat(new NetworkWeights(spec, List.of(fitting)).linearCount()).isEqualTo(1);
        LinearWeights overflowing = new LinearWeights(new int[] {1, 1, 31, -31}, new long[] {0, 0});
        assertThatThrownBy(() -> new NetworkWeights(spec, List.of(overflowing)))
                .hasMessage("scores ringBits: 9 (expected: at least 10, or some input overflows)");
    }

    @Test
    void refusesWrongCountsAndWideWeights() {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(TensorShape.vector(2), -8, 7),
                List.of(new FullyConnected("scores", 2, 6, 20), new ArgMax("label")));
        assertThatThrownBy(() -> new NetworkWeights(spec, List.of())).hasMessage("weights: none for layer scores");
        assertThatThrownBy(() -> new NetworkWeights(spec, List.of(new LinearWeights(new int[3], new long[2]))))
                .hasMessageContaining("3 weights and 2 biases");
        assertThatThrownBy(() ->
                        new NetworkWeights(spec, List.of(new LinearWeights(new int[] {32, 0, 0, 0}, new long[2]))))
                .hasMessageContaining("weight 0 is out of range");
        assertThatThrownBy(() ->
                        new NetworkWeights(spec, List.of(new LinearWeights(new int[4], new long[] {1L << 40, 0}))))
                .hasMessageContaining("scores bias");
    }
}
