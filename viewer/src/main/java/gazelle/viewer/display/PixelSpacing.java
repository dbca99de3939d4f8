package gazelle.viewer.display;

/**
 * How far neighbouring pixels lie apart in the patient.
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

    /** How much wider than high a pixel is to be drawn; 1 for square ones. */
    public double aspect() {
        return columnMm / rowMm;
    }
}
