package gazelle.viewer.input;

/**
 * A colour picture in memory: to be shown, and input of networks for photographs; never of one for slices.
 *
 * <p>Immutable; the array is copied on the way in and on the way out.
 */
public final class ColourImage {
    private final int width;
    private final int height;
    private final int[] argb;

    /**
     * Copies a picture.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     * @param argb opaque pixels {@code 0xFFrrggbb}, row by row
     * @throws IllegalArgumentException if a dimension is below 1 or the length differs
     */
    public ColourImage(int width, int height, int[] argb) {
        if (width < 1 || height < 1 || argb.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "argb: " + argb.length + " pixels (expected: " + width + "x" + height + ")");
        }
        this.width = width;
        this.height = height;
        this.argb = argb.clone();
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** A copy of all pixels {@code 0xFFrrggbb}, row by row. */
    public int[] argb() {
        return argb.clone();
    }
}
