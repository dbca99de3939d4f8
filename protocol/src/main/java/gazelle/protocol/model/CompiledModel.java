package gazelle.protocol.model;

/** A model as its owner holds it: card, public specification and secret weights. Server only. */
public final class CompiledModel {
    private final ModelCard card;
    private final NetworkSpec spec;
    private final NetworkWeights weights;

    /**
     * @throws IllegalArgumentException if the card's classes are not the network's
     */
    public CompiledModel(ModelCard card, NetworkSpec spec, NetworkWeights weights) {
        if (card.classes().size() != spec.classCount()) {
            throw new IllegalArgumentException("classes: " + card.classes().size() + " in the card (expected: "
                    + spec.classCount() + " as in the network)");
        }
        if (card.output() != spec.output().policy()) {
            throw new IllegalArgumentException("output: " + card.output() + " in the card (expected: "
                    + spec.output().policy() + " as in the network)");
        }
        this.card = card;
        this.spec = spec;
        this.weights = weights;
    }

    public ModelCard card() {
        return card;
    }

    public NetworkSpec spec() {
        return spec;
    }

    public NetworkWeights weights() {
        return weights;
    }
}
