package gazelle.app;

import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputCheck;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import gazelle.protocol.model.ValueRange;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.wire.ModelOffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A model of one layer and a given output policy, which answers in a fraction of a second. */
public final class SmallModel {
    private static final int SIDE = 8;
    private static final int LARGEST = 7;
    private static final List<String> CLASSES = List.of("a", "b", "c");

    private SmallModel() {}

    /** A model of that name whose last layer is {@code output}, which takes the layer {@code scores}. */
    public static CompiledModel compiled(String name, OutputLayer output) {
        int inputs = SIDE * SIDE;
        int[] values = new SplittableRandom(11)
                .ints((long) CLASSES.size() * inputs, -LARGEST, LARGEST + 1)
                .toArray();
        LinearWeights weights = new LinearWeights(values, new long[] {1, -2, 3});
        int ringBits = NetworkWeights.ringBitsNeeded(weights, 3, new ValueRange(-LARGEST, LARGEST));
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(new TensorShape(1, SIDE, SIDE), -LARGEST, LARGEST),
                List.of(new FullyConnected("scores", Layer.NETWORK_INPUT, CLASSES.size(), 4, ringBits), output));
        ModelCard card = new ModelCard(
                name,
                "1",
                "Small model " + name,
                "For tests.",
                CLASSES.stream()
                        .map(label -> new ModelCard.ClassFigures(label, 0, 0, 0))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "unit", LARGEST),
                List.of(new InputCheck.HeaderWords(List.of("modality"), List.of("ct"), List.of(), "This is no CT.")),
                output.policy(),
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("It means nothing."),
                "none");
        return new CompiledModel(card, spec, new NetworkWeights(spec, Map.of("scores", weights)));
    }

    /** The offer of a model of that name that answers with a label. */
    public static ModelOffer offer(String name) {
        CompiledModel model = compiled(name, new ArgMax("output", "scores"));
        return new ModelOffer(model.card(), model.spec());
    }

    /** Writes three models into a folder of models: {@code label}, {@code top} and {@code scores}, after their policies. */
    public static void writeAll(Path models) throws IOException {
        for (CompiledModel model : List.of(
                compiled("label", new ArgMax("output", "scores")),
                compiled("top", new TopK("output", "scores", 2)),
                compiled("scores", new Scores("output", "scores")))) {
            ModelFolder.write(models.resolve(model.card().name()), model);
        }
    }

    /** The three of {@link #writeAll}, ready to serve. */
    public static List<PreparedModel> prepared() {
        return List.of(
                new PreparedModel(compiled("scores", new Scores("output", "scores"))),
                new PreparedModel(compiled("label", new ArgMax("output", "scores"))),
                new PreparedModel(compiled("top", new TopK("output", "scores", 2))));
    }
}
