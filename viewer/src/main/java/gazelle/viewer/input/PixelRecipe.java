package gazelle.viewer.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way from a small picture, grey or red, green and blue, of exactly the network's size: its pixels of 8 bits as they are, or
 * normalised by constants. Networks for digits and photographs expect them so; a slice of a scan means nothing to these.
 */
public final class PixelRecipe implements InputRecipe {
    private static final int LARGEST = 255;
    private static final String RAW = "pixels";
    private static final String UNIT = "pixels-unit";
    private static final Pattern NORMALISED = Pattern.compile("pixels-mean((?:-[0-9.]+)+)-std((?:-[0-9.]+)+)");

    private final int height;
    private final int width;
    private final double[] means;
    private final double[] deviations;

    /**
     * @param height rows of the picture
     * @param width its columns
     * @param means what is taken off a pixel over 255, by channel
     * @param deviations what the rest is divided by, by channel
     */
    private PixelRecipe(int height, int width, double[] means, double[] deviations) {
        SliceRecipe.requireSide("height", height);
        SliceRecipe.requireSide("width", width);
        for (int c = 0; c < means.length; c++) {
            requireFinite(means[c], deviations[c]);
        }
        this.height = height;
        this.width = width;
        this.means = means;
        this.deviations = deviations;
    }

    private static void requireFinite(double mean, double deviation) {
        boolean ordinary = deviation > 0 && Double.isFinite(deviation);
        float black = (float) ((0 - mean) / deviation);
        float white = (float) ((1 - mean) / deviation);
        if (!(ordinary && Float.isFinite(black) && Float.isFinite(white))) {
            throw new IllegalArgumentException(
                    "normalise: mean " + mean + ", std " + deviation + " (expected: finite, the second above 0)");
        }
    }

    /** Returns whether a card's word for the normalisation is one of this recipe's. */
    public static boolean isOne(String normalise) {
        return normalise.equals(RAW) || normalise.startsWith(RAW + "-");
    }

    /**
     * Reads a card's word: {@code pixels} (0..255), {@code pixels-unit} (0..1) or {@code pixels-mean-0.485-0.456-0.406-std-0.225}
     * (pixels over 255, minus a mean, over a deviation; one number for all channels or one for each).
     *
     * @param channels 1 or 3
     * @param height rows of the model input, 1 to {@value InputRecipe#MAX_SIDE}
     * @param width columns of the model input, 1 to {@value InputRecipe#MAX_SIDE}
     * @throws IllegalArgumentException if it is none of them
     */
    public static PixelRecipe parse(int channels, int height, int width, String normalise) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels: " + channels + " (expected: 1 or 3)");
        }
        if (normalise.equals(RAW)) {
            return new PixelRecipe(height, width, constants(channels, 0), constants(channels, 1.0 / LARGEST));
        }
        if (normalise.equals(UNIT)) {
            return new PixelRecipe(height, width, constants(channels, 0), constants(channels, 1));
        }
        Matcher words = NORMALISED.matcher(normalise);
        if (!words.matches()) {
            throw new IllegalArgumentException(
                    "normalise: " + normalise + " (expected: pixels, pixels-unit or pixels-mean-...-std-...)");
        }
        return new PixelRecipe(
                height,
                width,
                numbers(channels, normalise, words.group(1)),
                numbers(channels, normalise, words.group(2)));
    }

    private static double[] constants(int channels, double value) {
        double[] values = new double[channels];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] numbers(int channels, String normalise, String text) {
        double[] values = Arrays.stream(text.substring(1).split("-"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (values.length == 1) {
            return constants(channels, values[0]);
        }
        if (values.length != channels) {
            throw new IllegalArgumentException("normalise: " + normalise + " names " + values.length
                    + " numbers (expected: 1 or " + channels + ")");
        }
        return values;
    }

    /** 1 for grey pictures, 3 for colours. */
    public int channels() {
        return means.length;
    }

    /**
     * Turns a picture into the model's input.
     *
     * @param image the picture, or the brightness of a colour picture, 0 to 255
     * @param colour its red, green and blue; null if they are the same everywhere
     * @return {@code channels x height x width} values
     * @throws UnsuitableImageException if the picture has another size or larger values
     */
    public ModelInput apply(GrayImage image, @Nullable ColourImage colour) throws UnsuitableImageException {
        if (image.width() != width || image.height() != height) {
            throw new UnsuitableImageException(String.format(
                    Locale.ROOT,
                    "This picture has %d x %d pixels; the model takes %s pictures of exactly %d x %d.",
                    image.width(),
                    image.height(),
                    means.length == 1 ? "grey" : "colour",
                    width,
                    height));
        }
        if (image.min() < 0 || image.max() > LARGEST) {
            throw new UnsuitableImageException(
                    "This picture's pixels go beyond 0 to 255; the model takes pictures of 8 bits a colour.");
        }
        float[] grey = image.pixels();
        int[] argb = colour == null || means.length == 1 ? new int[0] : colour.argb();
        float[] values = new float[means.length * grey.length];
        for (int c = 0; c < means.length; c++) {
            int shift = 8 * (means.length - 1 - c);
            for (int i = 0; i < grey.length; i++) {
                double pixel = argb.length == 0 ? grey[i] : argb[i] >> shift & LARGEST;
                values[c * grey.length + i] = (float) ((pixel / LARGEST - means[c]) / deviations[c]);
            }
        }
        return new ModelInput(means.length, height, width, values);
    }
}
