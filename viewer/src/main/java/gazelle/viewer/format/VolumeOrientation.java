package gazelle.viewer.format;

import gazelle.viewer.display.PatientVector;
import java.util.List;

/**
 * The place of a volume's voxels in the patient, and the turn of its slices for the screen.
 *
 * <p>It counts to the left, back and head as DICOM does. A slice is what the file's first two dimensions span. On the screen the
 * patient's left is to the right, the back or the feet are below; sagittal slices face left.
 *
 * @param origin the centre of the first voxel, in mm
 * @param axes the steps to the next voxel along each of the three dimensions, in mm
 * @param stated whether the file says so; else the axes are a convention
 */
record VolumeOrientation(PatientVector origin, List<PatientVector> axes, boolean stated) {
    /** Axes that span less than this part of a cuboid of their lengths lie in a plane. */
    private static final double MIN_PART = 1e-6;

    private static final double MAX_MAGNITUDE = 1e9;

    VolumeOrientation {
        axes = List.copyOf(axes);
    }

    /**
     * From rows as NIfTI and FreeSurfer have them: the first three columns step along a dimension, the last is the first voxel's
     * place, to the right, front and head in mm.
     *
     * @return unusable if a number is nonsense
     */
    static VolumeOrientation ofRows(double[][] rows) {
        PatientVector[] columns = new PatientVector[4];
        for (int i = 0; i < 4; i++) {
            columns[i] = vector(-rows[0][i], -rows[1][i], rows[2][i]);
        }
        return new VolumeOrientation(columns[3], List.of(columns[0], columns[1], columns[2]), true);
    }

    /** Axes that a file does not vouch for, as long as its spacings say; 1 mm if those are nonsense. */
    static VolumeOrientation unstated(PatientVector first, PatientVector second, PatientVector third) {
        PatientVector none = new PatientVector(0, 0, 0);
        VolumeOrientation given = new VolumeOrientation(none, List.of(first, second, third), false);
        return given.isUsable()
                ? given
                : new VolumeOrientation(
                        none,
                        List.of(new PatientVector(-1, 0, 0), new PatientVector(0, -1, 0), new PatientVector(0, 0, 1)),
                        false);
    }

    /** A vector to the left, back and head; zero if a number is nonsense. */
    static PatientVector vector(double left, double posterior, double superior) {
        boolean finite = Math.abs(left) + Math.abs(posterior) + Math.abs(superior) < MAX_MAGNITUDE;
        return finite ? new PatientVector(left, posterior, superior) : new PatientVector(0, 0, 0);
    }

    /** The same axes, which the file does not vouch for. */
    VolumeOrientation doubtful() {
        return new VolumeOrientation(origin, axes, false);
    }

    /** The distances of neighbouring voxels along the three dimensions, in mm. */
    List<Double> spacing() {
        return axes.stream().map(PatientVector::length).toList();
    }

    boolean isUsable() {
        if (!isWithinReach(origin) || !axes.stream().allMatch(VolumeOrientation::isWithinReach)) {
            return false;
        }
        double volume = axes.get(0).cross(axes.get(1)).dot(axes.get(2));
        double cuboid =
                axes.get(0).length() * axes.get(1).length() * axes.get(2).length();
        return cuboid > 0 && Math.abs(volume) > MIN_PART * cuboid;
    }

    /** Farther than any patient reaches, numbers are nonsense, and what is computed of them may be infinite. */
    private static boolean isWithinReach(PatientVector vector) {
        return Math.abs(vector.left()) <= MAX_MAGNITUDE
                && Math.abs(vector.posterior()) <= MAX_MAGNITUDE
                && Math.abs(vector.superior()) <= MAX_MAGNITUDE;
    }

    /** The dimension, 0 or 1, that becomes the columns of the screen. */
    int columnAxis() {
        return main(0) == wantedAcross() || main(1) == wantedDown() ? 0 : 1;
    }

    /** Returns whether a dimension runs against the screen's (or, for the third, against the slices') order. */
    boolean isFlipped(int dimension) {
        double along = component(axes.get(dimension), main(dimension));
        if (dimension == 2) {
            return normal().dot(axes.get(2)) < 0;
        }
        // To the right of the screen: left or back; down: back, or the feet, which are against the third direction.
        return main(dimension) == 2 ? along > 0 : along < 0;
    }

    /** The direction across the screen, of length 1. */
    PatientVector across() {
        return direction(columnAxis());
    }

    /** The direction down the screen, of length 1. */
    PatientVector down() {
        return direction(1 - columnAxis());
    }

    private PatientVector normal() {
        return across().cross(down());
    }

    private PatientVector direction(int dimension) {
        PatientVector axis = axes.get(dimension);
        double factor = (isFlipped(dimension) ? -1 : 1) / axis.length();
        return new PatientVector(axis.left() * factor, axis.posterior() * factor, axis.superior() * factor);
    }

    /** The patient's axis across the screen: left, or back where slices are sagittal. */
    private int wantedAcross() {
        return main(0) != 0 && main(1) != 0 ? 1 : 0;
    }

    /** The patient's axis down the screen: head to feet, or back where slices are axial. */
    private int wantedDown() {
        return main(0) != 2 && main(1) != 2 ? 1 : 2;
    }

    /** Returns the patient axis that a dimension follows most: 0 left, 1 back, 2 head; the two of a slice always differ. */
    private int main(int dimension) {
        int first = largest(axes.get(0), -1);
        return switch (dimension) {
            case 0 -> first;
            case 1 -> largest(axes.get(1), first);
            default -> 3 - first - largest(axes.get(1), first);
        };
    }

    private static int largest(PatientVector vector, int excluded) {
        int best = excluded == 0 ? 1 : 0;
        for (int i = best + 1; i < 3; i++) {
            if (i != excluded && Math.abs(component(vector, i)) > Math.abs(component(vector, best))) {
                best = i;
            }
        }
        return best;
    }

    private static double component(PatientVector vector, int axis) {
        return switch (axis) {
            case 0 -> vector.left();
            case 1 -> vector.posterior();
            default -> vector.superior();
        };
    }
}
