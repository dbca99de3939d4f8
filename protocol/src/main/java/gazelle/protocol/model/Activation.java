package gazelle.protocol.model;

/**
 * ReLU, shift and saturation in one: x' = clamp(floor(y / 2^shift), 0, 2^activationBits - 1), element by element.
 *
 * @param name unique in its network
 * @param shift s, bits dropped from y (the bias of the layer before holds the rounding 2^(s-1))
 * @param activationBits aBits, width of the unsigned result
 */
public record Activation(String name, int shift, int activationBits) implements Layer {
    public static final String KIND = "relu";

    public Activation {
        Bounds.name("name", name);
        Bounds.within("shift", shift, 0, LinearLayer.MAX_RING_BITS - 1);
        Bounds.within("activationBits", activationBits, 1, 16);
    }

    /** The largest value an output can take: 2^activationBits - 1. */
    public int largest() {
        return (1 << activationBits) - 1;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        return input;
    }
}
