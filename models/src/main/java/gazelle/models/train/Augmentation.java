package gazelle.models.train;

import gazelle.protocol.model.TensorShape;
import java.util.SplittableRandom;

/**
 * The variation of a picture from epoch to epoch; every amount is the largest, drawn evenly from both sides of zero.
 *
 * <p>The warp averages as many samples an output cell as the picture has, so that doing nothing gives what area averaging
 * gives. What comes from outside is 0, the darkest value.
 *
 * @param shift in cells of the input; whole cells if there is neither rotation nor scaling
 * @param rotation in degrees
 * @param scale as a share
 * @param cut share of the picture that a smaller field of view may lack on each side; what is left fills the input
 * @param mirrored whether half of the pictures are turned left to right
 * @param flipped whether half of the pictures are turned upside down
 * @param gamma logarithm to base 2 of the exponent that brightness is raised to
 * @param shading share by which opposite borders differ in brightness
 * @param toneCurves share of the pictures whose tissues change places in brightness, as between kinds of scan
 * @param noise deviation of what is added to every cell, as a share of the brightest
 */
record Augmentation(
        double shift,
        double rotation,
        double scale,
        double cut,
        boolean mirrored,
        boolean flipped,
        double gamma,
        double shading,
        double toneCurves,
        double noise) {
    /** No variation: every picture stays as it is. */
    public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, false, false, 0, 0, 0, 0);

    private static final int KNOTS = 5;

    /**
     * A variant of a picture.
     *
     * @param detailed values from 0 to 1 in CHW order, at {@code detail} times the resolution of {@code shape} and with
     *     {@code context} times its view
     * @param shape of the input
     * @param detail at least 1
     * @param context at least 1
     * @param random decides; the same state gives the same variant
     * @return values in CHW order, of {@code shape}
     */
    public float[] vary(float[] detailed, TensorShape shape, int detail, int context, SplittableRandom random) {
        float[] values = new Warp(this, random, shape, detail, context).apply(detailed);
        changeBrightnessInPlace(values, shape, random);
        return values;
    }

    private void changeBrightnessInPlace(float[] values, TensorShape shape, SplittableRandom random) {
        double exponent = Math.pow(2, evenly(random, gamma));
        double across = evenly(random, shading);
        double down = evenly(random, shading);
        float[] curve = random.nextDouble() < toneCurves ? toneCurve(random) : new float[0];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (gamma > 0) {
                value = Math.pow(Math.max(0, value), exponent);
            }
            if (curve.length > 0) {
                value = onCurve(curve, value);
            }
            if (shading > 0) {
                double x = (i % shape.width() + 0.5) / shape.width() - 0.5;
                double y = (i / shape.width() % shape.height() + 0.5) / shape.height() - 0.5;
                value *= 1 + across * x + down * y;
            }
            if (noise > 0) {
                value += noise * random.nextGaussian();
            }
            values[i] = (float) value;
        }
    }

    /** Air stays dark; everything else may become anything, steadily. */
    private static float[] toneCurve(SplittableRandom random) {
        float[] curve = new float[KNOTS];
        for (int i = 1; i < KNOTS; i++) {
            curve[i] = (float) random.nextDouble();
        }
        return curve;
    }

    private static double onCurve(float[] curve, double value) {
        double position = Math.clamp(value, 0.0, 1.0) * (KNOTS - 1);
        int knot = Math.min((int) position, KNOTS - 2);
        return curve[knot] + (position - knot) * (curve[knot + 1] - curve[knot]);
    }

    static double evenly(SplittableRandom random, double largest) {
        return largest == 0 ? 0 : largest * (2 * random.nextDouble() - 1);
    }

    /** Returns true if whole cells are moved, so that no value has to be interpolated. */
    boolean movesWholeCells() {
        return rotation == 0 && scale == 0 && cut == 0;
    }
}
