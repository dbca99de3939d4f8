package gazelle.protocol.model;

/**
 * Square activation: x' = floor(y / 2^shift)^2, element by element; every bit of the shifted y is kept.
 *
 * @param name unique in its network
 * @param input the linear layer before it
 * @param shift s, bits dropped from y before squaring
 */
public record Square(String name, String input, int shift) implements NonLinearLayer {
    public static final String KIND = "square";

    public Square {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("shift", shift, 0, LinearLayer.MAX_RING_BITS - 1);
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
        return new ValueRange(0, 1L << (2 * (ringBits - shift - 1)));
    }
}
