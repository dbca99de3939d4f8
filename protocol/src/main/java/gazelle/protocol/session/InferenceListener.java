package gazelle.protocol.session;

import gazelle.protocol.model.Layer;
import java.util.List;

/** Told how an inference goes on; called on the inference's own thread, so it must not block. */
public interface InferenceListener {
    /** A listener that does nothing. */
    InferenceListener NONE = new InferenceListener() {};

    /** The inference begins. */
    default void inferenceStarted(List<Layer> layers) {}

    /** A layer begins. */
    default void layerStarted(int layer) {}

    /** The client now does something else for the layer that began last; called often. */
    default void phaseStarted(Phase phase) {}

    /** A layer is done. */
    default void layerFinished(int layer, LayerReport report) {}
}
