package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ResultWords;
import gazelle.protocol.cost.ProgressEstimate;
import gazelle.protocol.meter.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a run that is under way.
 *
 * @param phase the work of this program at the moment; empty before the first layer
 * @param seconds since the first layer began
 * @param bytesUp sent for the layers that are done
 * @param bytesDown received for them
 * @param remaining estimated seconds to the end; empty until the second layer is done
 */
public record RunFigures(
        Optional<Phase> phase, double seconds, long bytesUp, long bytesDown, OptionalDouble remaining) {
    /** The figures of a run that has not begun. */
    static final RunFigures NONE = new RunFigures(Optional.empty(), 0, 0, 0, OptionalDouble.empty());

    /**
     * The figures of a run at one of its layers.
     *
     * @param phase the work of this program at the moment
     * @param layers all of them
     * @param layer the one that began last
     * @param seconds since it began
     * @param estimate the share of each layer in the work
     */
    static RunFigures of(
            Optional<Phase> phase, List<LayerRow> layers, int layer, double seconds, ProgressEstimate estimate) {
        double finishedSeconds = 0;
        long up = 0;
        long down = 0;
        int finished = 0;
        for (LayerRow row : layers) {
            if (row.progressProperty().get() instanceof LayerRow.Finished done) {
                finished++;
                finishedSeconds += done.report().seconds();
                up += done.report().bytesUp();
                down += done.report().bytesDown();
            }
        }
        double layerSeconds = finished > layer ? 0 : seconds;
        return new RunFigures(
                phase,
                finishedSeconds + layerSeconds,
                up,
                down,
                estimate.remaining(finished, finishedSeconds, layerSeconds));
    }

    /** Returns the figures in one line, for people. */
    public String words() {
        StringBuilder words = new StringBuilder();
        phase.ifPresent(
                now -> words.append("Now: ").append(ResultWords.phase(now)).append(". "));
        words.append("So far ").append(ResultWords.seconds(seconds));
        words.append(", ").append(ResultWords.bytes(bytesUp)).append(" sent");
        words.append(", ").append(ResultWords.bytes(bytesDown)).append(" received");
        remaining.ifPresent(left -> words.append("; ").append(ResultWords.remaining(left)));
        return words.append('.').toString();
    }
}
