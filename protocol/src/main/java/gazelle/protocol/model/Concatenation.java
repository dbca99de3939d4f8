package gazelle.protocol.model;

import java.util.List;

/**
 * Activations of several layers, one after the other along the channels.
 *
 * @param name unique in its network
 * @param inputs layers of equal height and width, in order
 */
public record Concatenation(String name, List<String> inputs) implements Layer {
    public static final String KIND = "concatenation";

    private static final int MAX_INPUTS = 64;

    public Concatenation {
        Bounds.name("name", name);
        Bounds.within("inputs", inputs.size(), 1, MAX_INPUTS);
        inputs = List.copyOf(inputs);
        inputs.forEach(input -> Bounds.name("input", input));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> sources() {
        return inputs;
    }

    @Override
    public TensorShape outputShape(List<TensorShape> shapes) {
        TensorShape first = shapes.getFirst();
        int channels = 0;
        for (TensorShape shape : shapes) {
            if (shape.height() != first.height() || shape.width() != first.width()) {
                throw new IllegalArgumentException(
                        name + ": " + first + " and " + shape + " (expected: equal heights and widths)");
            }
            channels += shape.channels();
        }
        return new TensorShape(channels, first.height(), first.width());
    }
}
