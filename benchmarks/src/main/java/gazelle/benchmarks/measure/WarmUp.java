package gazelle.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Decides when a program has run often enough for its times to be steady. */
final class WarmUp {
    private static final int LEAST_RECENT = 5;
    private static final double RECENT_SECONDS = 10;

    /** Steady: the best of the recent runs is not so much better than the best before them. */
    private static final double GAIN = 0.03;

    private static final double ENOUGH_SECONDS = 120;

    private final int count;
    private final List<Double> seconds = new ArrayList<>();

    /**
     * @param count how many runs, or negative: until steady, but no more than 120 s after the first
     */
    WarmUp(int count) {
        this.count = count;
    }

    /** Notes a run. */
    void ran(double runSeconds) {
        seconds.add(runSeconds);
    }

    /** Returns the number of runs so far. */
    int runs() {
        return seconds.size();
    }

    /** Returns the seconds of the last run. */
    double lastSeconds() {
        return seconds.getLast();
    }

    /** Returns true once measuring may begin. */
    boolean isOver() {
        if (count >= 0) {
            return seconds.size() >= count;
        }
        double total = seconds.stream().skip(1).mapToDouble(Double::doubleValue).sum();
        return total >= ENOUGH_SECONDS || isSteady();
    }

    private boolean isSteady() {
        int split = seconds.size();
        double recentSeconds = 0;
        while (split > 0 && (recentSeconds < RECENT_SECONDS || seconds.size() - split < LEAST_RECENT)) {
            recentSeconds += seconds.get(--split);
        }
        if (split < LEAST_RECENT) {
            return false;
        }
        double before = Collections.min(seconds.subList(0, split));
        double recent = Collections.min(seconds.subList(split, seconds.size()));
        return recent > before * (1 - GAIN);
    }
}
