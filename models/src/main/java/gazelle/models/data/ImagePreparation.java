package gazelle.models.data;

import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.InputRecipe;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;

/** The way from an image file to a model's input. */
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

    /** Returns the client's own preparation for a recipe. */
    static ImagePreparation of(InputRecipe recipe) {
        return file -> {
            SliceFile picture = SliceReader.read(file);
            return new Prepared(picture.inputFor(recipe).values(), InputMeasures.of(picture.image()));
        };
    }

    /**
     * The preparation that a card's words describe.
     *
     * @throws IllegalArgumentException as {@link InputRecipe#parse}
     */
    static ImagePreparation parse(TensorShape input, String resample, String crop, String normalise) {
        return of(InputRecipe.parse(input.channels(), input.height(), input.width(), resample, crop, normalise));
    }
}
