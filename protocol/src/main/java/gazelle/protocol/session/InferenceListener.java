package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.Layer;
import java.time.Duration;
import java.util.List;

/**
 * Told how an inference goes on; called on the inference's own thread, so it must not block.
 *
 * <p>Whoever wraps a listener extends {@link ForwardingInferenceListener}, so that no event is lost on the way.
 */
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

    /**
     * The client waits for the server, and no byte has moved in either direction for a while; told once for each such pause, during
     * the exchange of keys too.
     *
     * @param quiet how long already
     */
    default void stalled(Duration quiet) {}

    /**
     * Bytes move again after a pause that was told of; not called for a pause in which the session ended.
     *
     * @param lasted how long it took
     */
    default void resumed(Duration lasted) {}
}
