package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.Layer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A listener around another one, which hears of everything unless a subclass keeps it back. */
public abstract class ForwardingInferenceListener implements InferenceListener {
    private final Supplier<InferenceListener> listener;

    /**
     * @param listener told of every event
     */
    protected ForwardingInferenceListener(InferenceListener listener) {
        this(() -> listener);
    }

    /**
     * @param listener gives, event by event, the listener that is told of it
     */
    protected ForwardingInferenceListener(Supplier<InferenceListener> listener) {
        this.listener = listener;
    }

    @Override
    public void inferenceStarted(List<Layer> layers) {
        listener.get().inferenceStarted(layers);
    }

    @Override
    public void layerStarted(int layer) {
        listener.get().layerStarted(layer);
    }

    @Override
    public void phaseStarted(Phase phase) {
        listener.get().phaseStarted(phase);
    }

    @Override
    public void layerFinished(int layer, LayerReport report) {
        listener.get().layerFinished(layer, report);
    }

    @Override
    public void stalled(Duration quiet) {
        listener.get().stalled(quiet);
    }

    @Override
    public void resumed(Duration lasted) {
        listener.get().resumed(lasted);
    }
}
