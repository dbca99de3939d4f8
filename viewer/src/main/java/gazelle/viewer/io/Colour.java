package gazelle.viewer.io;

/** Colours of eight bits, and their brightness (Rec. ITU-R BT.601). */
final class Colour {
    static final double RED_WEIGHT = 0.299;
    static final double GREEN_WEIGHT = 0.587;
    static final double BLUE_WEIGHT = 0.114;

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

    static double brightness(int argb) {
        return brightness(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF);
    }

    static double brightness(double red, double green, double blue) {
        return RED_WEIGHT * red + GREEN_WEIGHT * green + BLUE_WEIGHT * blue;
    }

    private static int byteOf(double value) {
        return (int) Math.clamp(Math.round(value), 0L, 255L);
    }
}
