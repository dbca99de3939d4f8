package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.Layer;
import java.time.Duration;
import java.util.List;

/**
 * Told of the progress of an inference; called on the inference's own thread, so it must not block.
 *
 * <p>No method has a body, so that none is lost on the way: a listener says of every event what it does with it, or extends
 * {@link ForwardingInferenceListener} and says where the others go.
 */
public interface InferenceListener {
    /** A listener that does nothing. */
    InferenceListener NONE = new InferenceListener() {
        @Override
        public void inferenceStarted(List<Layer> layers) {}

        @Override
        public void layerStarted(int layer) {}

        @Override
        public void phaseStarted(Phase phase) {}

        @Override
        public void layerFinished(int layer, LayerReport report) {}

        @Override
        public void stalled(Duration quiet) {}

        @Override
        public void resumed(Duration lasted) {}
    };

    /**
     * Called when an inference begins.
     *
     * @param layers of its network, in order
     */
    void inferenceStarted(List<Layer> layers);

    /**
     * Called when a layer begins.
     *
     * @param layer its index in the network
     */
    void layerStarted(int layer);

    /** Called when the client begins to do something else for the layer that began last; often. */
    void phaseStarted(Phase phase);

    /**
     * Called when a layer is done.
     *
     * @param layer its index in the network
     */
    void layerFinished(int layer, LayerReport report);

    /**
     * Called once for each pause in which the client waits for the server and no byte has moved in either direction for a while, during
     * the exchange of keys too.
     *
     * @param quiet the time since the last byte
     */
    void stalled(Duration quiet);

    /**
     * Called when bytes move again after a pause that {@link #stalled} told of; not for a pause in which the session ended.
     *
     * @param lasted the time without a byte
     */
    void resumed(Duration lasted);
}
