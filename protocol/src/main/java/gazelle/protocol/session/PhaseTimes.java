package gazelle.protocol.session;

import java.util.Map;

/**
 * Where a party's time of one inference went.
 *
 * @param seconds for every phase the time of all threads together, so the sum may exceed the time that passed
 */
public record PhaseTimes(Map<Phase, Double> seconds) {
    public PhaseTimes {
        seconds = Map.copyOf(seconds);
    }

    /** Seconds of one phase. */
    public double of(Phase phase) {
        return seconds.getOrDefault(phase, 0.0);
    }
}
