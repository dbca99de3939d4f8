package gazelle.viewer.dicom;

import gazelle.viewer.codec.Samples;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.Identifiers;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The frames of a DICOM image as modality values: stored value times slope plus intercept (PS3.3 C.11.1), brighter
 * meaning larger.
 */
public final class DicomStack implements SliceStack {
    private static final double SQUARE_TOLERANCE = 0.01;

    private final DicomDataSet dataSet;
    private final DicomPixelFormat format;
    private final DicomPixels pixels;
    private final List<String> notes = new ArrayList<>();

    /** The values that the frames share, and those of each frame (PS3.3 C.7.6.16); empty for classic objects. */
    private final List<DicomDataSet> shared;

    private final List<DicomDataSet> perFrame;

    private DicomStack(DicomDataSet dataSet, List<String> findings) throws UnreadableImageException {
        this.dataSet = dataSet;
        notes.addAll(findings);
        notes.addAll(dataSet.notes());
        format = DicomPixelFormat.of(dataSet, notes);
        if (dataSet.texts(TagNumbers.IMAGE_TYPE).contains("MOSAIC")) {
            notes.add(
                    "This picture is a mosaic of several slices. Models take one slice: do not rely on an answer about it.");
        }
        pixels = new DicomPixels(dataSet, format);
        shared = dataSet.items(TagNumbers.SHARED_GROUPS);
        perFrame = dataSet.items(TagNumbers.FRAME_GROUPS);
    }

    /** Returns whether content begins as a DICOM file does, with a preamble or without. */
    public static boolean isDicom(byte[] content) {
        return DicomHeader.isDicom(content);
    }

    /**
     * Opens a file that {@link #isDicom} accepted.
     *
     * @throws UnreadableImageException if it is damaged, cut off, larger than the limits, without a picture or of an encoding
     *     that is not read
     */
    public static DicomStack open(byte[] content) throws UnreadableImageException {
        DicomHeader header = DicomHeader.parse(content);
        byte[] plain = header.unpacked(content);
        return new DicomStack(DicomDataSet.parse(plain, header.afterUnpacking()), header.notes());
    }

    @Override
    public int size() {
        return format.frames();
    }

    @Override
    public int preferred() {
        return 0;
    }

    @Override
    public Samples stored(int index) throws UnreadableImageException {
        return pixels.frame(Objects.checkIndex(index, size()));
    }

    @Override
    public SliceFile slice(int index) throws UnreadableImageException {
        List<String> remarks = new ArrayList<>(notes);
        int[] samples = stored(index).values();
        return switch (format.colours()) {
            case GREY -> grey(index, samples, remarks);
            case RED_GREEN_BLUE, BRIGHTNESS_AND_DIFFERENCES -> colour(index, samples, remarks);
        };
    }

    private SliceFile grey(int index, int[] samples, List<String> remarks) throws UnreadableImageException {
        DicomRescale rescale = DicomRescale.of(group(TagNumbers.RESCALE_SEQUENCE, index), format, remarks);
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rescale.apply(samples[i]);
        }
        noteShapeOfPixels(group(TagNumbers.MEASURES_SEQUENCE, index), remarks);
        return new SliceFile(new GrayImage(format.columns(), format.rows(), values), info(index, rescale, remarks));
    }

    private SliceFile colour(int index, int[] samples, List<String> remarks) throws UnreadableImageException {
        remarks.add(Colour.NOTE);
        int[] argb = new int[samples.length / 3];
        for (int i = 0; i < argb.length; i++) {
            int first = samples[3 * i];
            int second = samples[3 * i + 1];
            int third = samples[3 * i + 2];
            argb[i] = switch (format.colours()) {
                case GREY, RED_GREEN_BLUE -> Colour.argb(first, second, third);
                case BRIGHTNESS_AND_DIFFERENCES -> Colour.argbOfDifferences(first, second, third);
            };
        }
        // The rescale of a colour picture has no meaning, nor have windows.
        DicomRescale none = new DicomRescale(1, 0, false, 0);
        return new SliceFile(
                Colour.brightness(format.columns(), format.rows(), argb),
                info(index, none, remarks),
                new ColourImage(format.columns(), format.rows(), argb));
    }

    private SliceInfo info(int index, DicomRescale rescale, List<String> remarks) throws UnreadableImageException {
        SliceGeometry geometry = DicomGeometry.of(
                group(TagNumbers.POSITION_SEQUENCE, index),
                group(TagNumbers.ORIENTATION_SEQUENCE, index),
                group(TagNumbers.MEASURES_SEQUENCE, index));
        boolean lossy =
                dataSet.syntax().lossy() || dataSet.texts(TagNumbers.LOSSY).contains("01");
        return new SliceInfo(
                SliceFormat.DICOM,
                dataSet.syntax().name(),
                format.columns(),
                format.rows(),
                format.bitsStored(),
                format.frames(),
                index,
                lossy,
                DicomText.tags(dataSet, false),
                new Identifiers(DicomText.tags(dataSet, true)),
                format.components() == 1 ? rescale.windows(group(TagNumbers.WINDOW_SEQUENCE, index)) : List.of(),
                geometry,
                remarks);
    }

    /** Returns the data set with a frame's values of one kind: its own group, the common one, or the top level. */
    private DicomDataSet group(int sequence, int index) throws UnreadableImageException {
        if (index < perFrame.size()) {
            List<DicomDataSet> own = perFrame.get(index).items(sequence);
            if (!own.isEmpty()) {
                return own.getFirst();
            }
        }
        if (!shared.isEmpty()) {
            List<DicomDataSet> common = shared.getFirst().items(sequence);
            if (!common.isEmpty()) {
                return common.getFirst();
            }
        }
        return dataSet;
    }

    private static void noteShapeOfPixels(DicomDataSet measures, List<String> remarks) {
        double[] spacing = DicomGeometry.numbers(measures, SliceTag.Key.PIXEL_SPACING, 2);
        if (spacing.length == 2 && Math.abs(spacing[0] - spacing[1]) > SQUARE_TOLERANCE * Math.abs(spacing[1])) {
            remarks.add(
                    "The pixels of this slice are not square; it is shown in its true shape, but classified as if they were.");
        }
    }
}
