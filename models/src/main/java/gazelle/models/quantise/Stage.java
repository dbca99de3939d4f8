package gazelle.models.quantise;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step from exact tensors to the next: a linear layer, or the sum of one and a skip, and the circuit that takes it.
 *
 * @param main the linear layer
 * @param other a second linear layer that is added, if any
 * @param skip the exact tensor that is added, or -1
 * @param sums shape of the sum
 * @param circuit the circuit that takes the sum
 * @param output number of the tensor that the circuit gives; of the scores in the last stage
 */
record Stage(Branch main, @Nullable Branch other, int skip, TensorShape sums, Circuit circuit, int output) {
    static final int NO_SKIP = -1;

    /** A linear layer with the exact tensor that it takes. */
    record Branch(FloatLinear linear, int source, TensorShape input) {}

    /** The circuit that takes a sum. */
    sealed interface Circuit {}

    /** ReLU, perhaps with max pooling. */
    record Rectify(FloatRelu relu, @Nullable FloatMaxPool pool) implements Circuit {}

    /** Squares. */
    record Squares(FloatSquare square) implements Circuit {}

    /** Looks up in a table. */
    record Tabulate(FloatFunction function) implements Circuit {}

    /** The network's output. */
    record Scores() implements Circuit {}

    /**
     * The stages of a network in the protocol's form, in order of execution.
     *
     * @throws IllegalArgumentException if it is not in that form
     */
    static List<Stage> of(FloatNetwork network) {
        List<TensorShape> shapes = network.shapes();
        int last = network.nodes().size();
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            FloatNetwork.Node node = network.nodes().get(i);
            switch (node.layer()) {
                case FloatRelu relu -> {
                    int pooled = poolingOf(network, i + 1);
                    FloatMaxPool pool = pooled < 0
                            ? null
                            : (FloatMaxPool) network.nodes().get(pooled - 1).layer();
                    stages.add(stage(
                            network, node.sources().getFirst(), new Rectify(relu, pool), Math.max(pooled, i + 1)));
                }
                case FloatSquare square ->
                    stages.add(stage(network, node.sources().getFirst(), new Squares(square), i + 1));
                case FloatFunction function ->
                    stages.add(stage(network, node.sources().getFirst(), new Tabulate(function), i + 1));
                case FloatLinear _, FloatAdd _ -> {
                    if (i + 1 == last) {
                        stages.add(stage(network, last, new Scores(), last));
                    }
                }
                case FloatMaxPool _, FloatAveragePool _, FloatConcatenation _ -> {}
                default ->
                    throw new IllegalArgumentException(
                            node.layer().name() + ": is not in the protocol's form (" + shapes.get(i + 1) + ")");
            }
        }
        if (stages.isEmpty() || !(stages.getLast().circuit() instanceof Scores)) {
            throw new IllegalArgumentException("layers: the last is not a linear layer that gives the scores");
        }
        stages.sort(Comparator.comparingInt(Stage::output));
        return List.copyOf(stages);
    }

    /** The max pooling that takes a ReLU's tensor, or -1. */
    private static int poolingOf(FloatNetwork network, int tensor) {
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).layer() instanceof FloatMaxPool
                    && network.nodes().get(i).sources().contains(tensor)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static Stage stage(FloatNetwork network, int sum, Circuit circuit, int output) {
        TensorShape shape = network.shapes().get(sum);
        FloatLayer layer = layer(network, sum);
        if (layer instanceof FloatLinear) {
            return new Stage(branch(network, sum), null, NO_SKIP, shape, circuit, output);
        }
        if (!(layer instanceof FloatAdd)) {
            throw new IllegalArgumentException("tensor " + sum + ": is no sum (expected: the protocol's form)");
        }
        List<Integer> addends = network.nodes().get(sum - 1).sources();
        Branch main = branch(network, addends.getFirst());
        int second = addends.getLast();
        return layer(network, second) instanceof FloatLinear
                ? new Stage(main, branch(network, second), NO_SKIP, shape, circuit, output)
                : new Stage(main, null, second, shape, circuit, output);
    }

    private static @Nullable FloatLayer layer(FloatNetwork network, int tensor) {
        return tensor == 0 ? null : network.nodes().get(tensor - 1).layer();
    }

    private static Branch branch(FloatNetwork network, int tensor) {
        int source = network.nodes().get(tensor - 1).sources().getFirst();
        return new Branch(
                (FloatLinear) network.nodes().get(tensor - 1).layer(),
                source,
                network.shapes().get(source));
    }

    /** The linear layers. */
    List<Branch> branches() {
        return other == null ? List.of(main) : List.of(main, other);
    }

    @Nullable
    FloatMaxPool maxPool() {
        return circuit instanceof Rectify rectify ? rectify.pool() : null;
    }

    boolean givesScores() {
        return circuit instanceof Scores;
    }

    /** Shape of what the circuits give: one value for each. */
    TensorShape circuits() {
        FloatMaxPool pool = maxPool();
        return pool == null ? sums : pool.outputShape(sums);
    }

    /** Returns the number of sums that one circuit takes. */
    int windowElements() {
        FloatMaxPool pool = maxPool();
        return pool == null ? 1 : pool.window().windowElements();
    }

    /** Returns the circuit's function of a real sum. */
    double applied(double sum) {
        return switch (circuit) {
            case Rectify rectify -> Math.min(Math.max(sum, 0), rectify.relu().cap());
            case Squares _ -> sum * sum;
            case Tabulate tabulate -> tabulate.function().curve().at(sum);
            case Scores _ -> sum;
        };
    }
}
