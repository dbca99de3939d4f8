package gazelle.protocol.model;

/**
 * Max pooling fused with ReLU, shift and saturation: the largest of clamp(floor(y / 2^shift), 0, 2^activationBits - 1) in each
 * window; padding counts as 0, which no activation is below.
 *
 * @param name unique in its network
 * @param input the linear layer before it
 * @param shift s, bits dropped from y
 * @param activationBits aBits, width of the unsigned result
 * @param windowHeight rows of a window
 * @param windowWidth columns of a window
 * @param strideY rows between windows
 * @param strideX columns between windows
 * @param padTop rows of padding above
 * @param padLeft columns of padding on the left
 * @param padBottom rows of padding below
 * @param padRight columns of padding on the right
 */
public record MaxPool(
        String name,
        String input,
        int shift,
        int activationBits,
        int windowHeight,
        int windowWidth,
        int strideY,
        int strideX,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight)
        implements NonLinearLayer {
    public static final String KIND = "relu-max-pool";

    private static final int MAX_WINDOW_ELEMENTS = 64;

    public MaxPool {
        Bounds.name("name", name);
        Bounds.name("input", input);
        Bounds.within("shift", shift, 0, LinearLayer.MAX_RING_BITS - 1);
        Bounds.within("activationBits", activationBits, 1, 16);
        Bounds.within("windowHeight", windowHeight, 1, MAX_WINDOW_ELEMENTS);
        Bounds.within("windowWidth", windowWidth, 1, MAX_WINDOW_ELEMENTS);
        Bounds.within("window elements", (long) windowHeight * windowWidth, 1, MAX_WINDOW_ELEMENTS);
        Bounds.within("strideY", strideY, 1, 64);
        Bounds.within("strideX", strideX, 1, 64);
        Bounds.within("padTop", padTop, 0, windowHeight - 1);
        Bounds.within("padLeft", padLeft, 0, windowWidth - 1);
        Bounds.within("padBottom", padBottom, 0, windowHeight - 1);
        Bounds.within("padRight", padRight, 0, windowWidth - 1);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Returns whether windows that are next to each other read the same elements. */
    public boolean windowsOverlap() {
        return strideY < windowHeight || strideX < windowWidth;
    }

    /** Elements of a window. */
    public int windowElements() {
        return windowHeight * windowWidth;
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        int paddedHeight = input.height() + padTop + padBottom;
        int paddedWidth = input.width() + padLeft + padRight;
        if (paddedHeight < windowHeight || paddedWidth < windowWidth) {
            throw new IllegalArgumentException(name + ": window " + windowHeight + "x" + windowWidth
                    + " does not fit the padded input " + paddedHeight + "x" + paddedWidth);
        }
        return new TensorShape(
                input.channels(),
                (paddedHeight - windowHeight) / strideY + 1,
                (paddedWidth - windowWidth) / strideX + 1);
    }

    @Override
    public ValueRange outputRange(int ringBits) {
        return new ValueRange(0, (1L << activationBits) - 1);
    }
}
