package gazelle.benchmarks.extraction;

import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import java.util.ArrayList;
import java.util.List;

/** A compiled model with another output policy. */
final class Variant {
    private Variant() {}

    /**
     * Returns the same weights behind another output layer.
     *
     * @param policy what the client is shown
     * @param places how many labels {@code TOP_K} shows
     */
    static CompiledModel of(CompiledModel model, ModelCard.OutputPolicy policy, int places) {
        List<Layer> layers = new ArrayList<>(model.spec().layers());
        OutputLayer old = model.spec().output();
        String input = old.sources().getFirst();
        layers.set(
                layers.size() - 1,
                switch (policy) {
                    case LABEL -> new ArgMax(old.name(), input);
                    case TOP_K -> new TopK(old.name(), input, places);
                    case SCORES -> new Scores(old.name(), input);
                });
        NetworkSpec spec = new NetworkSpec(model.spec().input(), layers);
        ModelCard card = model.card();
        return new CompiledModel(
                new ModelCard(
                        card.name(),
                        card.version(),
                        card.title(),
                        card.summary(),
                        card.classes(),
                        card.input(),
                        card.inputChecks(),
                        policy,
                        card.test(),
                        card.limits(),
                        card.licence()),
                spec,
                new NetworkWeights(spec, model.weights().byLayer()));
    }
}
