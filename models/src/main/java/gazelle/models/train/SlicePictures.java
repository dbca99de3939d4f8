package gazelle.models.train;

import gazelle.models.data.ImageSource;
import gazelle.models.data.LabelFile;
import gazelle.models.data.MarkFile;
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
 * Slices in a zip archive, prepared by exactly the code that the client uses: the head or a marked finding, minus the mean, over the
 * deviation.
 *
 * @param images name of the archive
 * @param labels name of the label file, whose column {@code source_fold} names the folds
 * @param marks name of the file of boxes around findings, of which the pictures are the surroundings; empty for the whole head
 */
record SlicePictures(String images, String labels, String marks) implements PictureSource {
    private static final int DETAIL = 2;

    /** Room for boxes that are moved, scaled and turned. */
    private static final int CONTEXT_OF_MARK = 2;

    @Override
    public List<Example> read(Path folder, Path otherLabels, int classes, TensorShape shape)
            throws UnusableDataException {
        Path csv = otherLabels.toString().isEmpty() ? folder.resolve(labels) : otherLabels;
        List<LabelFile.Entry> entries = LabelFile.read(csv, classes);
        List<String> folds = LabelFile.column(csv, "source_fold");
        ImageSource source = ImageSource.open(folder.resolve(images));
        MarkFile boxes = marks.isEmpty() ? MarkFile.none() : MarkFile.read(folder.resolve(marks));
        List<Example> examples = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            LabelFile.Entry entry = entries.get(i);
            try {
                SliceFile slice = boxes.mark(entry.file(), SliceReader.read(source.read(entry.file())));
                examples.add(new Example(
                        slice.inputFor(recipe(shape, crop())).values(),
                        detailed(slice, shape),
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
                        recipe(shape, Crop.HEAD).apply(slice.image()).values(),
                        detailed(shape, Crop.HEAD).apply(slice.image()).values(),
                        slice.plane(),
                        volume.toString()));
            } catch (UnsuitableImageException problem) {
                throw new UnusableDataException(volume + ": " + problem.getMessage());
            }
        }
        return examples;
    }

    private Crop crop() {
        return marks.isEmpty() ? Crop.HEAD : Crop.MARKED;
    }

    private float[] detailed(SliceFile slice, TensorShape shape) throws UnsuitableImageException {
        TensorShape whole = new TensorShape(shape.channels(), context() * shape.height(), context() * shape.width());
        return detailed(whole, crop())
                .applyWithContext(slice.image(), slice.mark(), context())
                .values();
    }

    private static SliceRecipe recipe(TensorShape shape, Crop crop) {
        return recipe(shape, 1, crop, Normalise.SLICE_MEAN_STD);
    }

    private static SliceRecipe detailed(TensorShape shape, Crop crop) {
        return recipe(shape, DETAIL, crop, Normalise.UNIT);
    }

    private static SliceRecipe recipe(TensorShape shape, int detail, Crop crop, Normalise normalise) {
        return new SliceRecipe(
                shape.channels(), detail * shape.height(), detail * shape.width(), Resample.BOX, crop, normalise);
    }

    @Override
    public int context() {
        return marks.isEmpty() ? 1 : CONTEXT_OF_MARK;
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
