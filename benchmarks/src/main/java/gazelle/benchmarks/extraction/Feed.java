package gazelle.benchmarks.extraction;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.step.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The deviation of one question: every activation is forced to 0 but those that are to be seen, every linear layer is fed what the attacker
 * chooses, and the scores are shifted before the output.
 *
 * <p>Forcing works for linear outputs within a quarter of their ring, which is where biases lie.
 */
final class Feed implements Deviation {
    private final NetworkGraph graph;
    private final Map<Integer, long[]> additions = new HashMap<>();

    Feed(InferencePlan plan) {
        this.graph = plan.graph();
        for (int i = 0; i < plan.spec().layers().size(); i++) {
            Layer layer = plan.spec().layers().get(i);
            int source = graph.sources(i).getFirst();
            additions.put(i, new long[graph.shape(source).elements()]);
            if (layer instanceof Activation) {
                forceAll(i);
            }
        }
    }

    /** Forces every activation of a layer to 0 again. */
    void forceAll(int layer) {
        int source = graph.sources(layer).getFirst();
        Arrays.fill(addition(layer), -(1L << (graph.ringBits(source) - 2)) << graph.guardBits(source));
    }

    /** Sets an element of a linear layer's input, mod 2^l of the layer. */
    void input(int layer, int element, long value) {
        addition(layer)[element] = value;
    }

    /** Adds {@code offset} to a linear output before the activation or the output layer of that number, instead of forcing it down. */
    void offset(int layer, int element, long offset) {
        addition(layer)[element] =
                offset << graph.guardBits(graph.sources(layer).getFirst());
    }

    /** Adds an offset to each score. */
    void offsets(int outputLayer, long[] offsets) {
        for (int element = 0; element < offsets.length; element++) {
            offset(outputLayer, element, offsets[element]);
        }
    }

    private long[] addition(int layer) {
        long[] addition = additions.get(layer);
        if (addition == null) {
            throw new IllegalArgumentException("layer: " + layer + " (expected: one of the network's)");
        }
        return addition;
    }

    @Override
    public void before(Step step, long[] share) {
        long[] addition = addition(step.layer());
        for (int element = 0; element < share.length; element++) {
            share[element] += addition[element];
        }
    }
}
