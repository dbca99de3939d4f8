package gazelle.protocol.step;

import gazelle.protocol.model.Layer;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.profile.LinkProfile;

/** A way to compute non-linear layers and outputs on shares: {@link GarbledActivation} is one. */
public interface ActivationKind {
    /** Returns the name by which two programs agree on this kind (docs/protocol/messages.md section 4). */
    String name();

    /**
     * Plans one layer.
     *
     * @param layer a {@link gazelle.protocol.model.NonLinearLayer} or {@link gazelle.protocol.model.OutputLayer}
     * @param index the layer's index in its network
     * @param graph shapes and rings of all tensors, so the instances of the layer
     * @param link what the inference runs over
     * @throws IllegalArgumentException if this kind cannot compute it
     */
    Step plan(Layer layer, int index, NetworkGraph graph, LinkProfile link);

    /** Returns the bytes that one of many alike costs over a link, both directions together, for choosing widths. */
    double bytes(ActivationWidths widths, LinkProfile link);
}
