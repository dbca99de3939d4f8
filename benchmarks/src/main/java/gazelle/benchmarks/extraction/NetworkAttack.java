package gazelle.benchmarks.extraction;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.wire.SessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The attack on a whole network: linear layers are read from the last to the first, each through those behind it.
 *
 * <p>It takes chains of convolutions, fully connected layers, ReLUs and average poolings. It knows what every client is told: shapes,
 * widths and shifts. It assumes that biases lie within a quarter of their rings.
 */
public final class NetworkAttack {
    private final Victim victim;
    private final NetworkSpec spec;
    private final TreeMap<Integer, TappedLayer> layers = new TreeMap<>();
    /** Seed of the random choices of neurons; the same in every run. */
    private final SplittableRandom random = new SplittableRandom(13);

    /**
     * @throws IllegalArgumentException if the network is not such a chain
     */
    public NetworkAttack(Victim victim) {
        this.victim = victim;
        InferencePlan plan = victim.plan();
        this.spec = plan.spec();
        NetworkGraph graph = plan.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            if (!graph.sources(i).equals(List.of(i)) || !(Signals.passes(layer) || layer instanceof OutputLayer)) {
                throw new IllegalArgumentException("layer " + layer.name() + ": " + layer.kind()
                        + " (expected: a chain of convolutions, fully connected layers, ReLUs and average poolings)");
            }
            if (layer instanceof LinearLayer) {
                layers.put(i, new TappedLayer(spec, i));
            }
        }
    }

    /** Indices of the linear layers in their network, the last one first: the order in which they are read. */
    public List<Integer> linearLayers() {
        return List.copyOf(layers.descendingKeySet());
    }

    private TappedLayer tapped(int layer) {
        TappedLayer tapped = layers.get(layer);
        if (tapped == null) {
            throw new IllegalArgumentException("layer: " + layer + " (expected: a linear one)");
        }
        return tapped;
    }

    /** Filters of a linear layer, or outputs of a fully connected one. */
    public int filters(int layer) {
        return tapped(layer).filters();
    }

    /** Weights of each filter of a linear layer. */
    public int weightsPerFilter(int layer) {
        return tapped(layer).perFilter();
    }

    /** Takes a layer as read, to begin with one in front of it. */
    public void know(int layer, LinearWeights weights) {
        tapped(layer).know(weights);
    }

    /** The weights and biases read of a layer. */
    public LinearWeights learned(int layer) {
        return tapped(layer).learned();
    }

    /** Reads everything. */
    public void readAll() throws SessionException {
        for (int layer : linearLayers()) {
            List<Integer> filters = IntStream.range(0, filters(layer)).boxed().toList();
            readBiases(layer, filters);
            readWeights(layer, filters, weightsPerFilter(layer));
        }
    }

    /** Filters of a layer that are read together; those that no output depends on are in none. */
    public List<List<Integer>> groups(int layer, List<Integer> filters) {
        if (layer == layers.lastKey()) {
            return List.of(filters);
        }
        return readouts(layer, filters).stream()
                .map(readout ->
                        readout.elements().stream().map(tapped(layer)::filterOf).toList())
                .toList();
    }

    /** Reads the biases of some filters of a layer, of all filters where the layer is the last; those behind it are known. */
    public void readBiases(int layer, List<Integer> filters) throws SessionException {
        if (layer == layers.lastKey()) {
            if (OutputView.of(spec).showsScores()) {
                new LastLayerByScores(victim, tapped(layer)).readBiases();
            } else {
                new LastLayer(victim, tapped(layer)).readBiases();
            }
            return;
        }
        for (Readout readout : readouts(layer, filters)) {
            inner(layer, readout).readBiases();
        }
    }

    /** Reads the first weights of each of some filters, of all filters where the layer is the last; their biases are known. */
    public void readWeights(int layer, List<Integer> filters, int count) throws SessionException {
        if (layer == layers.lastKey()) {
            if (OutputView.of(spec).showsScores()) {
                new LastLayerByScores(victim, tapped(layer)).readColumns(count);
            } else {
                new LastLayer(victim, tapped(layer)).readColumns(count);
            }
            return;
        }
        for (Readout readout : readouts(layer, filters)) {
            inner(layer, readout).readWeights(count);
        }
    }

    private InnerLayer inner(int layer, Readout readout) {
        return new InnerLayer(victim, tapped(layer), layer + 1, readout);
    }

    private List<Readout> readouts(int layer, List<Integer> filters) {
        List<Integer> elements = filters.stream().map(tapped(layer)::outputOf).toList();
        boolean lastActivation =
                spec.layers().subList(layer + 2, spec.layers().size()).stream().noneMatch(Activation.class::isInstance);
        if (OutputView.of(spec).showsScores() && lastActivation) {
            return List.copyOf(ScoresReadout.groups(
                    victim.plan(), elements, element -> single(layer, element).lines()));
        }
        List<Readout> readouts = new ArrayList<>();
        elements.forEach(element -> readouts.add(single(layer, element)));
        return readouts;
    }

    private TableReadout single(int layer, int element) {
        return new TableReadout(victim.plan(), Map.copyOf(layers), layer + 1, element, random);
    }
}
