package gazelle.viewer.codec;

/**
 * The size that a file announces for one compressed picture.
 *
 * @param width columns, 1 to 65,535
 * @param height rows, 1 to 65,535
 * @param components samples of a pixel, 1 or 3
 */
public record FrameSize(int width, int height, int components) {
    /** The most samples of one picture: what a decoder may allocate is a small multiple of it. */
    public static final int MAX_SAMPLES = 3 << 24;

    private static final int MAX_SIDE = 65_535;

    public FrameSize {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "size: " + width + "x" + height + " (expected: 1 to " + MAX_SIDE + " on each side)");
        }
        if (components != 1 && components != 3) {
            throw new IllegalArgumentException("components: " + components + " (expected: 1 or 3)");
        }
        if ((long) width * height * components > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "size: " + width + "x" + height + "x" + components + " (expected: at most " + MAX_SAMPLES + ")");
        }
    }

    /** Pixels of the picture. */
    public int pixels() {
        return width * height;
    }

    /** Samples of the picture. */
    public int samples() {
        return pixels() * components;
    }

    /** Refuses a size that a stream states and its caller does not expect, before anything is allocated. */
    void require(int foundWidth, int foundHeight, int foundComponents) throws CodecException {
        if (foundWidth != width || foundHeight != height || foundComponents != components) {
            throw CodecException.sizeMismatch(
                    foundWidth + " x " + foundHeight + " with " + foundComponents + " samples a pixel",
                    width + " x " + height + " with " + components);
        }
    }
}
