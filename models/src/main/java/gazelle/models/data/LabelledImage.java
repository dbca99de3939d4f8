package gazelle.models.data;

import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.InputRecipe;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.io.SliceReader;
import gazelle.viewer.io.UnreadableImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image as a model receives it, with its true class. */
public final class LabelledImage {
    private final LabelFile.Entry entry;
    private final float[] input;
    private final InputMeasures measures;

    /**
     * @param entry the image's line in the label file
     * @param input normalised values in CHW order, copied
     * @param measures of the slice before that
     */
    public LabelledImage(LabelFile.Entry entry, float[] input, InputMeasures measures) {
        this.entry = entry;
        this.input = input.clone();
        this.measures = measures;
    }

    /**
     * Reads and prepares every image of a label file, in its order.
     *
     * @param images folder or zip archive
     * @param labels label file
     * @param classes how many classes there are
     * @param recipe how a slice becomes the model's input
     * @throws UnusableDataException if a file is missing or unreadable, or an image cannot be classified
     */
    public static List<LabelledImage> readAll(Path images, Path labels, int classes, InputRecipe recipe)
            throws UnusableDataException {
        List<LabelFile.Entry> entries = LabelFile.read(labels, classes);
        ImageSource source = ImageSource.open(images);
        List<LabelledImage> prepared = new ArrayList<>(entries.size());
        for (LabelFile.Entry entry : entries) {
            try {
                GrayImage slice = SliceReader.read(source.read(entry.file())).image();
                prepared.add(new LabelledImage(entry, recipe.apply(slice).values(), InputMeasures.of(slice)));
            } catch (UnreadableImageException | UnsuitableImageException problem) {
                throw new UnusableDataException(entry.file() + ": " + problem.getMessage());
            }
        }
        return List.copyOf(prepared);
    }

    /** The image's name in the label file. */
    public String file() {
        return entry.file();
    }

    /** The true class. */
    public int label() {
        return entry.label();
    }

    /** Images of one group are never split between choosing and checking. */
    public String group() {
        return entry.group();
    }

    /** Measures of the slice. */
    public InputMeasures measures() {
        return measures;
    }

    /** A copy of the normalised values in CHW order. */
    public float[] input() {
        return input.clone();
    }
}
