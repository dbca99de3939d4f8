package gazelle.benchmarks.extraction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Offsets of the scores for which an output layer tells most of one unknown value that all scores depend on in known ways.
 *
 * <p>Scores that depend on it linearly are lines; raised suitably, each is the highest on an interval of its own, so that the label names
 * one of as many intervals as there are slopes. From these offsets a search goes on, which lifts one score at a time until it crosses
 * another somewhere else: places below the first, and scores that are no lines, have no simpler rule.
 */
final class Envelope {
    private static final int TRIES = 600;

    private final OutputView view;
    private final long[][] scores;
    private final long[] counts;
    private final int first;
    private final int last;

    /**
     * @param scores score of each class for each value
     * @param counts how many candidates there are for each value
     */
    Envelope(OutputView view, long[][] scores, long[] counts) {
        this.view = view;
        this.scores = scores;
        this.counts = counts;
        this.first = IntStream.range(0, counts.length)
                .filter(z -> counts[z] > 0)
                .findFirst()
                .orElseThrow();
        this.last = IntStream.range(0, counts.length)
                .map(z -> counts.length - 1 - z)
                .filter(z -> counts[z] > 0)
                .findFirst()
                .orElseThrow();
    }

    /** The answer of each value for these offsets. */
    List<List<Long>> answers(long[] offsets) {
        List<List<Long>> answers = new ArrayList<>();
        for (int z = 0; z < counts.length; z++) {
            long[] shifted = new long[scores.length];
            for (int c = 0; c < shifted.length; c++) {
                shifted[c] = scores[c][z] + offsets[c];
            }
            answers.add(view.of(shifted));
        }
        return answers;
    }

    /** Bits that the answer tells of the candidates; below 0 where values of one answer do not lie together. */
    double bits(long[] offsets) {
        List<List<Long>> answers = answers(offsets);
        Map<List<Long>, Long> groups = new HashMap<>();
        long all = 0;
        List<Long> before = List.of();
        for (int z = first; z <= last; z++) {
            List<Long> answer = answers.get(z);
            if (!answer.equals(before) && groups.containsKey(answer)) {
                return -1;
            }
            groups.merge(answer, counts[z], Long::sum);
            all += counts[z];
            before = answer;
        }
        double bits = 0;
        for (long group : groups.values()) {
            bits -= group == 0 ? 0 : (double) group / all * Math.log((double) group / all) / Math.log(2);
        }
        return bits;
    }

    /** The best offsets found. */
    long[] search(SplittableRandom random) {
        long[] best = new long[scores.length];
        if (view.showsScores()) {
            return best;
        }
        best = lines();
        double bits = bits(best);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int moved = random.nextInt(scores.length);
            int other = random.nextInt(scores.length);
            int z = random.nextInt(first, last + 1);
            long[] tried = best.clone();
            tried[moved] = scores[other][z] + tried[other] - scores[moved][z] + random.nextInt(2);
            double triedBits = bits(tried);
            if (moved != other && triedBits >= bits) {
                best = tried;
                bits = triedBits;
            }
        }
        return best;
    }

    /** Each class with a slope of its own wins on an interval, all of them with as many candidates. */
    private long[] lines() {
        List<Integer> bySlope = new ArrayList<>();
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingLong(this::slope))
                .forEach(c -> {
                    if (bySlope.isEmpty() || slope(bySlope.getLast()) < slope(c)) {
                        bySlope.add(c);
                    }
                });
        long[] offsets = new long[scores.length];
        // Low, but within the ring for all scores of a known layer.
        Arrays.setAll(offsets, c -> -(1L << (view.ringBits() - 2)) - scores[c][first]);
        int lowest = bySlope.getFirst();
        offsets[lowest] = -scores[lowest][first];
        for (int i = 1; i < bySlope.size(); i++) {
            int previous = bySlope.get(i - 1);
            int c = bySlope.get(i);
            int z = quantile((double) i / bySlope.size());
            offsets[c] = scores[previous][z] + offsets[previous] - scores[c][z] + (c > previous ? 1 : 0);
        }
        return offsets;
    }

    private long slope(int c) {
        return scores[c][last] - scores[c][first];
    }

    /** The first value with that share of the candidates below it. */
    int quantile(double share) {
        long all = Arrays.stream(counts).sum();
        long below = 0;
        for (int z = first; z < last; z++) {
            if (below + counts[z] / 2.0 >= share * all) {
                return Math.max(z, first + 1);
            }
            below += counts[z];
        }
        return last;
    }
}
