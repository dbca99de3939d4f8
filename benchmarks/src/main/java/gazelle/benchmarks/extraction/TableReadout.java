package gazelle.benchmarks.extraction;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.step.InferencePlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Sees one activation through all known layers behind it, with any output layer.
 *
 * <p>Where only a linear layer follows, scores are lines in the activation. Farther in front, later activations would drop its low bits; so
 * neurons that it reaches are made steps instead, each at a threshold of its own, and the scores tell how many of these it has passed.
 */
final class TableReadout implements Readout {
    /** Choices of neurons for the steps of one question. */
    private static final int CHOICES = 12;

    private final NetworkSpec spec;
    private final Map<Integer, TappedLayer> known;
    private final OutputView view;
    private final int element;
    private final int activationLayer;
    private final Signals entering;
    private final int entersLayer;
    private final SplittableRandom random;
    private List<List<Long>> answers = List.of();
    private long[] counts = {};

    /** Offsets of later activations by layer and element, and the scores that come of them. */
    private static final class Route {
        private final Map<Integer, Map<Integer, Long>> offsets;
        private final long[][] scores;

        Route(Map<Integer, Map<Integer, Long>> offsets, long[][] scores) {
            this.offsets = offsets;
            this.scores = scores;
        }
    }

    /**
     * @param known the linear layers by index, those behind the activation known
     * @param activationLayer index of the activation
     * @param element which of its elements
     */
    TableReadout(
            InferencePlan plan,
            Map<Integer, TappedLayer> known,
            int activationLayer,
            int element,
            SplittableRandom random) {
        this.spec = plan.spec();
        this.known = known;
        this.view = OutputView.of(spec);
        this.element = element;
        this.activationLayer = activationLayer;
        this.random = random;
        Activation activation = (Activation) spec.layers().get(activationLayer);
        Signals signals = Signals.source(element, 1 << activation.activationBits());
        int next = activationLayer + 1;
        for (;
                !(spec.layers().get(next) instanceof Activation || spec.layers().get(next) instanceof OutputLayer);
                next++) {
            signals = through(signals, next);
        }
        this.entering = signals;
        this.entersLayer = next;
    }

    private Signals through(Signals signals, int index) {
        Layer layer = spec.layers().get(index);
        TappedLayer linear = known.get(index);
        if (layer instanceof LinearLayer && linear == null) {
            throw new IllegalArgumentException("layer: " + layer.name() + " is not known (expected: known)");
        }
        return linear == null ? signals.pooled(spec, index) : signals.multiplied(linear);
    }

    @Override
    public List<Integer> elements() {
        return List.of(element);
    }

    /** The scores as lines in the activation, if nothing but linear layers follows it. */
    long[][] lines() {
        if (!(spec.layers().get(entersLayer) instanceof OutputLayer)) {
            throw new IllegalStateException("layer " + entersLayer + " is another activation (expected: the output)");
        }
        return scores(entering);
    }

    private long[][] scores(Signals signals) {
        TappedLayer last = known.get(spec.layers().size() - 2);
        long[][] scores = new long[view.classes()][];
        int values = 1 << ((Activation) spec.layers().get(activationLayer)).activationBits();
        for (int c = 0; c < scores.length; c++) {
            long bias = last == null ? 0 : last.bias(c);
            long[] table = signals.tables().get(c);
            scores[c] = table == null ? new long[values] : table;
            if (table == null) {
                Arrays.fill(scores[c], bias);
            }
        }
        return scores;
    }

    @Override
    public void prepare(long[][] countsOfElements, Feed feed) {
        counts = countsOfElements[0];
        boolean direct = spec.layers().get(entersLayer) instanceof OutputLayer;
        double best = 0;
        for (int choice = 0; choice < (direct ? 1 : CHOICES); choice++) {
            Route route = route();
            Envelope envelope = new Envelope(view, route.scores, counts);
            long[] offsets = envelope.search(random);
            double bits = envelope.bits(offsets);
            if (bits > best) {
                best = bits;
                answers = envelope.answers(offsets);
                route.offsets.forEach((layer, byElement) -> force(feed, layer, byElement));
                feed.offsets(spec.layers().size() - 1, offsets);
            }
        }
        if (best == 0) {
            throw new IllegalStateException("element " + element + " of "
                    + spec.layers().get(activationLayer).name()
                    + " does not reach the output (expected: a path of weights other than 0)");
        }
    }

    private void force(Feed feed, int layer, Map<Integer, Long> byElement) {
        feed.forceAll(layer);
        byElement.forEach((neuron, offset) -> feed.offset(layer, neuron, offset));
    }

    /** One choice of neurons through all later activations. */
    private Route route() {
        Map<Integer, Map<Integer, Long>> offsets = new HashMap<>();
        Signals signals = entering;
        int layer = entersLayer;
        while (spec.layers().get(layer) instanceof Activation activation) {
            Map<Integer, Long> chosen = new HashMap<>();
            signals = steps(signals, activation, chosen);
            offsets.put(layer, chosen);
            for (layer++;
                    !(spec.layers().get(layer) instanceof Activation
                            || spec.layers().get(layer) instanceof OutputLayer);
                    layer++) {
                signals = through(signals, layer);
            }
        }
        return new Route(offsets, scores(signals));
    }

    /** Makes one neuron a step at each threshold, where there is one that can be. */
    private Signals steps(Signals signals, Activation activation, Map<Integer, Long> chosen) {
        Envelope envelope = new Envelope(view, new long[view.classes()][counts.length], counts);
        // A label tells as many intervals as there are classes; how many several labels tell depends on the weights.
        int intervals = view.showsScores() || view.places() > 1 ? counts.length : view.classes();
        Map<Integer, long[]> steps = new HashMap<>();
        List<Integer> neurons = signals.tables().keySet().stream().sorted().toList();
        for (int i = 1; i < intervals; i++) {
            int threshold = envelope.quantile((double) i / intervals);
            boolean found = false;
            for (int attempt = 0; !found && attempt < neurons.size(); attempt++) {
                int neuron = neurons.get(random.nextInt(neurons.size()));
                long[] table = tableOf(signals, neuron);
                long offset = offsetOfStep(table, threshold, 1L << activation.shift());
                found = offset != Long.MIN_VALUE && !chosen.containsKey(neuron);
                if (found) {
                    chosen.put(neuron, offset);
                    steps.put(neuron, Signals.activated(table, offset, activation));
                }
            }
        }
        return new Signals(steps);
    }

    private static long[] tableOf(Signals signals, int neuron) {
        long[] table = signals.tables().get(neuron);
        if (table == null) {
            throw new IllegalStateException("neuron " + neuron + " has no table");
        }
        return table;
    }

    /** The offset with which a table is below 2^shift on one side of a threshold only; Long.MIN_VALUE if there is none. */
    private long offsetOfStep(long[] table, int threshold, long unit) {
        long[] low = {Long.MAX_VALUE, Long.MAX_VALUE};
        long[] high = {Long.MIN_VALUE, Long.MIN_VALUE};
        for (int z = 0; z < table.length; z++) {
            if (counts[z] > 0) {
                int side = z < threshold ? 0 : 1;
                low[side] = Math.min(low[side], table[z]);
                high[side] = Math.max(high[side], table[z]);
            }
        }
        if (high[0] < low[1]) {
            return unit - low[1];
        }
        return high[1] < low[0] ? unit - low[0] : Long.MIN_VALUE;
    }

    @Override
    public int[][] read(long[] revealed) {
        List<Long> seen = view.read(revealed);
        int low = -1;
        int high = -1;
        for (int z = 0; z < counts.length; z++) {
            if (counts[z] > 0 && answers.get(z).equals(seen)) {
                low = low < 0 ? z : low;
                high = z;
            }
        }
        if (low < 0) {
            throw new IllegalStateException("the answer fits no candidate (expected: one)");
        }
        return new int[][] {{low, high}};
    }
}
