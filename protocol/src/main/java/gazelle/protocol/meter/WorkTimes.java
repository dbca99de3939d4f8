package gazelle.protocol.meter;

import java.util.Map;

/**
 * The time that a party spent on each kind of work in one inference.
 *
 * @param seconds the time of all threads together, so the sum may exceed the time that passed
 */
public record WorkTimes(Map<Work, Double> seconds) {
    public WorkTimes {
        seconds = Map.copyOf(seconds);
    }

    /** Returns the seconds of one kind. */
    public double of(Work kind) {
        return seconds.getOrDefault(kind, 0.0);
    }
}
