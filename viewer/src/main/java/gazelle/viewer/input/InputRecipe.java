package gazelle.viewer.input;

import org.jspecify.annotations.Nullable;

/**
 * The way from a picture to a model's input, as the model's card describes it.
 *
 * <p>The same picture and recipe always give the same bits.
 */
public sealed interface InputRecipe permits SliceRecipe, PixelRecipe {
    /** The largest side of a model input, in cells. */
    int MAX_SIDE = 4096;

    /**
     * Reads a recipe from a model card's words: those of {@link PixelRecipe#parse} if {@code normalise} is one of them, else
     * those of {@link SliceRecipe#parse}.
     *
     * @param channels 1, or 3 for colour pictures
     * @param height rows of the model input
     * @param width columns of the model input
     * @throws IllegalArgumentException if a word is unknown, a size is out of range, or slices are wanted in colour
     */
    static InputRecipe parse(int channels, int height, int width, String resample, String crop, String normalise) {
        return PixelRecipe.isOne(normalise)
                ? PixelRecipe.parse(channels, height, width, normalise)
                : SliceRecipe.parse(channels, height, width, resample, crop, normalise);
    }

    /**
     * Turns a picture into the model's input.
     *
     * @param image the picture, or the brightness of a colour picture
     * @param colour its colours, if it has any
     * @return {@code channels x height x width} values
     * @throws UnsuitableImageException if the model cannot be asked about this picture
     */
    ModelInput apply(GrayImage image, @Nullable ColourImage colour) throws UnsuitableImageException;
}
