package gazelle.protocol.meter;

import java.util.Map;

/**
 * What each kind of work took of a party's time in one inference.
 *
 * @param seconds the time of all threads together, so the sum may exceed the time that passed
 */
public record WorkTimes(Map<Work, Double> seconds) {
    public WorkTimes {
        seconds = Map.copyOf(seconds);
    }

    /** Seconds of one kind. */
    public double of(Work kind) {
        return seconds.getOrDefault(kind, 0.0);
    }
}
