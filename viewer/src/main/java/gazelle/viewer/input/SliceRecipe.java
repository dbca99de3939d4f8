package gazelle.viewer.input;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way from a grey slice of any size to a model's input: crop, resample, normalise. Double precision, one fixed order of
 * additions.
 *
 * @param channels 1: the slice is grey
 * @param height rows of the model input, 1 to {@value #MAX_SIDE}
 * @param width columns of the model input, 1 to {@value #MAX_SIDE}
 * @param resample how the slice is brought to that size
 * @param crop which part of the slice is used
 * @param normalise what happens to the values
 */
public record SliceRecipe(int channels, int height, int width, Resample resample, Crop crop, Normalise normalise)
        implements InputRecipe {
    /** Below this share of the slice's range, a standard deviation is rounding noise and no contrast. */
    private static final double MIN_RELATIVE_DEVIATION = 1e-9;

    public SliceRecipe {
        if (channels != 1) {
            throw new IllegalArgumentException("channels: " + channels + " (expected: 1, or for colour pictures 3 and"
                    + " normalise: pixels, pixels-unit or pixels-mean-...-std-...)");
        }
        requireSide("height", height);
        requireSide("width", width);
        Objects.requireNonNull(resample, "resample");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(normalise, "normalise");
    }

    /**
     * Reads a recipe from a model card's words: {@code box}; {@code none}, {@code head}; {@code none}, {@code unit},
     * {@code slice-mean-std}.
     *
     * @throws IllegalArgumentException if a word is unknown or a size is out of range
     */
    public static SliceRecipe parse(
            int channels, int height, int width, String resample, String crop, String normalise) {
        return new SliceRecipe(
                channels, height, width, Resample.parse(resample), Crop.parse(crop), Normalise.parse(normalise));
    }

    /**
     * Turns a slice without a marked finding into the model's input.
     *
     * @throws UnsuitableImageException as {@link #apply(GrayImage, MarkedBox)}
     */
    public ModelInput apply(GrayImage slice) throws UnsuitableImageException {
        return apply(slice, null);
    }

    /**
     * Turns a slice into the model's input.
     *
     * <p>The cropped part is centred on a frame of the model input's shape; what the frame adds holds the slice's darkest
     * value.
     *
     * @param mark the finding, if one is marked; only {@link Crop#MARKED} looks at it
     * @return {@code 1 x height x width} values
     * @throws UnsuitableImageException if the slice has no contrast; for {@link Crop#HEAD}, if nothing stands out; for
     *     {@link Crop#MARKED}, if nothing is marked
     */
    public ModelInput apply(GrayImage slice, @Nullable MarkedBox mark) throws UnsuitableImageException {
        return applyWithContext(slice, mark, 1);
    }

    /**
     * Turns a slice into a model's input whose view is {@code context} times as wide and high: what training cuts moved and turned
     * inputs from.
     *
     * @throws UnsuitableImageException as {@link #apply(GrayImage, MarkedBox)}
     */
    public ModelInput applyWithContext(GrayImage slice, @Nullable MarkedBox mark, double context)
            throws UnsuitableImageException {
        if (slice.min() == slice.max()) {
            throw noContrast();
        }
        Region part = switch (crop) {
            case NONE -> Region.whole(slice);
            case HEAD -> HeadRegion.find(slice);
            case MARKED -> marked(mark).surroundings(slice);
        };
        Region frame = part.grownToShape(width, height).scaled(context);
        double[] cells = switch (resample) {
            case BOX -> BoxResampler.resample(slice, frame, height, width, slice.min());
        };
        switch (normalise) {
            case NONE -> {}
            case UNIT -> shiftAndScaleInPlace(cells, slice.min(), (double) slice.max() - slice.min());
            case SLICE_MEAN_STD -> standardiseInPlace(cells, (double) slice.max() - slice.min());
        }
        float[] values = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = (float) cells[i];
        }
        return new ModelInput(channels, height, width, values);
    }

    private static MarkedBox marked(@Nullable MarkedBox mark) throws UnsuitableImageException {
        if (mark == null) {
            throw new UnsuitableImageException(
                    "This model looks at a finding that is marked with a box, and this slice has no mark. "
                            + "It cannot be classified. This version has no way to mark one: ask another model.");
        }
        return mark;
    }

    private static void standardiseInPlace(double[] cells, double range) throws UnsuitableImageException {
        double sum = 0;
        for (double cell : cells) {
            sum += cell;
        }
        double mean = sum / cells.length;
        double squares = 0;
        for (double cell : cells) {
            squares += (cell - mean) * (cell - mean);
        }
        double deviation = Math.sqrt(squares / cells.length);
        if (!(deviation > MIN_RELATIVE_DEVIATION * range)) {
            throw noContrast();
        }
        shiftAndScaleInPlace(cells, mean, deviation);
    }

    private static void shiftAndScaleInPlace(double[] cells, double shift, double scale) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (cells[i] - shift) / scale;
        }
    }

    private static UnsuitableImageException noContrast() {
        return new UnsuitableImageException("This slice has no contrast: every pixel looks the same to the model. "
                + "It cannot be classified. Choose another slice of the series.");
    }

    static void requireSide(String name, int value) {
        if (value < 1 || value > MAX_SIDE) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + MAX_SIDE + ")");
        }
    }
}
