package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public part of a network: shapes and bit widths of every layer, all that a client learns of it.
 *
 * <p>The layers run one after another: linear, activation, any number of average pools, linear, ..., and end with a linear
 * layer and the output ({@link ArgMax}).
 *
 * @param input what the network takes
 * @param layers in order of execution
 */
public record NetworkSpec(InputSpec input, List<Layer> layers) {
    public NetworkSpec {
        Bounds.within("layers", layers.size(), 2, Bounds.MAX_LAYERS);
        layers = List.copyOf(layers);
        Set<String> names = new HashSet<>();
        TensorShape shape = input.shape();
        @Nullable Layer previous = null;
        for (Layer layer : layers) {
            if (!names.add(layer.name())) {
                throw new IllegalArgumentException("layer " + layer.name() + ": the name occurs twice");
            }
            requireOrder(previous, layer);
            shape = layer.outputShape(shape);
            previous = layer;
        }
        if (!(previous instanceof ArgMax)) {
            throw new IllegalArgumentException(
                    "layers: the last is " + layers.getLast().kind() + " (expected: " + ArgMax.KIND + ")");
        }
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Activation activation) {
                requireWidths(activation, (LinearLayer) layers.get(i - 1), consumerOf(layers, i));
            }
        }
    }

    private static void requireOrder(@Nullable Layer previous, Layer layer) {
        boolean allowed = switch (layer) {
            case LinearLayer _ -> previous == null || previous instanceof Activation || previous instanceof AveragePool;
            case AveragePool _ -> previous instanceof Activation || previous instanceof AveragePool;
            case Activation _ -> previous instanceof LinearLayer;
            case ArgMax _ -> previous instanceof LinearLayer;
        };
        if (!allowed) {
            throw new IllegalArgumentException("layer " + layer.name() + ": " + layer.kind() + " cannot follow "
                    + (previous == null ? "the input" : previous.kind()));
        }
    }

    private static void requireWidths(Activation activation, LinearLayer before, LinearLayer consumer) {
        if (activation.shift() > before.ringBits() - 2) {
            throw new IllegalArgumentException(activation.name() + " shift: " + activation.shift()
                    + " (expected: at most " + (before.ringBits() - 2) + ", two less than the ring of " + before.name()
                    + ")");
        }
        if (activation.activationBits() > consumer.ringBits() - 1) {
            throw new IllegalArgumentException(activation.name() + " activationBits: " + activation.activationBits()
                    + " (expected: less than the ring of " + consumer.name() + ", " + consumer.ringBits() + ")");
        }
    }

    private static LinearLayer consumerOf(List<Layer> layers, int activation) {
        for (int i = activation + 1; i < layers.size(); i++) {
            if (layers.get(i) instanceof LinearLayer linear) {
                return linear;
            }
        }
        throw new IllegalArgumentException(
                "layer " + layers.get(activation).name() + ": no linear layer follows the activation");
    }

    /** The linear layer that consumes the output of activation number {@code activation}. */
    public LinearLayer consumer(int activation) {
        return consumerOf(layers, activation);
    }

    /** The shape that goes into each layer, and last the shape that comes out of the network: layers + 1 entries. */
    public List<TensorShape> shapes() {
        List<TensorShape> shapes = new ArrayList<>(layers.size() + 1);
        shapes.add(input.shape());
        for (Layer layer : layers) {
            shapes.add(layer.outputShape(shapes.getLast()));
        }
        return List.copyOf(shapes);
    }

    /** How many classes the network tells apart. */
    @JsonIgnore
    public int classCount() {
        return shapes().get(layers.size() - 1).elements();
    }
}
