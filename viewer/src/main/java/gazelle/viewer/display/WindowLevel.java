package gazelle.viewer.display;

import gazelle.viewer.input.GrayImage;
import java.util.Arrays;
import java.util.Objects;

/**
 * The range of values that a screen spreads from black to white.
 *
 * @param centre the middle of the range, in the picture's unit
 * @param width the extent of the range, in the picture's unit; at least 1 for {@link Ramp#LINEAR}, positive otherwise
 * @param ramp how the two numbers are meant
 */
public record WindowLevel(double centre, double width, Ramp ramp) {

    /** The curve by which centre and width define black and white (DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3). */
    public enum Ramp {
        /** DICOM's default for whole numbers: black up to c-0.5-(w-1)/2, white from c-0.5+(w-1)/2. */
        LINEAR,
        /** Black up to c-w/2, white from c+w/2. */
        LINEAR_EXACT
    }

    private static final double LOW_PERCENT = 0.1;
    private static final double HIGH_PERCENT = 99.9;

    public WindowLevel {
        Objects.requireNonNull(ramp, "ramp");
        if (!Double.isFinite(centre)) {
            throw new IllegalArgumentException("centre: " + centre + " (expected: finite)");
        }
        if (!Double.isFinite(width) || !isAllowedWidth(width, ramp)) {
            throw new IllegalArgumentException(
                    "width: " + width + " (expected: " + (ramp == Ramp.LINEAR ? ">= 1" : "> 0") + " and finite)");
        }
    }

    /**
     * The window from the 0.1 to the 99.9 percentile: robust against a few very bright pixels.
     *
     * @return an exact window; for a flat picture, one of width 1 around its value
     */
    public static WindowLevel ofPercentiles(GrayImage image) {
        float[] sorted = image.pixels();
        Arrays.sort(sorted);
        double low = sorted[rank(sorted.length, LOW_PERCENT)];
        double high = sorted[rank(sorted.length, HIGH_PERCENT)];
        if (!(high > low)) {
            low = image.min();
            high = image.max();
        }
        if (!(high > low)) {
            return new WindowLevel(low, 1, Ramp.LINEAR_EXACT);
        }
        return new WindowLevel((low + high) / 2, high - low, Ramp.LINEAR_EXACT);
    }

    /** The window from the darkest to the brightest value; for a flat picture, one of width 1 around its value. */
    public static WindowLevel ofFullRange(GrayImage image) {
        double range = (double) image.max() - image.min();
        return new WindowLevel(((double) image.min() + image.max()) / 2, range > 0 ? range : 1, Ramp.LINEAR_EXACT);
    }

    /**
     * This window moved and widened, kept within what its ramp allows: a drag of the mouse never fails.
     *
     * @param centreBy added to the centre; finite
     * @param widthBy added to the width; finite
     * @param minWidth the narrowest width wanted, in the picture's unit; positive
     */
    public WindowLevel adjusted(double centreBy, double widthBy, double minWidth) {
        double narrowest = ramp == Ramp.LINEAR ? Math.max(1, minWidth) : minWidth;
        return new WindowLevel(centre + centreBy, Math.max(narrowest, width + widthBy), ramp);
    }

    /** The largest value that is shown black. */
    public double black() {
        return ramp == Ramp.LINEAR ? centre - 0.5 - (width - 1) / 2 : centre - width / 2;
    }

    /** The smallest value that is shown white. */
    public double white() {
        return ramp == Ramp.LINEAR ? centre - 0.5 + (width - 1) / 2 : centre + width / 2;
    }

    /** The brightness of a value: 0 is black, 255 white, rounded to the nearest. */
    public int brightness(double value) {
        double black = black();
        double white = white();
        if (value <= black) {
            return 0;
        }
        if (value >= white) {
            return 255;
        }
        return (int) ((value - black) / (white - black) * 255 + 0.5);
    }

    private static boolean isAllowedWidth(double width, Ramp ramp) {
        return ramp == Ramp.LINEAR ? width >= 1 : width > 0;
    }

    private static int rank(int count, double percent) {
        return (int) Math.round(percent / 100 * (count - 1));
    }
}
