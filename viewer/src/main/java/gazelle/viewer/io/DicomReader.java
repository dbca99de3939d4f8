package gazelle.viewer.io;

import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.GrayImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads the first frame of an uncompressed DICOM image as modality values: stored value times slope plus intercept
 * (PS3.3 C.11.1), brighter meaning larger.
 */
final class DicomReader {
    /** Beyond any scanner's numbers; keeps every value and window finite in single precision. */
    private static final double MAX_MAGNITUDE = 1e12;

    private static final int MAX_WINDOWS = 8;
    private static final double SQUARE_TOLERANCE = 0.01;

    private DicomReader() {}

    static SliceFile read(byte[] content) throws UnreadableImageException {
        DicomHeader header = DicomHeader.parse(content);
        DicomDataSet dataSet = DicomDataSet.parse(content, header);
        List<String> notes = new ArrayList<>();
        DicomPixelFormat format = DicomPixelFormat.of(dataSet, notes);
        Rescale rescale = Rescale.of(dataSet, format, notes);
        GrayImage image = decode(dataSet, format, rescale);
        noteShapeOfPixels(dataSet, notes);
        SliceInfo info = new SliceInfo(
                SliceFormat.DICOM,
                header.syntax().name(),
                image.width(),
                image.height(),
                format.bitsStored(),
                format.frames(),
                DicomText.tags(dataSet, false),
                new Identifiers(DicomText.tags(dataSet, true)),
                windows(dataSet, rescale),
                notes);
        return new SliceFile(image, info);
    }

    /** From stored to shown values; for MONOCHROME1, {@code mirror} minus the modality value. */
    private record Rescale(double slope, double intercept, boolean inverted, double mirror) {
        static Rescale of(DicomDataSet dataSet, DicomPixelFormat format, List<String> notes) {
            if (dataSet.find(DicomDataSet.MODALITY_TABLE) != null) {
                notes.add("The file's table of modality values was not applied; stored values are used.");
            }
            OptionalDouble slope = singleNumber(dataSet, DicomDataSet.RESCALE_SLOPE, 1);
            OptionalDouble intercept = singleNumber(dataSet, DicomDataSet.RESCALE_INTERCEPT, 0);
            boolean usable = slope.isPresent() && slope.getAsDouble() != 0 && intercept.isPresent();
            if (!usable) {
                notes.add("The file's rescale slope or intercept makes no sense; stored values are used.");
            }
            double factor = usable ? slope.getAsDouble() : 1;
            double offset = usable ? intercept.getAsDouble() : 0;
            double mirror = factor * format.storedRangeSum() + 2 * offset;
            return new Rescale(factor, offset, format.inverted(), mirror);
        }

        double apply(int stored) {
            double modality = slope * stored + intercept;
            return inverted ? mirror - modality : modality;
        }
    }

    private static GrayImage decode(DicomDataSet dataSet, DicomPixelFormat format, Rescale rescale)
            throws UnreadableImageException {
        DicomElement element = dataSet.find(DicomDataSet.PIXELS);
        if (element == null || element.length() < format.frameSizeBytes()) {
            throw UnreadableImageException.truncated("DICOM");
        }
        byte[] content = dataSet.content();
        boolean bigEndian = dataSet.syntax().bigEndian();
        // Bytes in 16-bit words: in big endian the second pixel of each pair comes first (PS3.5 section 8.1.1).
        int swap = bigEndian && element.vr().equals("OW") ? 1 : 0;
        float[] pixels = new float[format.columns() * format.rows()];
        if (swap == 1 && format.bitsAllocated() == 8 && element.length() < pixels.length + pixels.length % 2) {
            throw UnreadableImageException.truncated("DICOM");
        }
        for (int i = 0; i < pixels.length; i++) {
            int sample = format.bitsAllocated() == 8
                    ? content[element.offset() + (i ^ swap)] & 0xFF
                    : DicomElement.shortAt(content, element.offset() + 2 * i, bigEndian);
            pixels[i] = (float) rescale.apply(format.stored(sample));
        }
        return new GrayImage(format.columns(), format.rows(), pixels);
    }

    private static List<WindowLevel> windows(DicomDataSet dataSet, Rescale rescale) {
        List<String> centres = dataSet.texts(DicomDataSet.WINDOW_CENTRE);
        List<String> widths = dataSet.texts(DicomDataSet.WINDOW_WIDTH);
        boolean exact = dataSet.texts(DicomDataSet.WINDOW_FUNCTION).contains("LINEAR_EXACT");
        List<WindowLevel> windows = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_WINDOWS, Math.min(centres.size(), widths.size())); i++) {
            OptionalDouble centre = sensible(centres.get(i));
            OptionalDouble width = sensible(widths.get(i));
            if (centre.isPresent() && width.isPresent() && width.getAsDouble() > 0) {
                // LINEAR is defined from width 1; scanners that rescale to small numbers write less and mean it
                // exactly.
                Ramp ramp = exact || width.getAsDouble() < 1 ? Ramp.LINEAR_EXACT : Ramp.LINEAR;
                windows.add(new WindowLevel(shown(centre.getAsDouble(), ramp, rescale), width.getAsDouble(), ramp));
            }
        }
        return windows;
    }

    /** Mirrors a window with its picture; LINEAR lies half a unit below its centre, so its mirror image moves by one. */
    private static double shown(double centre, Ramp ramp, Rescale rescale) {
        if (!rescale.inverted()) {
            return centre;
        }
        return switch (ramp) {
            case LINEAR -> rescale.mirror() - centre + 1;
            case LINEAR_EXACT -> rescale.mirror() - centre;
        };
    }

    private static void noteShapeOfPixels(DicomDataSet dataSet, List<String> notes) {
        List<String> spacing = dataSet.texts(SliceTag.Key.PIXEL_SPACING.number());
        if (spacing.size() == 2) {
            OptionalDouble down = sensible(spacing.get(0));
            OptionalDouble across = sensible(spacing.get(1));
            if (down.isPresent()
                    && across.isPresent()
                    && Math.abs(down.getAsDouble() - across.getAsDouble())
                            > SQUARE_TOLERANCE * Math.abs(across.getAsDouble())) {
                notes.add("The pixels of this slice are not square; it is shown and classified as if they were.");
            }
        }
    }

    /** The number of an element, the fallback if the element is missing or empty, nothing if it is no sensible number. */
    private static OptionalDouble singleNumber(DicomDataSet dataSet, int tag, double fallback) {
        List<String> texts = dataSet.texts(tag);
        if (texts.isEmpty() || texts.getFirst().isEmpty()) {
            return OptionalDouble.of(fallback);
        }
        return sensible(texts.getFirst());
    }

    private static OptionalDouble sensible(String text) {
        OptionalDouble number = DicomText.number(text);
        return number.isPresent() && Math.abs(number.getAsDouble()) <= MAX_MAGNITUDE ? number : OptionalDouble.empty();
    }
}
