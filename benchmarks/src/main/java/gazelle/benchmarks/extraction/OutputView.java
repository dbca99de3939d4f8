package gazelle.benchmarks.extraction;

import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the scores that an output layer shows to its client: indices of classes, the best first, or every score.
 *
 * @param output the layer
 * @param classes the number of classes
 * @param ringBits the width l of the scores, bits
 */
record OutputView(OutputLayer output, int classes, int ringBits) {
    static OutputView of(NetworkSpec spec) {
        NetworkGraph graph = spec.graph();
        int source = graph.sources(spec.layers().size() - 1).getFirst();
        return new OutputView(spec.output(), spec.classCount(), graph.ringBits(source));
    }

    /** Returns whether scores are shown rather than indices. */
    boolean showsScores() {
        return output instanceof Scores;
    }

    /** Returns the number of indices that are shown, or of all classes where scores are. */
    int places() {
        return switch (output) {
            case ArgMax _ -> 1;
            case TopK top -> top.count();
            case Scores _ -> classes;
        };
    }

    /** Returns the most that one answer can tell, bits. */
    double bits() {
        if (showsScores()) {
            return (double) classes * ringBits;
        }
        double bits = 0;
        for (int place = 0; place < places(); place++) {
            bits += Math.log(classes - place) / Math.log(2);
        }
        return bits;
    }

    /** Reads what the circuits revealed. */
    List<Long> read(long[] revealed) {
        List<Long> seen = new ArrayList<>();
        if (showsScores()) {
            Arrays.stream(revealed).map(this::signed).forEach(seen::add);
            return seen;
        }
        int indexBits = OutputLayer.indexBits(classes);
        for (int place = 0; place < places(); place++) {
            seen.add(revealed[0] >>> (place * indexBits) & ((1L << indexBits) - 1));
        }
        return seen;
    }

    /** Returns the answer for these scores, taken mod 2^l. */
    List<Long> of(long[] scores) {
        long[] signed = Arrays.stream(scores).map(this::signed).toArray();
        List<Long> seen = new ArrayList<>();
        if (showsScores()) {
            Arrays.stream(signed).forEach(seen::add);
            return seen;
        }
        boolean[] taken = new boolean[classes];
        for (int place = 0; place < places(); place++) {
            int best = -1;
            for (int c = 0; c < classes; c++) {
                if (!taken[c] && (best < 0 || signed[c] > signed[best])) {
                    best = c;
                }
            }
            taken[best] = true;
            seen.add((long) best);
        }
        return seen;
    }

    /** Returns the signed integer as which the circuits read one mod 2^l. */
    long signed(long value) {
        int unused = Long.SIZE - ringBits;
        return value << unused >> unused;
    }
}
