package gazelle.viewer.input;

/**
 * The way from a picture to a model's input, as the model's card describes it.
 *
 * <p>The same picture and recipe always give the same bits.
 */
public sealed interface InputRecipe permits SliceRecipe, PixelRecipe {
    /** The largest side of a model input, in cells. */
    int MAX_SIDE = 4096;

    /**
     * Reads a recipe from a model card's words: those of {@link PixelRecipe#parse}, which neither resamples nor crops, if
     * {@code normalise} is one of them, else those of {@link SliceRecipe#parse}.
     *
     * @param channels 1, or 3 for colour pictures
     * @param height rows of the model input
     * @param width columns of the model input
     * @throws IllegalArgumentException if a word is unknown, a size is out of range, slices are wanted in colour, or pixels
     *     cropped
     */
    static InputRecipe parse(int channels, int height, int width, String resample, String crop, String normalise) {
        if (!PixelRecipe.isOne(normalise)) {
            return SliceRecipe.parse(channels, height, width, resample, crop, normalise);
        }
        Resample.parse(resample);
        if (Crop.parse(crop) != Crop.NONE) {
            throw new IllegalArgumentException("crop: " + crop + " for " + normalise + " (expected: none)");
        }
        return PixelRecipe.parse(channels, height, width, normalise);
    }
}
