package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * The public part of a network: shapes and bit widths of every layer, all that a client learns of it.
 *
 * <p>The layers form a graph: each names the earlier layers whose outputs it takes. A linear layer takes exact integers; its
 * output goes, through at most one residual sum, into one non-linear layer or into the network's output, which is the last layer.
 *
 * @param input what the network takes
 * @param layers in order of execution
 */
public record NetworkSpec(InputSpec input, List<Layer> layers) {
    public NetworkSpec {
        Bounds.within("layers", layers.size(), 2, Bounds.MAX_LAYERS);
        layers = List.copyOf(layers);
        NetworkGraph.check(new NetworkGraph(input, layers));
    }

    /** Returns the connections between the layers. */
    public NetworkGraph graph() {
        return new NetworkGraph(input, layers);
    }

    /** Returns the last layer. */
    @JsonIgnore
    public OutputLayer output() {
        return (OutputLayer) layers.getLast();
    }

    /** Returns the number of classes that the network tells apart. */
    @JsonIgnore
    public int classCount() {
        NetworkGraph graph = graph();
        return graph.shape(graph.sources(layers.size() - 1).getFirst()).elements();
    }
}
