package gazelle.benchmarks.measure;

import gazelle.benchmarks.link.LinkKind;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a measurement.
 *
 * @param link what lies between the parties
 * @param runs timed inferences; negative for 10, or 3 where one takes more than 5 s
 * @param warmUps inferences before them; negative for as many as it takes to be steady
 * @param clientHeap largest heap of the client, as {@code -Xmx} takes it
 * @param models folder of the compiled models
 * @param javaOptions further options of both parties' Java
 */
public record MeasurementOptions(
        LinkKind link, int runs, int warmUps, String clientHeap, Path models, List<String> javaOptions) {
    private static final int USUAL_RUNS = 30;
    private static final int RUNS_OF_SLOW = 3;
    private static final double SLOW_SECONDS = 5;

    public MeasurementOptions {
        javaOptions = List.copyOf(javaOptions);
    }

    /** Returns the number of inferences to time, if one took {@code seconds} before. */
    int runsAfter(double seconds) {
        if (runs >= 0) {
            return Math.max(1, runs);
        }
        return seconds > SLOW_SECONDS ? RUNS_OF_SLOW : USUAL_RUNS;
    }
}
