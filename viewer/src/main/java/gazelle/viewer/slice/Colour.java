package gazelle.viewer.slice;

import gazelle.viewer.input.GrayImage;

/** Colours of eight bits, and their brightness (Rec. ITU-R BT.601). */
public final class Colour {
    private static final double RED_WEIGHT = 0.299;
    private static final double GREEN_WEIGHT = 0.587;
    private static final double BLUE_WEIGHT = 0.114;

    /** The sentence that people read beside a colour picture. */
    public static final String NOTE = "This is a colour picture: it is shown, but no model for slices can classify it.";

    private Colour() {}

    /** Returns a pixel {@code 0xFFrrggbb}; of each colour the lowest eight bits count. */
    public static int argb(int red, int green, int blue) {
        return 0xFF000000 | (red & 0xFF) << 16 | (green & 0xFF) << 8 | (blue & 0xFF);
    }

    /** Returns a pixel {@code 0xFFrrggbb} from brightness and the differences of blue and red (PS3.3 C.7.6.3.1.2). */
    public static int argbOfDifferences(int y, int blueDifference, int redDifference) {
        double blue = (blueDifference & 0xFF) - 128;
        double red = (redDifference & 0xFF) - 128;
        return argb(
                byteOf((y & 0xFF) + 1.402 * red),
                byteOf((y & 0xFF) - 0.344136 * blue - 0.714136 * red),
                byteOf((y & 0xFF) + 1.772 * blue));
    }

    /** Returns the brightness of a picture of pixels {@code 0xFFrrggbb}, 0 to 255. */
    public static GrayImage brightness(int width, int height, int[] argb) {
        float[] values = new float[argb.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) brightness(argb[i] >> 16 & 0xFF, argb[i] >> 8 & 0xFF, argb[i] & 0xFF);
        }
        return new GrayImage(width, height, values);
    }

    /** Returns the largest of red, green and blue less the smallest. */
    public static int spread(int argb) {
        int red = argb >> 16 & 0xFF;
        int green = argb >> 8 & 0xFF;
        int blue = argb & 0xFF;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
    }

    /** Returns the brightness of one pixel, in the unit of its colours. */
    public static double brightness(double red, double green, double blue) {
        return RED_WEIGHT * red + GREEN_WEIGHT * green + BLUE_WEIGHT * blue;
    }

    private static int byteOf(double value) {
        return (int) Math.clamp(Math.round(value), 0L, 255L);
    }
}
