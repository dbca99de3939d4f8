package gazelle.protocol.model;

/**
 * ReLU, shift and saturation in one: x' = clamp(floor(y / 2^shift), 0, 2^activationBits - 1), element by element.
 *
 * @param name unique in its network
 * @param input the linear layer or sum before it
 * @param shift s, bits dropped from y (the bias of the layer before holds the rounding 2^(s-1))
 * @param activationBits aBits, width of the unsigned result
 */
public record Activation(String name, String input, int shift, int activationBits) implements NonLinearLayer {
    public static final String KIND = "relu";

    public Activation {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("shift", shift, 0, LinearLayer.MAX_RING_BITS - 1);
        Bounds.within("activationBits", activationBits, 1, 16);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }

    @Override
    public ValueRange outputRange(int ringBits) {
        return new ValueRange(0, (1L << activationBits) - 1);
    }
}
