package gazelle.viewer.dicom;

import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * From stored to shown values: modality values (PS3.3 C.11.1); for MONOCHROME1, {@code mirror} minus them.
 *
 * @param slope factor of stored values, not 0
 * @param intercept added to their product
 * @param inverted whether the file's largest value is black
 * @param mirror the smallest and the largest modality value, added
 */
record DicomRescale(double slope, double intercept, boolean inverted, double mirror) {
    private static final int MAX_WINDOWS = 8;

    /**
     * Reads the rescale of a data set or of a frame's group.
     *
     * @param notes receives sentences for people
     * @throws UnreadableImageException if values are given by a table, which is for other devices than MRI scanners
     */
    static DicomRescale of(DicomDataSet dataSet, DicomPixelFormat format, List<String> notes)
            throws UnreadableImageException {
        if (!dataSet.items(TagNumbers.MODALITY_TABLE).isEmpty()) {
            throw UnreadableImageException.unsupported(
                    "This DICOM file gives the meaning of its values by a table (Modality LUT Sequence)",
                    "Export the original series of the scanner, which has a rescale slope and intercept.");
        }
        OptionalDouble slope = singleNumber(dataSet, TagNumbers.RESCALE_SLOPE, 1);
        OptionalDouble intercept = singleNumber(dataSet, TagNumbers.RESCALE_INTERCEPT, 0);
        boolean usable = slope.isPresent() && slope.getAsDouble() != 0 && intercept.isPresent();
        if (!usable) {
            notes.add("The file's rescale slope or intercept makes no sense; stored values are used.");
        }
        double factor = usable ? slope.getAsDouble() : 1;
        double offset = usable ? intercept.getAsDouble() : 0;
        double mirror = factor * format.storedRangeSum() + 2 * offset;
        return new DicomRescale(factor, offset, format.inverted(), mirror);
    }

    double apply(long stored) {
        double modality = slope * stored + intercept;
        return inverted ? mirror - modality : modality;
    }

    /** The windows of a data set or of a frame's group, as they apply to shown values. */
    List<WindowLevel> windows(DicomDataSet dataSet) {
        List<String> centres = dataSet.texts(TagNumbers.WINDOW_CENTRE);
        List<String> widths = dataSet.texts(TagNumbers.WINDOW_WIDTH);
        boolean exact = dataSet.texts(TagNumbers.WINDOW_FUNCTION).contains("LINEAR_EXACT");
        List<WindowLevel> windows = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_WINDOWS, Math.min(centres.size(), widths.size())); i++) {
            OptionalDouble centre = HeaderText.sensible(centres.get(i));
            OptionalDouble width = HeaderText.sensible(widths.get(i));
            if (centre.isPresent() && width.isPresent() && width.getAsDouble() > 0) {
                // LINEAR is defined from width 1; scanners that rescale to small numbers write less and mean it
                // exactly.
                Ramp ramp = exact || width.getAsDouble() < 1 ? Ramp.LINEAR_EXACT : Ramp.LINEAR;
                windows.add(new WindowLevel(shown(centre.getAsDouble(), ramp), width.getAsDouble(), ramp));
            }
        }
        return windows;
    }

    /** Mirrors a window with its picture; LINEAR lies half a unit below its centre, so its mirror image moves by one. */
    private double shown(double centre, Ramp ramp) {
        if (!inverted) {
            return centre;
        }
        return switch (ramp) {
            case LINEAR -> mirror - centre + 1;
            case LINEAR_EXACT -> mirror - centre;
        };
    }

    /** The number of an element, the fallback if the element is missing or empty, nothing if it is no sensible number. */
    private static OptionalDouble singleNumber(DicomDataSet dataSet, int tag, double fallback) {
        List<String> texts = dataSet.texts(tag);
        if (texts.isEmpty() || texts.getFirst().isEmpty()) {
            return OptionalDouble.of(fallback);
        }
        return HeaderText.sensible(texts.getFirst());
    }
}
