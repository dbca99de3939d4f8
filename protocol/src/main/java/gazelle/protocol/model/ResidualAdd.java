package gazelle.protocol.model;

import java.util.List;

/**
 * The sum of a linear layer's output and a skip connection, before the activation: y = main + skipScale * skip.
 *
 * <p>The skip is either another linear layer's output (then {@code skipScale} is 1) or exact activations. The linear layers
 * concerned declare the ring that holds the sum.
 *
 * @param name unique in its network
 * @param main the linear layer
 * @param skip another linear layer, or a layer that gives activations
 * @param skipScale public factor that brings the skip to the main branch's scale
 */
public record ResidualAdd(String name, String main, String skip, int skipScale) implements Layer {
    public static final String KIND = "residual-add";

    public ResidualAdd {
        Bounds.name("name", name);
        Bounds.name("main", main);
        Bounds.name("skip", skip);
        Bounds.within("skipScale", skipScale, 1, 1 << 16);
        if (main.equals(skip)) {
            throw new IllegalArgumentException(name + " skip: " + skip + " (expected: another layer than main)");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> sources() {
        return List.of(main, skip);
    }

    @Override
    public TensorShape outputShape(List<TensorShape> inputs) {
        if (!inputs.getFirst().equals(inputs.getLast())) {
            throw new IllegalArgumentException(
                    name + ": " + inputs.getFirst() + " and " + inputs.getLast() + " (expected: equal shapes)");
        }
        return inputs.getFirst();
    }
}
