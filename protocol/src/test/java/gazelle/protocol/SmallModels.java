package gazelle.protocol;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Models of a few dozen weights that never change: golden frames depend on them. */
public final class SmallModels {
    private static final InputSpec INPUT = new InputSpec(new TensorShape(1, 6, 6), -8, 7);

    private SmallModels() {}

    /** Convolution, saturating ReLU, three classes, label. */
    public static CompiledModel label() {
        return model("small-label", new Activation("relu", "conv", 1, 3), 3, new ArgMax("output", "scores"));
    }

    /** Convolution, squares, four classes, the best two. */
    public static CompiledModel topTwo() {
        return model("small-top-two", new Square("square", "conv", 5, 4), 4, new TopK("output", "scores", 2));
    }

    /** Convolution, max pooling, three classes, all scores. */
    public static CompiledModel scores() {
        return model(
                "small-scores",
                new MaxPool("pool", "conv", 2, 4, 2, 2, 2, 2, 0, 0, 0, 0),
                3,
                new Scores("output", "scores"));
    }

    /** An image for any of them; different numbers give different images. */
    public static QuantisedTensor input(int number) {
        return new QuantisedTensor(
                INPUT.shape(),
                IntStream.range(0, INPUT.shape().elements())
                        .map(i -> (i * (5 + 2 * number) + number) % 16 - 8)
                        .toArray());
    }

    private static CompiledModel model(String name, NonLinearLayer middle, int classes, OutputLayer output) {
        List<Layer> layers = List.of(
                new Convolution("conv", Layer.NETWORK_INPUT, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 3, 10),
                middle,
                new FullyConnected("scores", middle.name(), classes, 4, 18),
                output);
        NetworkSpec spec = new NetworkSpec(INPUT, layers);
        Map<String, LinearWeights> weights = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof LinearLayer linear) {
                int count = linear.weightCount(spec.graph().inputShapes(i).getFirst());
                weights.put(
                        linear.name(),
                        new LinearWeights(
                                IntStream.range(0, count)
                                        .map(w -> w * 5 % 7 - 3)
                                        .toArray(),
                                LongStream.range(0, linear.outputChannels())
                                        .map(b -> 3 * b - 2)
                                        .toArray()));
            }
        }
        return new CompiledModel(card(name, classes, output.policy()), spec, new NetworkWeights(spec, weights));
    }

    /** A card that fits a network of {@code classes} classes. */
    public static ModelCard card(String name, int classes, ModelCard.OutputPolicy policy) {
        return new ModelCard(
                name,
                "1",
                "A small network",
                "Weights from a formula; it means nothing.",
                IntStream.range(0, classes)
                        .mapToObj(i -> new ModelCard.ClassFigures("class " + i, 0.5, 0.25, 8))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "unit", 16),
                List.of(),
                policy,
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("This model means nothing."),
                "Apache-2.0");
    }
}
