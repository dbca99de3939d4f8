package gazelle.models.train;

import gazelle.models.data.ImageSource;
import gazelle.models.data.LabelFile;
import gazelle.models.data.UnusableDataException;
import gazelle.protocol.model.TensorShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Colour pictures, PNG or JPEG, of the input's size in a zip archive; an input is red, green and blue over 255, and a fold
 * every tenth picture.
 *
 * @param images name of the archive
 * @param labels name of the label file
 */
record ColourPictures(String images, String labels) implements PictureSource {
    static final int FOLDS = 10;

    @Override
    public List<Example> read(Path folder, Path otherLabels, int classes, TensorShape shape)
            throws UnusableDataException {
        ImageIO.setUseCache(false);
        List<LabelFile.Entry> entries =
                LabelFile.read(otherLabels.toString().isEmpty() ? folder.resolve(labels) : otherLabels, classes);
        ImageSource source = ImageSource.open(folder.resolve(images));
        List<Example> examples = new ArrayList<>(entries.size());
        for (LabelFile.Entry entry : entries) {
            float[] input = values(source.read(entry.file()), entry.file(), shape);
            examples.add(new Example(input, input, entry.label(), Integer.toString(examples.size() % FOLDS)));
        }
        return examples;
    }

    private static float[] values(byte[] file, String name, TensorShape shape) throws UnusableDataException {
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException problem) {
            throw new UnusableDataException(name + ": damaged picture");
        }
        if (image == null || image.getWidth() != shape.width() || image.getHeight() != shape.height()) {
            throw new UnusableDataException(
                    name + ": not a picture of " + shape.width() + "x" + shape.height() + " pixels");
        }
        float[] values = new float[shape.elements()];
        int plane = shape.height() * shape.width();
        for (int i = 0; i < plane; i++) {
            int pixel = image.getRGB(i % shape.width(), i / shape.width());
            for (int c = 0; c < shape.channels(); c++) {
                values[c * plane + i] = (pixel >> (16 - 8 * c) & 0xff) / 255f;
            }
        }
        return values;
    }
}
