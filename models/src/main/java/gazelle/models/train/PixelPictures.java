package gazelle.models.train;

import gazelle.models.data.ImagePreparation;
import gazelle.models.data.ImageSource;
import gazelle.models.data.LabelFile;
import gazelle.models.data.UnusableDataException;
import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures of the input's size, grey or colour, in a zip archive or in MNIST's form; an input is its pixels over 255, and a fold
 * every tenth picture.
 *
 * @param images name of the archive or of the file of pictures
 * @param labels name of the label file
 */
record PixelPictures(String images, String labels) implements PictureSource {
    private static final int FOLDS = 10;

    @Override
    public List<Example> read(Path folder, Path otherLabels, int classes, TensorShape shape)
            throws UnusableDataException {
        ImagePreparation preparation = ImagePreparation.parse(shape, "box", "none", "pixels-unit");
        ImageSource source = ImageSource.open(folder.resolve(images));
        List<LabelFile.Entry> entries =
                LabelFile.read(otherLabels.toString().isEmpty() ? folder.resolve(labels) : otherLabels, classes);
        List<Example> examples = new ArrayList<>(entries.size());
        for (LabelFile.Entry entry : entries) {
            try {
                float[] input = preparation.prepare(source.read(entry.file())).values();
                examples.add(new Example(input, input, entry.label(), Integer.toString(examples.size() % FOLDS)));
            } catch (UnreadableImageException | UnsuitableImageException problem) {
                throw new UnusableDataException(entry.file() + ": " + problem.getMessage());
            }
        }
        return examples;
    }
}
