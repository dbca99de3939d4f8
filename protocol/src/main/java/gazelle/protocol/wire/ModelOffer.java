package gazelle.protocol.wire;

import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;

/**
 * A model that a server offers: its card and its public shape.
 *
 * @param card the description for people
 * @param network the public shape that the client computes with
 */
public record ModelOffer(ModelCard card, NetworkSpec network) {
    public ModelOffer {
        if (card.classes().size() != network.classCount()) {
            throw new IllegalArgumentException("classes: " + card.classes().size() + " (expected: "
                    + network.classCount() + " as in the network)");
        }
        if (card.output() != network.output().policy()) {
            throw new IllegalArgumentException("output: " + card.output() + " (expected: "
                    + network.output().policy() + " as in the network)");
        }
    }
}
