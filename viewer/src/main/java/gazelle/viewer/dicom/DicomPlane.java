package gazelle.viewer.dicom;

import gazelle.viewer.display.SliceGeometry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts by which slices of one series are ordered.
 *
 * @param geometry where the slice lies; null if its file does not say
 * @param contrast the measurement that it belongs to
 * @param number its number within the series, or within its file
 */
public record DicomPlane(@Nullable SliceGeometry geometry, DicomContrast contrast, double number) {
    public DicomPlane {
        Objects.requireNonNull(contrast, "contrast");
    }
}
