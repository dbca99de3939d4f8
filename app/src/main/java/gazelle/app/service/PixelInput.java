package gazelle.app.service;

import gazelle.protocol.model.TensorShape;
import gazelle.protocol.wire.ModelOffer;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.ModelInput;
import gazelle.viewer.input.UnsuitableImageException;
import java.util.Locale;

/**
 * The input of a model that takes the very pixels of small pictures, as networks for digits or photographs do, and no slices of any
 * size: its card says {@code pixels-unit}, {@code pixels} or {@code pixels-mean-...-std-...}, or it has several channels.
 */
final class PixelInput {
    private static final String PIXELS = "pixels";
    private static final String OVER_255 = "pixels-unit";
    private static final int LARGEST = 255;

    private PixelInput() {}

    /** Whether the model takes pixels or colours, so that a slice of a scan means nothing to it. */
    static boolean isTakenBy(ModelOffer offer) {
        return offer.network().input().shape().channels() != 1
                || offer.card().input().normalise().startsWith(PIXELS);
    }

    /**
     * The pixels of a grey picture over 255.
     *
     * @throws UnsuitableImageException if the picture has another size, or pixels beyond 0..255
     * @throws IllegalArgumentException if the model takes pixels in another way
     */
    static ModelInput of(GrayImage picture, ModelOffer offer) throws UnsuitableImageException {
        TensorShape shape = offer.network().input().shape();
        String word = offer.card().input().normalise();
        if (shape.channels() != 1 || !word.equals(OVER_255)) {
            throw new IllegalArgumentException("normalise: " + word + " for " + shape.channels()
                    + " channels (expected: pixels-unit for 1 channel)");
        }
        if (picture.width() != shape.width() || picture.height() != shape.height()) {
            throw new UnsuitableImageException(String.format(
                    Locale.ROOT,
                    "This picture has %d x %d pixels; the model takes grey pictures of exactly %d x %d.",
                    picture.width(),
                    picture.height(),
                    shape.width(),
                    shape.height()));
        }
        if (picture.min() < 0 || picture.max() > LARGEST) {
            throw new UnsuitableImageException(
                    "This picture's pixels go beyond 0 to 255; the model takes grey pictures of 8 bits.");
        }
        float[] values = picture.pixels();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / (double) LARGEST);
        }
        return new ModelInput(1, shape.height(), shape.width(), values);
    }
}
