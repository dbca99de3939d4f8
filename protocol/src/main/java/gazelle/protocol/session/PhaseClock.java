package gazelle.protocol.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Adds up the time of each phase of one inference; any number of threads may add at once. */
final class PhaseClock {
    private static final double SECONDS_PER_NANOSECOND = 1e-9;

    private final LongSupplier nanoTime;
    private final Map<Phase, LongAdder> nanoseconds = new EnumMap<>(Phase.class);

    PhaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (Phase phase : Phase.values()) {
            nanoseconds.put(phase, new LongAdder());
        }
    }

    /** Work that may fail with one kind of checked exception. */
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs {@code work} and counts its time, whether or not it succeeds. */
    <T, E extends Exception> T time(Phase phase, Work<T, E> work) throws E {
        long begin = nanoTime.getAsLong();
        try {
            return work.run();
        } finally {
            total(phase).add(nanoTime.getAsLong() - begin);
        }
    }

    /** Runs {@code work} and counts its time. */
    void run(Phase phase, Runnable work) {
        time(phase, () -> {
            work.run();
            return phase;
        });
    }

    private LongAdder total(Phase phase) {
        return Objects.requireNonNull(nanoseconds.get(phase));
    }

    /** The time counted so far. */
    PhaseTimes times() {
        Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
        nanoseconds.forEach((phase, total) -> seconds.put(phase, total.sum() * SECONDS_PER_NANOSECOND));
        return new PhaseTimes(seconds);
    }
}
