package gazelle.models.train;

import gazelle.models.data.UnusableDataException;
import gazelle.protocol.model.TensorShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Grey pictures in a pair of IDX files; an input is a pixel over 255, and a fold every tenth picture.
 *
 * @param images name of the file of pictures
 * @param labels name of the file of labels
 */
record IdxPictures(String images, String labels) implements PictureSource {
    static final int FOLDS = 10;

    @Override
    public List<Example> read(Path folder, Path otherLabels, int classes, TensorShape shape)
            throws UnusableDataException {
        IdxFile pictures = IdxFile.read(folder.resolve(images));
        IdxFile classOf = IdxFile.read(otherLabels.toString().isEmpty() ? folder.resolve(labels) : otherLabels);
        if (!pictures.sizes().equals(List.of(classOf.values().length, shape.height(), shape.width()))) {
            throw new UnusableDataException(images + ": sizes " + pictures.sizes() + " (expected: "
                    + classOf.values().length + " pictures of " + shape.height() + "x" + shape.width() + ")");
        }
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < classOf.values().length; i++) {
            int label = classOf.values()[i] & 0xff;
            if (label >= classes) {
                throw new UnusableDataException(labels + ": label " + label + " (expected: 0.." + (classes - 1) + ")");
            }
            float[] input = new float[shape.elements()];
            for (int j = 0; j < input.length; j++) {
                input[j] = (pictures.values()[i * input.length + j] & 0xff) / 255f;
            }
            examples.add(new Example(input, input, label, Integer.toString(i % FOLDS)));
        }
        return examples;
    }
}
