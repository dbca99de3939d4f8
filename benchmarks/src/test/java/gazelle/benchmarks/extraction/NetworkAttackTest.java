package gazelle.benchmarks.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole networks read through a real host: every weight and bias, bit for bit. */
@Timeout(300)
class NetworkAttackTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Attacked(long inferences, int sessions, int weights) {}

    private static Attacked readWhole(CompiledModel model, int inferencesPerSession) throws Exception {
        SessionSettings settings = new SessionSettings(RANDOM, System::nanoTime, SessionLimits.USUAL);
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 4);
                Victim victim = new Victim(host::connectInProcess, RANDOM, inferencesPerSession)) {
            NetworkAttack attack = new NetworkAttack(victim);
            attack.readAll();
            List<Integer> layers = attack.linearLayers();
            int weights = 0;
            for (int i = 0; i < layers.size(); i++) {
                LinearWeights truth = model.weights()
                        .of(model.spec().layers().get(layers.get(i)).name());
                LinearWeights learned = attack.learned(layers.get(i));
                assertThat(learned.biases())
                        .as("biases of layer %d", layers.get(i))
                        .isEqualTo(truth.biases());
                assertThat(learned.weights())
                        .as("weights of layer %d", layers.get(i))
                        .isEqualTo(truth.weights());
                weights += truth.weights().length;
            }
            return new Attacked(victim.inferences(), victim.sessions(), weights);
        }
    }

    @Test
    void labelsAloneGiveTheWholeNetwork() throws Exception {
        Attacked attacked = readWhole(dense(new ArgMax("output", "scores")), 1_000);
        assertThat(attacked.weights()).isEqualTo(6 * 5 + 5 * 3);
        assertThat(attacked.inferences())
                .as("5-bit weights at 1.58 bits an answer, 8 biases of up to 12 bits")
                .isBetween(190L, 330L);
    }

    @Test
    void scoresGiveTheWholeNetworkInAFewInferences() throws Exception {
        Attacked attacked = readWhole(dense(new Scores("output", "scores")), 1_000);
        assertThat(attacked.inferences())
                .as("three neurons at a time, five bits of each")
                .isBetween(15L, 60L);
    }

    @Test
    void theBestTwoTellMoreThanTheBestOne() throws Exception {
        long label = readWhole(dense(new ArgMax("output", "scores")), 1_000).inferences();
        long two = readWhole(dense(new TopK("output", "scores", 2)), 1_000).inferences();
        assertThat(two).isLessThan(label * 9 / 10);
    }

    @Test
    void convolutionsAreReadThroughEverythingBehindThem() throws Exception {
        Attacked attacked = readWhole(deep(new ArgMax("output", "scores")), 1_000);
        assertThat(attacked.weights()).isEqualTo(2 * 9 + 8 * 8 + 8 * 4);
        assertThat(attacked.inferences()).isBetween(350L, 800L);
    }

    @Test
    void theServersBudgetOnlyMakesTheAttackerConnectAgain() throws Exception {
        CompiledModel model = dense(new ArgMax("output", "scores"));
        Attacked refused = readWhole(model, 1_000);
        Attacked punctual = readWhole(model, 20);
        assertThat(punctual.inferences()).isEqualTo(refused.inferences());
        assertThat(refused.sessions())
                .as("two bits an answer, so 20 inferences a session")
                .isEqualTo(punctual.sessions())
                .isEqualTo(Math.toIntExact(Math.ceilDiv(refused.inferences(), 20L)));
    }

    @Test
    void anHonestRunOfTheModifiedClientGivesTheNetworksOwnAnswer() throws Exception {
        CompiledModel model = dense(new Scores("output", "scores"));
        SessionSettings settings = new SessionSettings(RANDOM, System::nanoTime, SessionLimits.USUAL);
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 1);
                Victim victim = new Victim(host::connectInProcess, RANDOM, 10)) {
            OutputView view = OutputView.of(model.spec());
            int[] scores = new ReferenceNetwork(model.spec(), model.weights())
                    .scores(new QuantisedTensor(new TensorShape(6, 1, 1), new int[6]));
            assertThat(view.read(victim.infer(Deviation.NONE)))
                    .isEqualTo(IntStream.of(scores).asLongStream().boxed().toList());
        }
    }

    @Test
    void refusesNetworksThatItCannotRead() throws Exception {
        List<Layer> layers = List.of(
                new FullyConnected("first", Layer.NETWORK_INPUT, 4, 4, 12),
                new Square("square", "first", 6, 4),
                new FullyConnected("scores", "square", 3, 4, 14),
                new ArgMax("output", "scores"));
        CompiledModel model = model(new InputSpec(new TensorShape(6, 1, 1), 0, 15), layers);
        SessionSettings settings = new SessionSettings(RANDOM, System::nanoTime, SessionLimits.USUAL);
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 1);
                Victim victim = new Victim(host::connectInProcess, RANDOM, 10)) {
            assertThatThrownBy(() -> new NetworkAttack(victim))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("square: square (expected: a chain of convolutions");
        }
    }

    /** 6 - 5 - 3. */
    private static CompiledModel dense(OutputLayer output) {
        return model(
                new InputSpec(new TensorShape(6, 1, 1), 0, 15),
                List.of(
                        new FullyConnected("first", Layer.NETWORK_INPUT, 5, 5, 13),
                        new Activation("relu", "first", 4, 5),
                        new FullyConnected("scores", "relu", 3, 5, 14),
                        output));
    }

    /** Convolution, average pooling, 8 - 8 - 4. */
    private static CompiledModel deep(OutputLayer output) {
        return model(
                new InputSpec(new TensorShape(1, 4, 4), 0, 15),
                List.of(
                        new Convolution("conv", Layer.NETWORK_INPUT, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 4, 13),
                        new Activation("relu1", "conv", 4, 5),
                        new AveragePool("pool", "relu1", 2, 2, 2, 2),
                        new FullyConnected("hidden", "pool", 8, 4, 15),
                        new Activation("relu2", "hidden", 5, 5),
                        new FullyConnected("scores", "relu2", 4, 4, 14),
                        output));
    }

    private static CompiledModel model(InputSpec input, List<Layer> layers) {
        NetworkSpec spec = new NetworkSpec(input, layers);
        SplittableRandom random = new SplittableRandom(5);
        Map<String, LinearWeights> weights = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof LinearLayer linear) {
                int largest = (1 << (linear.weightBits() - 1)) - 1;
                weights.put(
                        linear.name(),
                        new LinearWeights(
                                random.ints(
                                                linear.weightCount(spec.graph()
                                                        .inputShapes(i)
                                                        .getFirst()),
                                                -largest,
                                                largest + 1)
                                        .toArray(),
                                random.longs(linear.outputChannels(), -200, 200).toArray()));
            }
        }
        ModelCard card = new ModelCard(
                "victim",
                "1",
                "A small network",
                "Random weights; it means nothing.",
                IntStream.range(0, spec.classCount())
                        .mapToObj(i -> new ModelCard.ClassFigures("class " + i, 0, 0, 0))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "unit", 1),
                List.of(),
                spec.output().policy(),
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("This model means nothing."),
                "Apache-2.0");
        return new CompiledModel(card, spec, new NetworkWeights(spec, weights));
    }
}
