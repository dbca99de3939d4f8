package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.Layer;
import java.time.Duration;
import java.util.List;

/** A listener around another one, which hears of everything unless a subclass keeps it back. */
public abstract class ForwardingInferenceListener implements InferenceListener {
    private final InferenceListener listener;

    /**
     * @param listener the one that hears of it
     */
    protected ForwardingInferenceListener(InferenceListener listener) {
        this.listener = listener;
    }

    @Override
    public void inferenceStarted(List<Layer> layers) {
        listener.inferenceStarted(layers);
    }

    @Override
    public void layerStarted(int layer) {
        listener.layerStarted(layer);
    }

    @Override
    public void phaseStarted(Phase phase) {
        listener.phaseStarted(phase);
    }

    @Override
    public void layerFinished(int layer, LayerReport report) {
        listener.layerFinished(layer, report);
    }

    @Override
    public void stalled(Duration quiet) {
        listener.stalled(quiet);
    }

    @Override
    public void resumed(Duration lasted) {
        listener.resumed(lasted);
    }
}
