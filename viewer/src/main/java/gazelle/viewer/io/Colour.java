package gazelle.viewer.io;

import gazelle.viewer.input.GrayImage;

/** Colours of eight bits, and their brightness (Rec. ITU-R BT.601). */
final class Colour {
    static final double RED_WEIGHT = 0.299;
    static final double GREEN_WEIGHT = 0.587;
    static final double BLUE_WEIGHT = 0.114;

    /** What people are told of a colour picture. */
    static final String NOTE = "This is a colour picture: it is shown, but no model for slices can classify it.";

    private Colour() {}

    static int argb(int red, int green, int blue) {
        return 0xFF000000 | (red & 0xFF) << 16 | (green & 0xFF) << 8 | (blue & 0xFF);
    }

    /** From brightness and the differences of blue and red (PS3.3 C.7.6.3.1.2). */
    static int argbOfDifferences(int y, int blueDifference, int redDifference) {
        double blue = (blueDifference & 0xFF) - 128;
        double red = (redDifference & 0xFF) - 128;
        return argb(
                byteOf((y & 0xFF) + 1.402 * red),
                byteOf((y & 0xFF) - 0.344136 * blue - 0.714136 * red),
                byteOf((y & 0xFF) + 1.772 * blue));
    }

    /** The brightness of a picture of pixels {@code 0xFFrrggbb}, 0 to 255. */
    static GrayImage brightness(int width, int height, int[] argb) {
        float[] values = new float[argb.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) brightness(argb[i] >> 16 & 0xFF, argb[i] >> 8 & 0xFF, argb[i] & 0xFF);
        }
        return new GrayImage(width, height, values);
    }

    /** The largest of red, green and blue less the smallest. */
    static int spread(int argb) {
        int red = argb >> 16 & 0xFF;
        int green = argb >> 8 & 0xFF;
        int blue = argb & 0xFF;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
    }

    static double brightness(double red, double green, double blue) {
        return RED_WEIGHT * red + GREEN_WEIGHT * green + BLUE_WEIGHT * blue;
    }

    private static int byteOf(double value) {
        return (int) Math.clamp(Math.round(value), 0L, 255L);
    }
}
