package gazelle.models.data;

import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.slice.UnreadableImageException;
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
     * @param preparation how a file becomes the model's input
     * @throws UnusableDataException if a file is missing or unreadable, or an image cannot be classified
     */
    public static List<LabelledImage> readAll(Path images, Path labels, int classes, ImagePreparation preparation)
            throws UnusableDataException {
        return readAll(ImageSource.open(images), LabelFile.read(labels, classes), preparation);
    }

    /**
     * Reads and prepares every image of a source, in the order of the names; their classes are unknown.
     *
     * @throws UnusableDataException if there is none, one is unreadable, or cannot be classified
     */
    public static List<LabelledImage> readUnlabelled(Path images, ImagePreparation preparation)
            throws UnusableDataException {
        ImageSource source = ImageSource.open(images);
        List<LabelFile.Entry> entries = source.imageNames().stream()
                .map(name -> new LabelFile.Entry(name, LabelFile.UNKNOWN, name))
                .toList();
        if (entries.isEmpty()) {
            throw new UnusableDataException(images + ": holds no images (expected: PNG, JPEG or DICOM files)");
        }
        return readAll(source, entries, preparation);
    }

    private static List<LabelledImage> readAll(
            ImageSource source, List<LabelFile.Entry> entries, ImagePreparation preparation)
            throws UnusableDataException {
        List<LabelledImage> prepared = new ArrayList<>(entries.size());
        for (LabelFile.Entry entry : entries) {
            try {
                ImagePreparation.Prepared image = preparation.prepare(source.read(entry.file()));
                prepared.add(new LabelledImage(entry, image.values(), image.measures()));
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

    /** The true class; {@link LabelFile#UNKNOWN} without a label file. */
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
