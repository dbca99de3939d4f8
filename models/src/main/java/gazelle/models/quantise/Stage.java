package gazelle.models.quantise;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear layer with what follows it up to the next: a ReLU and its average poolings, or nothing in the last stage.
 *
 * @param linear the linear layer
 * @param input shape that it takes
 * @param relu whether a ReLU follows
 * @param pools average poolings after the ReLU
 */
record Stage(FloatLinear linear, TensorShape input, boolean relu, List<FloatAveragePool> pools) {
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
                        throw new IllegalArgumentException(
                                linear.name() + ": follows another linear layer (expected: a ReLU between them)");
                    }
                    stages.add(new Stage(linear, shape, false, List.of()));
                }
                case FloatRelu relu -> {
                    if (stages.isEmpty() || stages.getLast().relu()) {
                        throw new IllegalArgumentException(relu.name() + ": does not follow a linear layer");
                    }
                    Stage last = stages.removeLast();
                    stages.add(new Stage(last.linear(), last.input(), true, List.of()));
                }
                case FloatAveragePool pool -> {
                    if (stages.isEmpty() || !stages.getLast().relu()) {
                        throw new IllegalArgumentException(pool.name() + ": does not follow a ReLU");
                    }
                    Stage last = stages.removeLast();
                    List<FloatAveragePool> pools = new ArrayList<>(last.pools());
                    pools.add(pool);
                    stages.add(new Stage(last.linear(), last.input(), true, List.copyOf(pools)));
                }
            }
            shape = layer.outputShape(shape);
        }
        if (stages.isEmpty() || stages.getLast().relu()) {
            throw new IllegalArgumentException("layers: the last is not a linear layer that gives the scores");
        }
        return List.copyOf(stages);
    }

    Stage with(FloatLinear replacement) {
        return new Stage(replacement, input, relu, pools);
    }

    /** Shape of what the linear layer gives. */
    TensorShape linearOutput() {
        return linear.outputShape(input);
    }

    /** How many summands the poolings of this stage add up in one value. */
    long poolTerms() {
        long terms = 1;
        for (FloatAveragePool pool : pools) {
            terms *= (long) pool.window().windowHeight() * pool.window().windowWidth();
        }
        return terms;
    }
}
