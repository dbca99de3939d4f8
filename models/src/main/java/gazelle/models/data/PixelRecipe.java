package gazelle.models.data;

import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.UnsuitableImageException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Pixels of an 8-bit image, grey or red, green and blue, of exactly the network's size, as they are or normalised by constants: what
 * networks for colour images expect. The client does not prepare such images yet; the words let a card state what the network takes.
 */
public final class PixelRecipe implements ImagePreparation {
    private static final String RAW = "pixels";
    private static final String UNIT = "pixels-unit";
    private static final Pattern NORMALISED = Pattern.compile("pixels-mean((?:-[0-9.]+)+)-std((?:-[0-9.]+)+)");

    private final TensorShape shape;
    private final double[] means;
    private final double[] deviations;

    /**
     * @param shape of the network's input; 1 or 3 channels
     * @param means what is taken off a pixel over 255, by channel
     * @param deviations what the rest is divided by, by channel
     */
    private PixelRecipe(TensorShape shape, double[] means, double[] deviations) {
        if (shape.channels() != 1 && shape.channels() != 3) {
            throw new IllegalArgumentException("channels: " + shape.channels() + " (expected: 1 or 3)");
        }
        for (double deviation : deviations) {
            if (!(deviation > 0)) {
                throw new IllegalArgumentException("normalise: std " + deviation + " (expected: above 0)");
            }
        }
        this.shape = shape;
        this.means = means;
        this.deviations = deviations;
    }

    /** Whether a card's word for the normalisation is one of this recipe's. */
    public static boolean isOne(String normalise) {
        return normalise.equals(RAW) || normalise.startsWith(RAW + "-");
    }

    /**
     * Reads a card's word: {@code pixels} (0..255), {@code pixels-unit} (0..1) or {@code pixels-mean-0.485-0.456-0.406-std-0.225}
     * (pixels over 255, minus a mean, over a deviation; one number for all channels or one for each).
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static PixelRecipe parse(TensorShape shape, String normalise) {
        if (normalise.equals(RAW)) {
            return new PixelRecipe(shape, constants(shape, 0), constants(shape, 1.0 / 255));
        }
        if (normalise.equals(UNIT)) {
            return new PixelRecipe(shape, constants(shape, 0), constants(shape, 1));
        }
        Matcher words = NORMALISED.matcher(normalise);
        if (!words.matches()) {
            throw new IllegalArgumentException(
                    "normalise: " + normalise + " (expected: pixels, pixels-unit or pixels-mean-...-std-...)");
        }
        return new PixelRecipe(
                shape, numbers(shape, normalise, words.group(1)), numbers(shape, normalise, words.group(2)));
    }

    private static double[] constants(TensorShape shape, double value) {
        double[] values = new double[shape.channels()];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] numbers(TensorShape shape, String normalise, String text) {
        double[] values = Arrays.stream(text.substring(1).split("-"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (values.length == 1) {
            return constants(shape, values[0]);
        }
        if (values.length != shape.channels()) {
            throw new IllegalArgumentException("normalise: " + normalise + " names " + values.length
                    + " numbers (expected: 1 or " + shape.channels() + ")");
        }
        return values;
    }

    @Override
    public Prepared prepare(byte[] file) throws UnsuitableImageException {
        Raster raster = raster(file);
        int plane = shape.height() * shape.width();
        float[] values = new float[shape.elements()];
        float[] grey = new float[plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < shape.channels(); c++) {
                int band = raster.getNumBands() == 1 ? 0 : c;
                int pixel = raster.getSample(i % shape.width(), i / shape.width(), band);
                values[c * plane + i] = (float) ((pixel / 255.0 - means[c]) / deviations[c]);
                grey[i] += (float) pixel / shape.channels();
            }
        }
        return new Prepared(values, InputMeasures.of(new GrayImage(shape.width(), shape.height(), grey)));
    }

    private Raster raster(byte[] file) throws UnsuitableImageException {
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException damaged) {
            throw new UnsuitableImageException("The image is damaged.");
        }
        if (image == null) {
            throw new UnsuitableImageException("Not an image that can be read (expected: PNG, JPEG or BMP).");
        }
        Raster raster = image.getRaster();
        boolean indexed =
                image.getType() == BufferedImage.TYPE_BYTE_INDEXED || image.getType() == BufferedImage.TYPE_BYTE_BINARY;
        if (indexed || raster.getSampleModel().getSampleSize(0) != 8) {
            throw new UnsuitableImageException("Not an image of 8 bits a colour.");
        }
        if (raster.getNumBands() == 2 || (raster.getNumBands() > 1 && shape.channels() == 1)) {
            throw new UnsuitableImageException(String.format(
                    Locale.ROOT,
                    "The image has %d channels, the network takes %d.",
                    raster.getNumBands(),
                    shape.channels()));
        }
        if (raster.getWidth() != shape.width() || raster.getHeight() != shape.height()) {
            throw new UnsuitableImageException(String.format(
                    Locale.ROOT,
                    "The image has %d x %d pixels, the network takes %d x %d.",
                    raster.getWidth(),
                    raster.getHeight(),
                    shape.width(),
                    shape.height()));
        }
        return raster;
    }
}
