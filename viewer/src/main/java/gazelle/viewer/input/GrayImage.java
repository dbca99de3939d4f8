package gazelle.viewer.input;

import java.util.Objects;

/**
 * One grey picture in memory: {@code height} rows of {@code width} finite values, brighter meaning larger.
 *
 * <p>Immutable; the array is copied on the way in and on the way out. The unit is the source's own: stored samples for
 * PNG, modality values (after the rescale of PS3.3 C.11.1) for DICOM. It holds patient data, so it has no
 * {@code toString} of its content, and no equality.
 */
public final class GrayImage {
    private final int width;
    private final int height;
    private final float[] pixels;
    private final float min;
    private final float max;

    /**
     * Copies a picture.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     * @param pixels {@code width * height} values, row by row from the top left
     * @throws IllegalArgumentException if a dimension is below 1, the length differs or a value is not finite
     */
    public GrayImage(int width, int height, float[] pixels) {
        if (width < 1) {
            throw new IllegalArgumentException("width: " + width + " (expected: >= 1)");
        }
        if (height < 1) {
            throw new IllegalArgumentException("height: " + height + " (expected: >= 1)");
        }
        Objects.requireNonNull(pixels, "pixels");
        if (pixels.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "pixels.length: " + pixels.length + " (expected: " + (long) width * height + ")");
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels.clone();
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : this.pixels) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("pixels: " + value + " (expected: finite)");
            }
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        this.min = low;
        this.max = high;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** The darkest value. */
    public float min() {
        return min;
    }

    /** The brightest value. */
    public float max() {
        return max;
    }

    /**
     * One value.
     *
     * @param x column from the left, {@code 0 <= x < width}
     * @param y row from the top, {@code 0 <= y < height}
     * @throws IndexOutOfBoundsException if the position lies outside the picture
     */
    public float pixel(int x, int y) {
        return pixels[Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width)];
    }

    /** A copy of all values, row by row from the top left. */
    public float[] pixels() {
        return pixels.clone();
    }

    @Override
    public String toString() {
        return "GrayImage[" + width + "x" + height + "]";
    }
}
