package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkWeightsTest {
    private static final ValueRange RANGE = new ValueRange(-8, 7);

    @Test
    void ringHoldsBothExtremesExactly() {
        // y ranges over [-8*31 - 7*31, 7*31 + 8*31] = [-465, 465]: ten bits with the sign.
        LinearWeights weights = new LinearWeights(new int[] {31, -31}, new long[] {0});
        assertThat(NetworkWeights.ringBitsNeeded(weights, 1, RANGE)).isEqualTo(10);
        assertThat(NetworkWeights.ringBitsNeeded(new LinearWeights(new int[] {1}, new long[] {0}), 1, RANGE))
                .isEqualTo(4);
        assertThat(NetworkWeights.ringBitsNeeded(new LinearWeights(new int[] {1}, new long[] {1}), 1, RANGE))
                .as("7 + 1 needs a fifth bit")
                .isEqualTo(5);
        assertThat(NetworkWeights.ringBitsNeeded(new LinearWeights(new int[] {-1}, new long[] {-1}), 1, RANGE))
                .isEqualTo(4 + 1 - 1);
    }

    @Test
    void refusesWeightsThatSomeInputOverflows() {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(TensorShape.vector(2), -8, 7),
                List.of(new FullyConnected("scores", "input", 2, 6, 9), new ArgMax("label", "scores")));
        LinearWeights fitting = new LinearWeights(new int[] {15, -15, 1, 1}, new long[] {0, 0});
        assertThat(new NetworkWeights(spec, Map.of("scores", fitting)).of("scores"))
                .isSameAs(fitting);
        LinearWeights overflowing = new LinearWeights(new int[] {1, 1, 31, -31}, new long[] {0, 0});
        assertThatThrownBy(() -> new NetworkWeights(spec, Map.of("scores", overflowing)))
                .hasMessage("scores ringBits: 9 (expected: at least 10, or some input overflows)");
    }

    @Test
    void boundsTheBiasesOfAllOutputsOfAChannel() {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(new TensorShape(1, 1, 3), -8, 7),
                List.of(
                        new Convolution("conv", "input", 1, 1, 3, 1, 1, 0, 1, 0, 1, 1, 2, 6),
                        new Activation("relu", "conv", 0, 3),
                        new FullyConnected("scores", "relu", 2, 2, 8),
                        new ArgMax("label", "scores")));
        LinearWeights scores = new LinearWeights(new int[6], new long[2]);
        int[] ones = {1, 1, 1};
        // The sum of three inputs lies in [-24, 21].
        assertThat(new NetworkWeights(
                                spec, Map.of("conv", new LinearWeights(ones, new long[] {-8, 0, 10}), "scores", scores))
                        .of("conv")
                        .bias(2, 3))
                .isEqualTo(10);
        for (long[] biases : new long[][] {{0, 0, 11}, {0, -9, 0}}) {
            assertThatThrownBy(() ->
                            new NetworkWeights(spec, Map.of("conv", new LinearWeights(ones, biases), "scores", scores)))
                    .hasMessage("conv ringBits: 6 (expected: at least 7, or some input overflows)");
        }
        assertThatThrownBy(() -> new NetworkWeights(
                        spec, Map.of("conv", new LinearWeights(ones, new long[2]), "scores", scores)))
                .hasMessage("conv: 3 weights and 2 biases (expected: 3 and 1 or 3)");
    }

    @Test
    void refusesWrongCountsAndWideWeights() {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(TensorShape.vector(2), -8, 7),
                List.of(new FullyConnected("scores", "input", 2, 6, 20), new ArgMax("label", "scores")));
        assertThatThrownBy(() -> new NetworkWeights(spec, Map.of())).hasMessage("weights: none for layer scores");
        assertThatThrownBy(() -> new NetworkWeights(spec, Map.of("scores", new LinearWeights(new int[3], new long[2]))))
                .hasMessageContaining("3 weights and 2 biases");
        assertThatThrownBy(() -> new NetworkWeights(
                        spec, Map.of("scores", new LinearWeights(new int[] {32, 0, 0, 0}, new long[2]))))
                .hasMessageContaining("weight 0 is out of range");
        assertThatThrownBy(() ->
                        new NetworkWeights(spec, Map.of("scores", new LinearWeights(new int[4], new long[] {1L << 40, 0
                        }))))
                .hasMessageContaining("scores bias");
    }

    @Test
    void keepsEachLayersWeightsUnderItsName() {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(TensorShape.vector(2), -8, 7),
                List.of(new FullyConnected("scores", "input", 2, 6, 20), new ArgMax("label", "scores")));
        LinearWeights weights = new LinearWeights(new int[4], new long[2]);
        assertThatThrownBy(() -> new NetworkWeights(spec, Map.of("scores", weights, "label", weights)))
                .hasMessage("weights: for label (expected: only for linear layers of the network)");
        NetworkWeights kept = new NetworkWeights(spec, Map.of("scores", weights));
        assertThat(kept.of("scores")).isSameAs(weights);
        assertThatThrownBy(() -> kept.of("label")).hasMessage("layer: label (expected: one of [scores])");
    }

    @Test
    void refusesAResidualSumThatSomeInputOverflows() {
        // main ranges over [0, 3], the skip over 3 * [0, 3]: the sum reaches 12, or 18 with a weight of 3.
        List<Layer> layers = List.of(
                new FullyConnected("fc", "input", 1, 6, 5),
                new Activation("relu", "fc", 0, 2),
                new FullyConnected("main", "relu", 1, 6, 5),
                new ResidualAdd("add", "main", "relu", 3),
                new Activation("relu2", "add", 0, 2),
                new FullyConnected("scores", "relu2", 2, 6, 5),
                new ArgMax("label", "scores"));
        NetworkSpec spec = new NetworkSpec(new InputSpec(TensorShape.vector(1), -8, 7), layers);
        LinearWeights one = new LinearWeights(new int[] {1}, new long[] {0});
        LinearWeights two = new LinearWeights(new int[] {1, 1}, new long[] {0, 0});
        LinearWeights three = new LinearWeights(new int[] {3}, new long[] {0});
        assertThat(new NetworkWeights(spec, Map.of("scores", two, "main", one, "fc", one))
                        .byLayer()
                        .keySet())
                .containsExactly("fc", "main", "scores");
        assertThatThrownBy(() -> new NetworkWeights(spec, Map.of("fc", one, "main", three, "scores", two)))
                .hasMessage("add ringBits: 5 (expected: at least 6, or some input overflows)");
    }
}
