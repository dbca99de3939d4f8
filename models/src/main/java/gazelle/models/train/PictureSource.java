package gazelle.models.train;

import gazelle.models.data.UnusableDataException;
import gazelle.protocol.model.TensorShape;
import java.nio.file.Path;
import java.util.List;

/** The place of a network's training pictures in the data folder and their way to inputs. */
sealed interface PictureSource permits PixelPictures, SlicePictures {
    /**
     * Reads the training pictures, in a fixed order.
     *
     * @param folder the data folder
     * @param labels label file to take instead of the source's own, or the empty path
     * @param classes how many classes there are
     * @param shape of the network's input
     * @throws UnusableDataException if a file is missing or damaged, or does not fit the shape
     */
    List<Example> read(Path folder, Path labels, int classes, TensorShape shape) throws UnusableDataException;

    /** Returns the ratio of the varied pictures' resolution to the input's. */
    default int detail() {
        return 1;
    }

    /** Returns how many times as wide and high as the input's the view of the varied pictures is. */
    default int context() {
        return 1;
    }

    /** Makes a varied picture, in place, what the recipe would make of it. */
    default void normaliseInPlace(float[] values) {}
}
