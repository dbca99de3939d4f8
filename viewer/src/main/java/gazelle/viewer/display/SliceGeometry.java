package gazelle.viewer.display;

import java.util.Objects;

/**
 * The place of a slice in the patient.
 *
 * @param position the centre of the top left pixel, in mm
 * @param alongRow the direction in which columns follow each other, of length 1
 * @param alongColumn the direction in which rows follow each other, of length 1 and perpendicular to the other
 * @param columnSpacing distance of neighbouring columns in mm, positive
 * @param rowSpacing distance of neighbouring rows in mm, positive
 */
public record SliceGeometry(
        PatientVector position,
        PatientVector alongRow,
        PatientVector alongColumn,
        double columnSpacing,
        double rowSpacing) {
    private static final double TOLERANCE = 1e-3;

    public SliceGeometry {
        Objects.requireNonNull(position, "position");
        requireDirection("alongRow", alongRow);
        requireDirection("alongColumn", alongColumn);
        if (!(Math.abs(alongRow.dot(alongColumn)) <= TOLERANCE)) {
            throw new IllegalArgumentException(
                    "alongColumn: " + alongColumn + " (expected: perpendicular to " + alongRow + ")");
        }
        requirePositive("columnSpacing", columnSpacing);
        requirePositive("rowSpacing", rowSpacing);
    }

    /** The direction out of the slice: to the head for an axial one in the usual orientation. */
    public PatientVector normal() {
        return alongRow.cross(alongColumn);
    }

    /** Returns the slice's place along its own normal, in mm: slices of a series are ordered by it. */
    public double distance() {
        return position.dot(normal());
    }

    /** Returns whether another slice is parallel to this one, so that both can be ordered. */
    public boolean isParallelTo(SliceGeometry other) {
        return alongRow.dot(other.alongRow) > 1 - TOLERANCE && alongColumn.dot(other.alongColumn) > 1 - TOLERANCE;
    }

    private static void requireDirection(String name, PatientVector direction) {
        if (!(Math.abs(direction.length() - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(name + ": " + direction + " (expected: length 1)");
        }
    }

    private static void requirePositive(String name, double spacing) {
        if (!(spacing > 0) || !Double.isFinite(spacing)) {
            throw new IllegalArgumentException(name + ": " + spacing + " (expected: > 0)");
        }
    }
}
