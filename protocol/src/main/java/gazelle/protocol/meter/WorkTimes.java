package gazelle.protocol.meter;

import java.util.Map;

/**
 * A party's time in one inference by kind of work.
 *
 * @param seconds time of all threads together, so the sum may exceed the time that passed
 */
public record WorkTimes(Map<Work, Double> seconds) {
    public WorkTimes {
        seconds = Map.copyOf(seconds);
    }

    /** Returns the time of one kind, seconds. */
    public double of(Work kind) {
        return seconds.getOrDefault(kind, 0.0);
    }
}
