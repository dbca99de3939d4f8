package gazelle.models.compile;

import java.util.List;

/**
 * The owner's choices.
 *
 * @param weightBits widest weight
 * @param activationBits widest activation
 * @param accuracyDrop the share of held-out calibration images that the integer network may label otherwise than the real one, and
 *     the most mean squared error of the scores over their mean square
 * @param errorPrices bytes worth spending per unit of relative error in a layer, the cheapest first: the first that keeps to the
 *     drop is taken, else the last; none lets the compiler search
 * @param calibrationImages number of calibration images to measure errors on
 * @param output the part of the result that the client learns
 */
public record CompilerSettings(
        int weightBits,
        int activationBits,
        double accuracyDrop,
        List<Double> errorPrices,
        int calibrationImages,
        OutputChoice output) {
    /** Agreement on at least 99 % of the images, as accurate as 6 bits allow. */
    public static final CompilerSettings USUAL = new CompilerSettings(6, 6, 0.01, List.of(), 96, OutputChoice.LABEL);

    public CompilerSettings {
        errorPrices = List.copyOf(errorPrices);
        if (!(accuracyDrop >= 0 && accuracyDrop <= 1)) {
            throw new IllegalArgumentException("accuracyDrop: " + accuracyDrop + " (expected: 0..1)");
        }
        if (calibrationImages < 1 || calibrationImages > 1_024) {
            throw new IllegalArgumentException("calibrationImages: " + calibrationImages + " (expected: 1..1024)");
        }
    }
}
