package gazelle.server;

import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.ValueRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The smallest model that is one: 64 values, three scores, their arg-max. */
final class TinyModel {
    static final String NAME = "tiny";

    private static final int INPUTS = 64;
    private static final int LARGEST = 7;

    private TinyModel() {}

    static CompiledModel compiled() {
        int[] values = new SplittableRandom(11).ints(3L * INPUTS, -7, 8).toArray();
        LinearWeights weights = new LinearWeights(values, new long[] {1, -2, 3});
        int ringBits = NetworkWeights.ringBitsNeeded(weights, 3, new ValueRange(-LARGEST, LARGEST));
        NetworkSpec spec = new NetworkSpec(
                new InputSpec(new TensorShape(1, 8, 8), -LARGEST, LARGEST),
                List.of(
                        new FullyConnected("scores", Layer.NETWORK_INPUT, 3, 4, ringBits),
                        new ArgMax("label", "scores")));
        ModelCard card = new ModelCard(
                NAME,
                "1",
                "Tiny",
                "For tests.",
                List.of(figures("a"), figures("b"), figures("c")),
                new ModelCard.InputPreparation("box", "none", "unit", 7),
                List.of(),
                ModelCard.OutputPolicy.LABEL,
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("It means nothing."),
                "none");
        return new CompiledModel(card, spec, new NetworkWeights(spec, Map.of("scores", weights)));
    }

    private static ModelCard.ClassFigures figures(String name) {
        return new ModelCard.ClassFigures(name, 0, 0, 0);
    }

    static Path write(Path models) throws IOException {
        ModelFolder.write(models.resolve(NAME), compiled());
        return models;
    }

    static QuantisedTensor input(long seed) {
        return new QuantisedTensor(
                new TensorShape(1, 8, 8),
                new SplittableRandom(seed).ints(INPUTS, -LARGEST, LARGEST + 1).toArray());
    }
}
