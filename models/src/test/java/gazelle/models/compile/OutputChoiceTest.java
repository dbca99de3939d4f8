package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.models.quantise.QuantisedNetwork;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputChoiceTest {
    /** A network whose only layer bears a name that the output would like. */
    private static QuantisedNetwork network(String scores) {
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(TensorShape.vector(2), -8, 7),
                List.of(new FullyConnected(scores, "input", 3, 6, 10), new ArgMax("label", scores)));
        LinearWeights weights = new LinearWeights(new int[6], new long[3]);
        return new QuantisedNetwork(spec, new NetworkWeights(spec, Map.of(scores, weights)), 1, List.of());
    }

    @Test
    void replacesTheOutputAndNothingElse() {
        QuantisedNetwork network = network("dense");
        assertThat(OutputChoice.LABEL.applied(network)).isSameAs(network);
        NetworkSpec best = OutputChoice.top(3).applied(network).spec();
        assertThat(best.layers())
                .containsExactly(network.spec().layers().getFirst(), new TopK("best-labels", "dense", 3));
        QuantisedNetwork all = OutputChoice.SCORES.applied(network);
        assertThat(all.spec().layers().getLast()).isEqualTo(new Scores("all-scores", "dense"));
        assertThat(all.weights().of("dense")).isSameAs(network.weights().of("dense"));
    }

    @Test
    void takesANameThatIsFree() {
        assertThat(OutputChoice.SCORES.applied(network("all-scores")).spec().output())
                .isEqualTo(new Scores("all-scores-2", "all-scores"));
    }

    @Test
    void refusesMoreLabelsThanACircuitOrANetworkTells() {
        assertThatThrownBy(() -> OutputChoice.top(6))
                .hasMessage("output: top-6 (expected: top-1 to top-5, as one circuit tells no more labels)");
        assertThatThrownBy(() -> OutputChoice.top(5).requireFit(4))
                .hasMessage("output: top-5 (expected: at most top-4, as the network has 4 classes)");
    }
}
