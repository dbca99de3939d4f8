package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Step;
import gazelle.protocol.step.StepPhases;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the phases of an inference apart by its steps and by when its thread waits, and adds up what each takes.
 *
 * <p>It follows the thread that made it; what other threads wait for is no phase.
 */
final class PhaseClock extends ForwardingInferenceListener {
    private final Thread inference = Thread.currentThread();
    private final LongSupplier nanoTime;
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private final Map<Phase, Long> bytesUp = new EnumMap<>(Phase.class);
    private final Map<Phase, Long> bytesDown = new EnumMap<>(Phase.class);
    private final List<StepPhases> phasesByLayer;
    private StepPhases phasesOfLayer = StepPhases.ACTIVATION;
    private @Nullable Phase phase;
    private long since;

    /**
     * @param plan the phases of each layer
     * @param listener told of layers and phases
     */
    PhaseClock(LongSupplier nanoTime, InferencePlan plan, InferenceListener listener) {
        super(listener);
        this.phasesByLayer = plan.steps().stream().map(Step::phases).toList();
        this.nanoTime = nanoTime;
    }

    @Override
    public void layerStarted(int layer) {
        super.layerStarted(layer);
        phasesOfLayer = phasesByLayer.get(layer);
        enter(phasesOfLayer.making());
    }

    /** Begins a wait for the other side's next message. */
    void waits() {
        if (Thread.currentThread().equals(inference) && phase != null) {
            enter(phasesOfLayer.waiting());
        }
    }

    /** Ends the wait: the message has arrived. */
    void waited() {
        if (Thread.currentThread().equals(inference) && phase != null) {
            enter(phasesOfLayer.taking());
        }
    }

    @Override
    public void layerFinished(int layer, LayerReport report) {
        enter(null);
        bytesUp.merge(phasesOfLayer.sending(), report.bytesUp(), Long::sum);
        bytesDown.merge(phasesOfLayer.waiting(), report.bytesDown(), Long::sum);
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
