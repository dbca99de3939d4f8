package gazelle.viewer.dicom;

import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts that sort a DICOM file into its series, all from before its pixels.
 *
 * @param columns width of the picture in pixels
 * @param rows its height
 * @param frames pictures in the file
 * @param seriesUid the identifier of its series; empty if the file has none
 * @param description what someone called the series; empty if nobody did
 * @param plane the facts that order it within the series; its number is 0 if the file has none
 */
public record DicomSummary(int columns, int rows, int frames, String seriesUid, String description, DicomPlane plane) {
    /**
     * Reads the beginning of a file that {@link DicomStack#isDicom} accepted.
     *
     * @throws UnreadableImageException if the pixels do not begin within it, or the file is damaged or holds none
     */
    public static DicomSummary of(byte[] content) throws UnreadableImageException {
        DicomHeader header = DicomHeader.parse(content);
        DicomDataSet dataSet = DicomDataSet.parse(header.unpacked(content), header.afterUnpacking());
        DicomPixelFormat format = DicomPixelFormat.of(dataSet, new ArrayList<>());
        List<SliceTag> plain = DicomText.tags(dataSet, false);
        String instance = text(plain, SliceTag.Key.INSTANCE_NUMBER);
        return new DicomSummary(
                format.columns(),
                format.rows(),
                format.frames(),
                text(DicomText.tags(dataSet, true), SliceTag.Key.SERIES_INSTANCE_UID),
                text(plain, SliceTag.Key.SERIES_DESCRIPTION),
                new DicomPlane(
                        DicomGeometry.of(dataSet, dataSet, dataSet),
                        DicomContrast.of(dataSet),
                        HeaderText.sensible(instance).orElse(0)));
    }

    private static String text(List<SliceTag> tags, SliceTag.Key key) {
        return SliceInfo.find(tags, key).orElse("");
    }

    /** Without the identifier and the description, which can name the patient. */
    @Override
    public String toString() {
        return "DicomSummary[" + columns + "x" + rows + ", " + frames + " frames]";
    }
}
