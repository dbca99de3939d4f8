package gazelle.viewer.slice;

import java.util.Optional;

/**
 * Tells grey pictures with a little colour from colour pictures, by the share of coloured pixels and their strength.
 *
 * <p>A pixel's strength is the largest of its red, green and blue less the smallest, of 255. Lossy compression leaves up to about 16 of grey;
 * a thin line or a few letters of an annotation cover less than {@value #STRONG_PERMILLE} thousandths of a picture, while maps laid
 * over a slice cover more. A picture whose colour has one hue and follows from its brightness, such as a sepia one, is a tinted
 * grey one.
 */
public enum ColourShare {
    /** Red, green and blue are the same everywhere. */
    NONE,
    /** As lossy compression or a display leaves it. */
    SLIGHT,
    /** A few pixels have a colour that people see, as those of a mark have. */
    MARKS,
    /** One hue throughout. */
    TINTED,
    /** A colour picture. */
    COLOURED;

    private static final int SLIGHT_STRENGTH = 8;
    private static final int VISIBLE_STRENGTH = 16;
    private static final int STRONG_STRENGTH = 48;
    private static final int STRONG_PERMILLE = 5;
    private static final int VISIBLE_PERMILLE = 50;

    /** Fewer pixels cannot show that colour follows from brightness. */
    private static final int MIN_TINTED_PIXELS = 1024;

    private static final int BINS = 32;

    /** By how much the colour differences of a tinted pixel may leave those of its brightness; as strong as slight colour. */
    private static final double LARGEST_DEVIATION = 8;

    private static final int STRAY_PERMILLE = 20;

    /** The cosine of 25 degrees: how far the hues of dark and bright parts may lie from their mean. */
    private static final double SAME_HUE = 0.906;

    /** Returns the share of colour in a picture of opaque pixels {@code 0xFFrrggbb}. */
    public static ColourShare of(int[] argb) {
        long visible = 0;
        long strong = 0;
        int strongest = 0;
        for (int pixel : argb) {
            int strength = Colour.spread(pixel);
            strongest = Math.max(strongest, strength);
            visible += strength > VISIBLE_STRENGTH ? 1 : 0;
            strong += strength > STRONG_STRENGTH ? 1 : 0;
        }
        if (strongest == 0) {
            return NONE;
        }
        if (strongest <= SLIGHT_STRENGTH) {
            return SLIGHT;
        }
        if (strong * 1000 <= STRONG_PERMILLE * (long) argb.length
                && visible * 1000 <= VISIBLE_PERMILLE * (long) argb.length) {
            return visible == 0 ? SLIGHT : MARKS;
        }
        return isTinted(argb) ? TINTED : COLOURED;
    }

    /** Returns whether the picture is to be shown in its colours and refused by models of grey pictures. */
    public boolean isColoured() {
        return this == COLOURED;
    }

    /** Returns the sentence that people should read beside the picture; none for one without any colour. */
    public Optional<String> note() {
        return switch (this) {
            case NONE -> Optional.empty();
            case SLIGHT -> Optional.of("This picture has a slight tint; it was turned to grey by brightness.");
            case MARKS ->
                Optional.of("A few pixels of this picture have colours; it was turned to grey by brightness.");
            case TINTED -> Optional.of("This picture has one tint throughout; it was turned to grey by brightness.");
            case COLOURED -> Optional.of(Colour.NOTE);
        };
    }

    private static boolean isTinted(int[] argb) {
        if (argb.length < MIN_TINTED_PIXELS) {
            return false;
        }
        double[] blue = new double[BINS];
        double[] red = new double[BINS];
        int[] count = new int[BINS];
        for (int pixel : argb) {
            int bin = bin(pixel);
            blue[bin] += blueDifference(pixel);
            red[bin] += redDifference(pixel);
            count[bin]++;
        }
        double allBlue = 0;
        double allRed = 0;
        for (int i = 0; i < BINS; i++) {
            allBlue += blue[i];
            allRed += red[i];
            blue[i] /= Math.max(1, count[i]);
            red[i] /= Math.max(1, count[i]);
        }
        double all = Math.hypot(allBlue, allRed);
        for (int i = 0; i < BINS; i++) {
            double length = Math.hypot(blue[i], red[i]);
            if (length > LARGEST_DEVIATION && blue[i] * allBlue + red[i] * allRed < SAME_HUE * length * all) {
                return false;
            }
        }
        long stray = 0;
        for (int pixel : argb) {
            int bin = bin(pixel);
            double distance = Math.hypot(blueDifference(pixel) - blue[bin], redDifference(pixel) - red[bin]);
            stray += distance > LARGEST_DEVIATION ? 1 : 0;
        }
        return stray * 1000 <= STRAY_PERMILLE * (long) argb.length;
    }

    private static double brightness(int pixel) {
        return Colour.brightness(pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF);
    }

    private static int bin(int pixel) {
        return Math.min(BINS - 1, (int) (brightness(pixel) * BINS / 256));
    }

    private static double blueDifference(int pixel) {
        return (pixel & 0xFF) - brightness(pixel);
    }

    private static double redDifference(int pixel) {
        return (pixel >> 16 & 0xFF) - brightness(pixel);
    }
}
