package gazelle.benchmarks.extraction;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.wire.SessionException;
import java.util.Arrays;

/**
 * Reads filters of a linear layer that an activation follows: the filter's sum is made the only one above 0, and an offset brings the part
 * of it that is unknown into the window which the activation shows.
 *
 * <p>The unknown part is a number V in a known interval. Fed 2^k, an input adds its weight times 2^k, so that the window shows V as finely
 * as the interval is narrow. Once few candidates for a weight are left, the next weight joins: V is then the first one times the number
 * of values a weight can have, plus the next one. So no answer is spent on the last fraction of a bit.
 */
final class InnerLayer {
    private final Victim victim;
    private final TappedLayer layer;
    private final Readout readout;
    private final int activationLayer;
    private final Activation activation;
    private final int ringBits;
    private final int windowBits;
    private final boolean aligned;
    /** The number of values of a weight, which run from -{@code least}. */
    private final long values;

    private final long least;
    private final long[] low;
    private final long[] high;

    /**
     * @param layer the layer to be read
     * @param activationLayer index of the activation after it
     * @param readout the way to see that activation's elements, one of each filter to be read
     */
    InnerLayer(Victim victim, TappedLayer layer, int activationLayer, Readout readout) {
        NetworkGraph graph = victim.plan().graph();
        this.victim = victim;
        this.layer = layer;
        this.readout = readout;
        this.activationLayer = activationLayer;
        this.activation = (Activation) victim.plan().spec().layers().get(activationLayer);
        this.ringBits = layer.layer().ringBits();
        this.windowBits = Math.min(activation.shift() + activation.activationBits(), ringBits - 1);
        this.aligned = OutputView.of(victim.plan().spec()).showsScores();
        // Scores show intervals of powers of two, which a whole number of bits suits.
        this.values = aligned ? 1L << layer.layer().weightBits() : 2L * layer.largestWeight() + 1;
        this.least = aligned ? layer.largestWeight() + 1L : layer.largestWeight();
        this.low = new long[readout.elements().size()];
        this.high = new long[low.length];
        if (graph.shape(activationLayer).elements() != layer.outputs()) {
            throw new IllegalArgumentException("activationLayer: " + activationLayer + " (expected: the one after "
                    + layer.layer().name() + ")");
        }
    }

    private int filter(int lane) {
        return layer.filterOf(readout.elements().get(lane));
    }

    /** Reads the filters' biases. */
    void readBiases() throws SessionException {
        for (int lane = 0; lane < low.length; lane++) {
            layer.learnBias(filter(lane), 0);
        }
        long bound = 1L << (ringBits - 2);
        Arrays.fill(low, -bound);
        Arrays.fill(high, bound - 1);
        while (widest() > 1) {
            ask(-1, -1);
        }
        for (int lane = 0; lane < low.length; lane++) {
            layer.learnBias(filter(lane), low[lane]);
        }
    }

    /** Reads the filters' first {@code count} weights; their biases are known. */
    void readWeights(int count) throws SessionException {
        int weight = 0;
        int next = 1;
        startWeight();
        while (weight < count) {
            if (next == weight + 1 && next < count && widest() * values <= 1L << windowBits && mayJoin()) {
                join();
                next++;
            }
            boolean joined = next == weight + 2;
            if (widest() > 1) {
                ask(joined ? weight : -1, joined ? weight + 1 : weight);
            }
            if (isDecided(joined)) {
                for (int lane = 0; lane < low.length; lane++) {
                    long value = joined ? Math.floorDiv(low[lane] + least, values) : low[lane];
                    layer.learnWeight(filter(lane), weight, value);
                    low[lane] -= value * values;
                    high[lane] -= value * values;
                }
                weight++;
                if (!joined) {
                    startWeight();
                    next++;
                }
            }
        }
    }

    private void startWeight() {
        Arrays.fill(low, -least);
        Arrays.fill(high, -least + values - 1);
    }

    private void join() {
        for (int lane = 0; lane < low.length; lane++) {
            low[lane] = low[lane] * values - least;
            high[lane] = high[lane] * values - least + values - 1;
        }
    }

    private boolean isDecided(boolean joined) {
        for (int lane = 0; lane < low.length; lane++) {
            long unit = joined ? values : 1;
            long shift = joined ? least : 0;
            if (Math.floorDiv(low[lane] + shift, unit) != Math.floorDiv(high[lane] + shift, unit)) {
                return false;
            }
        }
        return true;
    }

    private long widest() {
        long widest = 1;
        for (int lane = 0; lane < low.length; lane++) {
            widest = Math.max(widest, high[lane] - low[lane] + 1);
        }
        return widest;
    }

    /** Returns whether two weights may be fed at once and every other filter's sum still be forced below 0. */
    private boolean mayJoin() {
        return spread(values + 1) <= spreadAllowed();
    }

    /** Returns the most by which inputs of that sum move any filter's sum. */
    private long spread(long inputs) {
        return inputs * layer.largestWeight();
    }

    private long spreadAllowed() {
        return 1L << (ringBits - 3);
    }

    /**
     * Narrows every filter's interval by one inference.
     *
     * @param first the weight that counts {@code values} times, or -1
     * @param second the weight that counts once, or -1 while the bias is read
     */
    private void ask(int first, int second) throws SessionException {
        long inputs = second < 0 ? 0 : first < 0 ? 1 : values + 1;
        int scale = 0;
        while (inputs > 0
                && scale < activation.shift()
                && widest() << (scale + 1) <= 1L << windowBits
                && spread(inputs << (scale + 1)) <= spreadAllowed()) {
            scale++;
        }
        Feed feed = new Feed(victim.plan());
        int anyOutput = readout.elements().getFirst();
        if (first >= 0) {
            feed.input(layer.index(), layer.input(anyOutput, first), values << scale);
        }
        if (second >= 0) {
            feed.input(layer.index(), layer.input(anyOutput, second), 1L << scale);
        }
        Window[] windows = new Window[low.length];
        long[][] counts = new long[low.length][];
        for (int lane = 0; lane < low.length; lane++) {
            windows[lane] = new Window(low[lane], high[lane], scale);
            counts[lane] = windows[lane].counts();
            feed.offset(
                    activationLayer,
                    readout.elements().get(lane),
                    windows[lane].phase - (low[lane] << scale) - layer.bias(filter(lane)));
        }
        readout.prepare(counts, feed);
        int[][] seen = readout.read(victim.infer(feed));
        long before = total();
        for (int lane = 0; lane < low.length; lane++) {
            windows[lane].narrow(lane, seen[lane]);
        }
        if (total() == before) {
            throw new IllegalStateException(
                    layer.layer().name() + ": an answer told nothing (expected: fewer candidates)");
        }
    }

    private long total() {
        long total = 0;
        for (int lane = 0; lane < low.length; lane++) {
            total += high[lane] - low[lane];
        }
        return total;
    }

    /** The part of an interval that the activation shows: V is seen as floor(((V - from) 2^scale + phase) / 2^shift), clamped. */
    private final class Window {
        private final long from;
        private final long to;
        private final int scale;
        private final long phase;
        private final int largest = (1 << activation.activationBits()) - 1;

        Window(long from, long to, int scale) {
            this.from = from;
            this.to = to;
            this.scale = scale;
            long width = (to - from + 1) << scale;
            // At least two values are seen, and of an interval wider than the window its middle.
            long steps = Math.ceilDiv(width, 1L << activation.shift());
            long margin = ((aligned && steps > 1 ? steps : steps + 1) << activation.shift()) - width;
            this.phase = Math.min(margin / 2, (1L << windowBits) - width)
                    + (width <= 1L << windowBits ? 0 : (width - (1L << windowBits)) / 2);
        }

        /** Returns the first candidate that is seen as {@code value} or more. */
        private long first(int value) {
            if (value == 0) {
                return from;
            }
            long above = ((long) value << activation.shift()) - phase;
            return Math.clamp(from + Math.ceilDiv(above, 1L << scale), from, to + 1);
        }

        long[] counts() {
            long[] counts = new long[largest + 1];
            for (int value = 0; value <= largest; value++) {
                counts[value] = (value == largest ? to + 1 : first(value + 1)) - first(value);
            }
            return counts;
        }

        void narrow(int lane, int[] seen) {
            low[lane] = first(seen[0]);
            high[lane] = seen[1] == largest ? to : first(seen[1] + 1) - 1;
        }
    }
}
