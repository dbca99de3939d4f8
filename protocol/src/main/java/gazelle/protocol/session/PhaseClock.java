package gazelle.protocol.session;

import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the phases of an inference apart by its layers and by when its thread waits, and adds up what each takes.
 *
 * <p>It follows the thread that made it; what other threads wait for is no phase.
 */
final class PhaseClock extends ForwardingInferenceListener {
    private final Thread inference = Thread.currentThread();
    private final LongSupplier nanoTime;
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private final Map<Phase, Long> bytesUp = new EnumMap<>(Phase.class);
    private final Map<Phase, Long> bytesDown = new EnumMap<>(Phase.class);
    private List<Layer> layers = List.of();
    private boolean linear;
    private @Nullable Phase phase;
    private long since;

    /**
     * @param listener told of layers and phases
     */
    PhaseClock(LongSupplier nanoTime, InferenceListener listener) {
        super(listener);
        this.nanoTime = nanoTime;
    }

    @Override
    public void inferenceStarted(List<Layer> all) {
        layers = all;
        super.inferenceStarted(all);
    }

    @Override
    public void layerStarted(int layer) {
        super.layerStarted(layer);
        linear = layers.get(layer) instanceof LinearLayer;
        enter(linear ? Phase.ENCRYPT : Phase.EVALUATE);
    }

    /** Begins a wait for the other side's next message. */
    void waits() {
        if (Thread.currentThread().equals(inference) && phase != null) {
            enter(linear ? Phase.SERVER : Phase.TRANSFER);
        }
    }

    /** Ends the wait: the message has arrived. */
    void waited() {
        if (Thread.currentThread().equals(inference) && phase != null) {
            enter(linear ? Phase.DECRYPT : Phase.EVALUATE);
        }
    }

    @Override
    public void layerFinished(int layer, LayerReport report) {
        enter(null);
        bytesUp.merge(linear ? Phase.ENCRYPT : Phase.TRANSFER, report.bytesUp(), Long::sum);
        bytesDown.merge(linear ? Phase.SERVER : Phase.TRANSFER, report.bytesDown(), Long::sum);
        super.layerFinished(layer, report);
    }

    private void enter(@Nullable Phase next) {
        long now = nanoTime.getAsLong();
        if (phase != null) {
            nanos.merge(phase, now - since, Long::sum);
        }
        since = now;
        if (next != null && next != phase) {
            phaseStarted(next);
        }
        phase = next;
    }

    /** Returns one report for each phase, in their order. */
    List<PhaseReport> reports() {
        return Arrays.stream(Phase.values())
                .map(each -> new PhaseReport(
                        each,
                        nanos.getOrDefault(each, 0L) * 1e-9,
                        bytesUp.getOrDefault(each, 0L),
                        bytesDown.getOrDefault(each, 0L)))
                .toList();
    }
}
