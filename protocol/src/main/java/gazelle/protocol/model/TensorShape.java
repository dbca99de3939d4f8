package gazelle.protocol.model;

/**
 * The shape of a tensor in CHW order: element (c, i, j) is at index {@code (c * height + i) * width + j}.
 *
 * @param channels number of channels
 * @param height rows
 * @param width columns
 */
public record TensorShape(int channels, int height, int width) {
    public TensorShape {
        Bounds.within("channels", channels, 1, Bounds.MAX_ELEMENTS);
        Bounds.within("height", height, 1, Bounds.MAX_SIDE);
        Bounds.within("width", width, 1, Bounds.MAX_SIDE);
        Bounds.within("elements", (long) channels * height * width, 1, Bounds.MAX_ELEMENTS);
    }

    /** A vector of {@code length} elements. */
    public static TensorShape vector(int length) {
        return new TensorShape(length, 1, 1);
    }

    /** Returns the number of elements of a tensor of this shape. */
    public int elements() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
