package gazelle.viewer.dicom;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The measurement that a slice belongs to: what tells apart slices in the same place.
 *
 * @param time number in a series of measurements over time, 0 if there is none
 * @param diffusionWeight b-value in s/mm², 0 if there is none
 * @param echoTime in ms, 0 if there is none
 * @param imageType value 3 and those after it of Image Type or Frame Type: magnitude, phase, water, fat; may be empty
 */
public record DicomContrast(double time, double diffusionWeight, double echoTime, String imageType)
        implements Comparable<DicomContrast> {
    private static final Comparator<DicomContrast> ORDER = Comparator.comparingDouble(DicomContrast::time)
            .thenComparingDouble(DicomContrast::diffusionWeight)
            .thenComparing(DicomContrast::imageType)
            .thenComparingDouble(DicomContrast::echoTime);

    /** The values of Image Type before these tell how a picture came about, not what it shows (PS3.3 C.7.6.1.1.2). */
    private static final int FIRST_TYPE = 2;

    public DicomContrast {
        Objects.requireNonNull(imageType, "imageType");
    }

    /** Reads the elements of a file with a single slice. */
    static DicomContrast of(DicomDataSet dataSet) {
        return new DicomContrast(
                dataSet.number(TagNumbers.TEMPORAL_POSITION),
                dataSet.number(TagNumbers.DIFFUSION_WEIGHT),
                dataSet.number(TagNumbers.ECHO_TIME),
                type(dataSet.texts(TagNumbers.IMAGE_TYPE)));
    }

    /** Reads the groups of a frame (PS3.3 C.8.13.5, C.7.6.16.2.2). */
    static DicomContrast of(DicomFrames frames, int index) throws UnreadableImageException {
        return new DicomContrast(
                frames.group(TagNumbers.FRAME_CONTENT_SEQUENCE, index).number(TagNumbers.TEMPORAL_INDEX),
                frames.group(TagNumbers.DIFFUSION_SEQUENCE, index).number(TagNumbers.DIFFUSION_WEIGHT),
                frames.group(TagNumbers.ECHO_SEQUENCE, index).number(TagNumbers.EFFECTIVE_ECHO_TIME),
                type(frames.group(TagNumbers.FRAME_TYPE_SEQUENCE, index).texts(TagNumbers.FRAME_TYPE)));
    }

    @Override
    public int compareTo(DicomContrast other) {
        return ORDER.compare(this, other);
    }

    private static String type(List<String> values) {
        return String.join("\\", values.subList(Math.min(FIRST_TYPE, values.size()), values.size()));
    }
}
