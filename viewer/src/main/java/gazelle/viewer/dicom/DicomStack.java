package gazelle.viewer.dicom;

import gazelle.viewer.codec.Samples;
import gazelle.viewer.dicom.DicomPixelFormat.Colours;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.ColourShare;
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
import org.jspecify.annotations.Nullable;

/**
 * The frames of a DICOM image as modality values: stored value times slope plus intercept (PS3.3 C.11.1), brighter
 * meaning larger. Frames whose places the file tells are in the order of these, whatever their order in the file.
 */
public final class DicomStack implements SliceStack {
    private static final double SQUARE_TOLERANCE = 0.01;

    private final DicomDataSet dataSet;
    private final DicomPixelFormat format;
    private final DicomPixels pixels;
    private final @Nullable DicomPalette palette;
    private final List<String> notes = new ArrayList<>();

    private final DicomFrames frames;

    private DicomStack(DicomDataSet dataSet, List<String> findings) throws UnreadableImageException {
        this.dataSet = dataSet;
        notes.addAll(findings);
        notes.addAll(dataSet.notes());
        format = DicomPixelFormat.of(dataSet, notes);
        if (DicomMosaic.isMosaic(dataSet)) {
            notes.add(DicomMosaic.NOTE);
        }
        pixels = new DicomPixels(dataSet, format);
        palette = format.colours() == Colours.PALETTE ? new DicomPalette(dataSet, format) : null;
        frames = new DicomFrames(dataSet, format.frames());
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
        return frames.preferred();
    }

    /** The planes of the frames, in their order; empty if the file does not place each of them. */
    public List<DicomPlane> planes() {
        return frames.planes();
    }

    @Override
    public Samples stored(int index) throws UnreadableImageException {
        return pixels.frame(frames.frame(Objects.checkIndex(index, size())));
    }

    @Override
    public SliceFile slice(int index) throws UnreadableImageException {
        List<String> remarks = new ArrayList<>(notes);
        if (frames.frame(Objects.checkIndex(index, size())) != index) {
            remarks.add("Slices are counted by their place; this one is frame " + (frames.frame(index) + 1) + " of "
                    + size() + " in its file.");
        }
        int[] samples = stored(index).values();
        return switch (format.colours()) {
            case GREY -> grey(index, samples, remarks);
            case PALETTE, RED_GREEN_BLUE, BRIGHTNESS_AND_DIFFERENCES -> colour(index, samples, remarks);
        };
    }

    private SliceFile grey(int index, int[] samples, List<String> remarks) throws UnreadableImageException {
        DicomRescale rescale = DicomRescale.of(group(TagNumbers.RESCALE_SEQUENCE, index), format, remarks);
        long[] stored = new long[samples.length];
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = format.number(samples[i]);
            values[i] = (float) rescale.apply(stored[i]);
        }
        DicomPadding.of(dataSet, format).removeInPlace(stored, values, remarks);
        noteShapeOfPixels(group(TagNumbers.MEASURES_SEQUENCE, index), remarks);
        return new SliceFile(new GrayImage(format.columns(), format.rows(), values), info(index, rescale, remarks));
    }

    private SliceFile colour(int index, int[] samples, List<String> remarks) throws UnreadableImageException {
        int[] argb = palette == null ? components(samples) : new int[samples.length];
        if (palette != null) {
            for (int i = 0; i < argb.length; i++) {
                argb[i] = palette.argb(samples[i]);
            }
        }
        ColourShare share = ColourShare.of(argb);
        share.note().ifPresent(remarks::add);
        ColourImage channels =
                share == ColourShare.NONE ? null : new ColourImage(format.columns(), format.rows(), argb);
        // The rescale of a colour picture has no meaning, nor have windows.
        DicomRescale none = new DicomRescale(1, 0, false, 0);
        return new SliceFile(
                Colour.brightness(format.columns(), format.rows(), argb),
                info(index, none, remarks),
                share.isColoured() ? channels : null,
                channels);
    }

    private int[] components(int[] samples) {
        boolean differences = format.colours() == Colours.BRIGHTNESS_AND_DIFFERENCES;
        int[] argb = new int[samples.length / 3];
        for (int i = 0; i < argb.length; i++) {
            int first = samples[3 * i];
            int second = samples[3 * i + 1];
            int third = samples[3 * i + 2];
            argb[i] = differences ? Colour.argbOfDifferences(first, second, third) : Colour.argb(first, second, third);
        }
        return argb;
    }

    private SliceInfo info(int index, DicomRescale rescale, List<String> remarks) throws UnreadableImageException {
        SliceGeometry geometry = frames.geometry(frames.frame(index));
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
                format.colours() == Colours.GREY
                        ? rescale.windows(group(TagNumbers.WINDOW_SEQUENCE, index))
                        : List.of(),
                geometry,
                remarks);
    }

    private DicomDataSet group(int sequence, int index) throws UnreadableImageException {
        return frames.group(sequence, frames.frame(index));
    }

    private static void noteShapeOfPixels(DicomDataSet measures, List<String> remarks) {
        double[] spacing = DicomGeometry.numbers(measures, SliceTag.Key.PIXEL_SPACING, 2);
        if (spacing.length == 2 && Math.abs(spacing[0] - spacing[1]) > SQUARE_TOLERANCE * Math.abs(spacing[1])) {
            remarks.add(
                    "The pixels of this slice are not square; it is shown in its true shape, but classified as if they were.");
        }
    }
}
