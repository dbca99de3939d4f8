package gazelle.models.quantise;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer with what follows it up to the next: a ReLU with at most one max pooling before or after it, which is the
 * same, and then average poolings; or nothing in the last stage.
 *
 * @param linear the linear layer
 * @param input shape that it takes
 * @param relu whether a ReLU follows
 * @param maxPool max pooling around the ReLU, if any
 * @param pools average poolings after that
 */
record Stage(
        FloatLinear linear,
        TensorShape input,
        boolean relu,
        @Nullable FloatMaxPool maxPool,
        List<FloatAveragePool> pools) {
    /**
     * Cuts a network into stages.
     *
     * @throws IllegalArgumentException if its layers do not alternate as the private protocol needs
     */
    static List<Stage> of(FloatNetwork network) {
        List<Stage> stages = new ArrayList<>();
        TensorShape shape = network.input();
        for (var layer : network.layers()) {
            switch (layer) {
                case FloatLinear linear -> {
                    if (!stages.isEmpty() && !stages.getLast().relu()) {
                        throw new IllegalArgumentException(linear.name() + ": follows "
                                + (stages.getLast().maxPool() == null ? "another linear layer" : "a max pooling")
                                + " (expected: a ReLU between them)");
                    }
                    stages.add(new Stage(linear, shape, false, null, List.of()));
                }
                case FloatRelu relu -> {
                    if (stages.isEmpty() || stages.getLast().relu()) {
                        throw new IllegalArgumentException(relu.name() + ": does not follow a linear layer");
                    }
                    Stage last = stages.removeLast();
                    stages.add(new Stage(last.linear(), last.input(), true, last.maxPool(), List.of()));
                }
                case FloatMaxPool pool -> {
                    if (stages.isEmpty()
                            || stages.getLast().maxPool() != null
                            || !stages.getLast().pools().isEmpty()) {
                        throw new IllegalArgumentException(
                                pool.name() + ": does not follow a linear layer or its ReLU");
                    }
                    Stage last = stages.removeLast();
                    stages.add(new Stage(last.linear(), last.input(), last.relu(), pool, List.of()));
                }
                case FloatAveragePool pool -> {
                    if (stages.isEmpty() || !stages.getLast().relu()) {
                        throw new IllegalArgumentException(pool.name() + ": does not follow a ReLU");
                    }
                    Stage last = stages.removeLast();
                    List<FloatAveragePool> pools = new ArrayList<>(last.pools());
                    pools.add(pool);
                    stages.add(new Stage(last.linear(), last.input(), true, last.maxPool(), List.copyOf(pools)));
                }
            }
            shape = layer.outputShape(shape);
        }
        if (stages.isEmpty() || stages.getLast().relu() || stages.getLast().maxPool() != null) {
            throw new IllegalArgumentException("layers: the last is not a linear layer that gives the scores");
        }
        return List.copyOf(stages);
    }

    Stage with(FloatLinear replacement) {
        return new Stage(replacement, input, relu, maxPool, pools);
    }

    /** Shape of what the linear layer gives. */
    TensorShape linearOutput() {
        return linear.outputShape(input);
    }

    /** Shape of what the activation gives: one value for each circuit. */
    TensorShape activationOutput() {
        return maxPool == null ? linearOutput() : maxPool.outputShape(linearOutput());
    }

    /** How many values of the linear layer one circuit takes. */
    int windowElements() {
        return maxPool == null ? 1 : maxPool.window().windowElements();
    }

    /** How many summands the average poolings of this stage add up in one value. */
    long poolTerms() {
        long terms = 1;
        for (FloatAveragePool pool : pools) {
            terms *= (long) pool.window().windowHeight() * pool.window().windowWidth();
        }
        return terms;
    }
}
