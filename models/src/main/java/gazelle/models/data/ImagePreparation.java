package gazelle.models.data;

import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.InputRecipe;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.io.SliceReader;
import gazelle.viewer.io.UnreadableImageException;

/** How an image file becomes a model's input. */
@FunctionalInterface
public interface ImagePreparation {
    /** An image as a model receives it. */
    final class Prepared {
        private final float[] values;
        private final InputMeasures measures;

        /**
         * @param values normalised, in CHW order; copied
         * @param measures of the image before that
         */
        public Prepared(float[] values, InputMeasures measures) {
            this.values = values.clone();
            this.measures = measures;
        }

        /** A copy of the normalised values in CHW order. */
        public float[] values() {
            return values.clone();
        }

        /** Measures of the image before that. */
        public InputMeasures measures() {
            return measures;
        }
    }

    /**
     * Prepares one image.
     *
     * @throws UnreadableImageException if the file is no image
     * @throws UnsuitableImageException if the image cannot be classified
     */
    Prepared prepare(byte[] file) throws UnreadableImageException, UnsuitableImageException;

    /** What the client does with a grey slice. */
    static ImagePreparation of(InputRecipe recipe) {
        return file -> {
            GrayImage slice = SliceReader.read(file).image();
            return new Prepared(recipe.apply(slice).values(), InputMeasures.of(slice));
        };
    }

    /**
     * The preparation that a card's words describe: the client's, or {@link PixelRecipe}'s where {@code normalise} begins with
     * {@code pixels}.
     *
     * @throws IllegalArgumentException if a word is unknown, or the client's recipe has no such shape
     */
    static ImagePreparation parse(TensorShape input, String resample, String crop, String normalise) {
        if (PixelRecipe.isOne(normalise)) {
            return PixelRecipe.parse(input, normalise);
        }
        if (input.channels() != 1) {
            throw new IllegalArgumentException("normalise: " + normalise + " for " + input.channels()
                    + " channels (expected: pixels, pixels-unit or pixels-mean-...-std-..., for a network that takes"
                    + " colour images)");
        }
        return of(InputRecipe.parse(1, input.height(), input.width(), resample, crop, normalise));
    }
}
