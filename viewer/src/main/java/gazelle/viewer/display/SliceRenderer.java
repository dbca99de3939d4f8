package gazelle.viewer.display;

import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import org.jspecify.annotations.Nullable;

/**
 * Renders a slice through windows to screen pixels, at the slice's own size; prepared once, because windows change with
 * every movement of the mouse.
 *
 * <p>Whole numbers that span at most 65,536 values go through a look-up table, others are scaled one by one. A colour
 * picture has no window.
 */
public final class SliceRenderer {
    private static final int TABLE_SIZE = 1 << 16;
    private static final int OPAQUE = 0xFF000000;
    private static final int GREY = 0x010101;

    private final int width;
    private final int height;
    private final float[] values;
    private final char[] steps;
    private final int[] colours;
    private final float lowest;
    private final int[] table;

    private SliceRenderer(GrayImage image, @Nullable ColourImage colour) {
        width = image.width();
        height = image.height();
        lowest = image.min();
        values = colour == null ? image.pixels() : new float[0];
        colours = colour == null ? new int[0] : colour.argb();
        steps = steps(values, image.min(), image.max());
        table = new int[steps.length == 0 ? 0 : (int) (image.max() - image.min()) + 1];
    }

    /**
     * Prepares a slice.
     *
     * @param image the slice, or the brightness of a colour picture
     * @param colour the colour picture of the same size, or null
     */
    public static SliceRenderer of(GrayImage image, @Nullable ColourImage colour) {
        return new SliceRenderer(image, colour);
    }

    /** Values as steps above the lowest; empty if they are no whole numbers or span too much. */
    private static char[] steps(float[] values, float min, float max) {
        if (values.length == 0 || (double) max - min >= TABLE_SIZE || min != Math.rint(min)) {
            return new char[0];
        }
        char[] steps = new char[values.length];
        for (int i = 0; i < values.length; i++) {
            int step = (int) (values[i] - min);
            if (step != values[i] - min) {
                return new char[0];
            }
            steps[i] = (char) step;
        }
        return steps;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Returns whether the picture has colours, so that a window changes nothing. */
    public boolean hasColours() {
        return colours.length > 0;
    }

    /** Returns whether the values go through a look-up table. */
    boolean usesTable() {
        return table.length > 0;
    }

    /**
     * Renders to opaque pixels {@code 0xFFrrggbb}, row by row.
     *
     * @param destination receives {@code width * height} pixels
     * @param window which values are black and white
     * @param inverted whether black and white are exchanged; for colours, each with its complement
     */
    public void renderInto(int[] destination, WindowLevel window, boolean inverted) {
        int flip = inverted ? 0x00FFFFFF : 0;
        if (hasColours()) {
            for (int i = 0; i < colours.length; i++) {
                destination[i] = colours[i] ^ flip;
            }
        } else if (usesTable()) {
            for (int step = 0; step < table.length; step++) {
                table[step] = (OPAQUE | window.brightness((double) lowest + step) * GREY) ^ flip;
            }
            for (int i = 0; i < steps.length; i++) {
                destination[i] = table[steps[i]];
            }
        } else {
            scaleInto(destination, window, flip);
        }
    }

    private void scaleInto(int[] destination, WindowLevel window, int flip) {
        double black = window.black();
        // A window of no extent is a threshold, as for a table's.
        double scale = 255 / Math.max(Double.MIN_NORMAL, window.white() - black);
        for (int i = 0; i < values.length; i++) {
            double brightness = Math.min(255, Math.max(0, (values[i] - black) * scale)) + 0.5;
            destination[i] = (OPAQUE | ((int) brightness) * GREY) ^ flip;
        }
    }
}
