package gazelle.models.train;

import gazelle.models.data.ImageSource;
import gazelle.models.data.LabelFile;
import gazelle.models.data.UnusableDataException;
import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.Crop;
import gazelle.viewer.input.Normalise;
import gazelle.viewer.input.Resample;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Slices in a zip archive, prepared by exactly the code that the client uses: the head, minus the mean, over the deviation.
 *
 * @param images name of the archive
 * @param labels name of the label file, whose column {@code source_fold} names the folds
 */
record SlicePictures(String images, String labels) implements PictureSource {
    private static final int DETAIL = 2;

    @Override
    public List<Example> read(Path folder, Path otherLabels, int classes, TensorShape shape)
            throws UnusableDataException {
        Path csv = otherLabels.toString().isEmpty() ? folder.resolve(labels) : otherLabels;
        List<LabelFile.Entry> entries = LabelFile.read(csv, classes);
        List<String> folds = LabelFile.column(csv, "source_fold");
        ImageSource source = ImageSource.open(folder.resolve(images));
        List<Example> examples = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            LabelFile.Entry entry = entries.get(i);
            try {
                SliceFile slice = SliceReader.read(source.read(entry.file()));
                examples.add(new Example(
                        slice.inputFor(recipe(shape)).values(),
                        slice.inputFor(detailed(shape)).values(),
                        entry.label(),
                        folds.get(i)));
            } catch (UnreadableImageException | UnsuitableImageException problem) {
                throw new UnusableDataException(entry.file() + ": " + problem.getMessage());
            }
        }
        return examples;
    }

    /**
     * The slices of a volume, labelled with their planes, for a network that tells these apart; no fold holds them out.
     *
     * @param volume as {@link VolumePictures#read} takes it
     */
    static List<Example> readVolume(Path volume, TensorShape shape) throws UnusableDataException {
        List<Example> examples = new ArrayList<>();
        for (VolumePictures.Slice slice : VolumePictures.read(volume)) {
            try {
                examples.add(new Example(
                        recipe(shape).apply(slice.image()).values(),
                        detailed(shape).apply(slice.image()).values(),
                        slice.plane(),
                        volume.toString()));
            } catch (UnsuitableImageException problem) {
                throw new UnusableDataException(volume + ": " + problem.getMessage());
            }
        }
        return examples;
    }

    private static SliceRecipe recipe(TensorShape shape) {
        return recipe(shape, 1, Normalise.SLICE_MEAN_STD);
    }

    private static SliceRecipe detailed(TensorShape shape) {
        return recipe(shape, DETAIL, Normalise.UNIT);
    }

    private static SliceRecipe recipe(TensorShape shape, int detail, Normalise normalise) {
        return new SliceRecipe(
                shape.channels(), detail * shape.height(), detail * shape.width(), Resample.BOX, Crop.HEAD, normalise);
    }

    @Override
    public int detail() {
        return DETAIL;
    }

    /** As {@link Normalise#SLICE_MEAN_STD} does; a flat picture becomes zeros. */
    @Override
    public void normaliseInPlace(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.max(Math.sqrt(squares / values.length), 1e-6);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
    }
}
