package gazelle.benchmarks.extraction;

import gazelle.protocol.wire.SessionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the last linear layer from labels.
 *
 * <p>A score that an offset carries past 2^(l-1) falls to the bottom of the ring. So one class by itself answers "is the score below t?":
 * its bias and, with one input set to 1, its weights follow by bisection. The first class is read so.
 *
 * <p>From then on it is a yardstick, and the others are read together, digit by digit from the lowest: with the input 2^(l-a-t) only the a
 * bits above the t known ones count, and a score takes one of 2^a values evenly spread over the ring. Offsets put one value of each class
 * into the top arc, class below class, and the yardstick just below them all: the label names the first class whose digit is the one
 * asked for, and denies it for those above.
 */
final class LastLayer {
    private static final int YARDSTICK = 0;

    private final Victim victim;
    private final OutputView view;
    private final TappedLayer layer;
    private final int outputLayer;
    private final int ringBits;
    private final int digitBits;

    LastLayer(Victim victim, TappedLayer layer) {
        this.victim = victim;
        this.view = OutputView.of(victim.plan().spec());
        this.layer = layer;
        this.outputLayer = victim.plan().spec().layers().size() - 1;
        this.ringBits = view.ringBits();
        // Wider digits succeed too seldom for few classes.
        this.digitBits = Math.max(1, 30 - Integer.numberOfLeadingZeros(view.classes()));
    }

    /** Reads every bias. */
    void readBiases() throws SessionException {
        // The other scores, which are biases too, have to lie between the top and the bottom.
        long bound = 1L << (ringBits - 2);
        for (int c = 0; c < view.classes(); c++) {
            layer.learnBias(c, bisect(c, -1, -bound, bound - 1));
        }
    }

    /** Reads all classes' weights for the first {@code columns} inputs; the biases are known. */
    void readColumns(int columns) throws SessionException {
        long largest = layer.largestWeight();
        for (int column = 0; column < columns; column++) {
            long bias = layer.bias(YARDSTICK);
            layer.learnWeight(YARDSTICK, column, bisect(YARDSTICK, column, bias - largest, bias + largest) - bias);
            readDigits(column);
        }
    }

    /** The score of a class, all inputs 0 but {@code column}, which is 1; bit by bit. */
    private long bisect(int c, int column, long from, long to) throws SessionException {
        long low = from;
        long high = to;
        while (low < high) {
            long threshold = Math.floorDiv(low + high + 1, 2);
            Feed feed = new Feed(victim.plan());
            if (column >= 0) {
                feed.input(layer.index(), column, 1);
            }
            feed.offset(outputLayer, c, (1L << (ringBits - 1)) - threshold);
            if (view.read(victim.infer(feed)).getFirst() == c) {
                high = threshold - 1;
            } else {
                low = threshold;
            }
        }
        return low;
    }

    private void readDigits(int column) throws SessionException {
        int width = layer.layer().weightBits();
        long[] known = new long[view.classes()];
        for (int bit = 0; bit < width; bit += digitBits) {
            int bits = Math.min(digitBits, width - bit);
            int[] digits = new Digits(column, 1L << (ringBits - bits - bit), known, bits).read();
            for (int c = 0; c < known.length; c++) {
                known[c] |= (long) digits[c] << bit;
            }
        }
        int unused = Long.SIZE - width;
        for (int c = 0; c < known.length; c++) {
            if (c != YARDSTICK) {
                layer.learnWeight(c, column, known[c] << unused >> unused);
            }
        }
    }

    /** One digit of every class but the yardstick. */
    private final class Digits {
        private final int column;
        private final long input;
        private final long[] base;
        private final long arc;
        private final int values;
        private final List<List<Integer>> candidates = new ArrayList<>();

        /**
         * @param input the input, with which the digit's unit is an arc of the ring
         * @param known the bits of the weights below the digit
         */
        Digits(int column, long input, long[] known, int bits) {
            this.column = column;
            this.input = input;
            this.values = 1 << bits;
            this.arc = 1L << (ringBits - bits);
            this.base = new long[view.classes()];
            for (int c = 0; c < base.length; c++) {
                base[c] = layer.bias(c) + input * (c == YARDSTICK ? layer.weight(c, column) : known[c]);
                List<Integer> all = new ArrayList<>();
                for (int digit = 0; digit < (c == YARDSTICK ? 1 : values); digit++) {
                    all.add(digit);
                }
                candidates.add(all);
            }
        }

        int[] read() throws SessionException {
            for (List<Integer> open = open(); !open.isEmpty(); open = open()) {
                ask(open);
            }
            return candidates.stream().mapToInt(List::getFirst).toArray();
        }

        /** Classes whose digit is not known yet, those with most candidates first. */
        private List<Integer> open() {
            List<Integer> open = new ArrayList<>();
            for (int c = 0; c < base.length; c++) {
                if (candidates.get(c).size() > 1) {
                    open.add(c);
                }
            }
            open.sort(Comparator.comparingInt(c -> -candidates.get(c).size()));
            return open;
        }

        private void ask(List<Integer> open) throws SessionException {
            long top = (1L << (ringBits - 1)) - 1;
            long[] offsets = new long[base.length];
            Arrays.setAll(offsets, c -> -(1L << (ringBits - 1)) - base[c]);
            for (int rank = 0; rank < open.size(); rank++) {
                int c = open.get(rank);
                offsets[c] = top - rank - base[c] - candidates.get(c).getLast() * arc;
            }
            // A class by itself may be asked for several digits at once: the yardstick lies below them all.
            int asked = open.size() > 1 ? 1 : candidates.get(open.getFirst()).size() / 2;
            List<Integer> first = candidates.get(open.getFirst());
            int span = first.getLast() - first.get(first.size() - asked);
            offsets[YARDSTICK] = top - open.size() - span * arc - base[YARDSTICK];
            Feed feed = new Feed(victim.plan());
            feed.input(layer.index(), column, input);
            feed.offsets(outputLayer, offsets);
            List<Long> seen = view.read(victim.infer(feed));
            int yardstick = seen.indexOf((long) YARDSTICK);
            List<Long> winners = yardstick < 0 ? seen : seen.subList(0, yardstick);
            int found = 0;
            for (int c : open) {
                List<Integer> digits = candidates.get(c);
                int rest = digits.size() - asked;
                boolean won = winners.contains((long) c);
                candidates.set(c, won ? digits.subList(rest, digits.size()) : digits.subList(0, rest));
                found += won ? 1 : 0;
                if (found == view.places()) {
                    break;
                }
            }
        }
    }
}
