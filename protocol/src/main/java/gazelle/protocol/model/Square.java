package gazelle.protocol.model;

/**
 * Square activation: x' = clamp(floor(y / 2^shift), -2^(rootBits-1), 2^(rootBits-1) - 1)^2, element by element.
 *
 * @param name unique in its network
 * @param input the linear layer before it
 * @param shift s, bits dropped from y before squaring (the bias of the layer before holds the rounding 2^(s-1))
 * @param rootBits width of the signed number that is squared; what the shift leaves beyond it saturates
 */
public record Square(String name, String input, int shift, int rootBits) implements NonLinearLayer {
    public static final String KIND = "square";

    public Square {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("shift", shift, 0, LinearLayer.MAX_RING_BITS - 1);
        Bounds.within("rootBits", rootBits, 1, LinearLayer.MAX_RING_BITS / 2);
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
        return new ValueRange(0, 1L << (2 * (Math.min(rootBits, ringBits - shift) - 1)));
    }
}
