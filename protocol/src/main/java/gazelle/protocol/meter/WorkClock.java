package gazelle.protocol.meter;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Adds up the time of each kind of work in one inference; any number of threads may add at once. */
public final class WorkClock {
    private static final double SECONDS_PER_NANOSECOND = 1e-9;

    private final LongSupplier nanoTime;
    private final Map<Work, LongAdder> nanoseconds = new EnumMap<>(Work.class);

    /**
     * @param nanoTime a clock for durations
     */
    public WorkClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (Work kind : Work.values()) {
            nanoseconds.put(kind, new LongAdder());
        }
    }

    /** A piece of work that may fail with one kind of checked exception. */
    public interface Piece<T, E extends Exception> {
        /** Runs it. */
        T run() throws E;
    }

    /** Runs {@code piece} and counts its time, whether or not it succeeds. */
    public <T, E extends Exception> T time(Work kind, Piece<T, E> piece) throws E {
        long begin = nanoTime.getAsLong();
        try {
            return piece.run();
        } finally {
            total(kind).add(nanoTime.getAsLong() - begin);
        }
    }

    /** Runs {@code piece} and counts its time. */
    public void run(Work kind, Runnable piece) {
        time(kind, () -> {
            piece.run();
            return kind;
        });
    }

    private LongAdder total(Work kind) {
        return Objects.requireNonNull(nanoseconds.get(kind));
    }

    /** Returns the time counted so far. */
    public WorkTimes times() {
        Map<Work, Double> seconds = new EnumMap<>(Work.class);
        nanoseconds.forEach((kind, total) -> seconds.put(kind, total.sum() * SECONDS_PER_NANOSECOND));
        return new WorkTimes(seconds);
    }
}
