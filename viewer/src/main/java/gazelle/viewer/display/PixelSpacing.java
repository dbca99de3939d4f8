package gazelle.viewer.display;

/**
 * The distances of neighbouring pixels in the patient.
 *
 * @param columnMm distance of neighbouring columns in mm, positive
 * @param rowMm distance of neighbouring rows in mm, positive
 */
public record PixelSpacing(double columnMm, double rowMm) {
    public PixelSpacing {
        if (!(columnMm > 0) || !Double.isFinite(columnMm) || !(rowMm > 0) || !Double.isFinite(rowMm)) {
            throw new IllegalArgumentException("spacing: " + columnMm + ", " + rowMm + " (expected: > 0)");
        }
    }

    /** Returns the width of a drawn pixel over its height; 1 for square ones. */
    public double aspect() {
        return columnMm / rowMm;
    }
}
