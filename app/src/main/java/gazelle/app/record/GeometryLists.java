package gazelle.app.record;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import java.util.List;

/**
 * A slice's geometry as JSON holds it: vectors are lists of mm to the patient's left, back and head.
 *
 * @param position the centre of the top left pixel
 * @param alongRow the direction in which columns follow each other, of length 1
 * @param alongColumn the direction in which rows follow each other, of length 1
 * @param rowSpacing distance of neighbouring rows in mm
 * @param columnSpacing distance of neighbouring columns in mm
 */
public record GeometryLists(
        List<Double> position,
        List<Double> alongRow,
        List<Double> alongColumn,
        double rowSpacing,
        double columnSpacing) {
    private static final int DIMENSIONS = 3;

    public GeometryLists {
        position = List.copyOf(position);
        alongRow = List.copyOf(alongRow);
        alongColumn = List.copyOf(alongColumn);
    }

    /** The lists of a geometry. */
    public static GeometryLists of(SliceGeometry geometry) {
        return new GeometryLists(
                list(geometry.position()),
                list(geometry.alongRow()),
                list(geometry.alongColumn()),
                geometry.rowSpacing(),
                geometry.columnSpacing());
    }

    /**
     * Returns the geometry.
     *
     * @throws IllegalArgumentException if the lists are none
     */
    SliceGeometry geometry() {
        return new SliceGeometry(
                vector("position", position),
                vector("alongRow", alongRow),
                vector("alongColumn", alongColumn),
                columnSpacing,
                rowSpacing);
    }

    private static List<Double> list(PatientVector vector) {
        return List.of(vector.left(), vector.posterior(), vector.superior());
    }

    private static PatientVector vector(String name, List<Double> list) {
        if (list.size() != DIMENSIONS) {
            throw new IllegalArgumentException(name + ": " + list.size() + " numbers (expected: " + DIMENSIONS + ")");
        }
        return new PatientVector(list.get(0), list.get(1), list.get(2));
    }
}
