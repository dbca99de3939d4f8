package gazelle.viewer.format;

import gazelle.viewer.display.PatientVector;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The place of a NIfTI volume's voxels in the patient, and the turn of its slices for the screen.
 *
 * <p>NIfTI counts to the right, front and head; this class gives left, back and head as DICOM does. A slice is what the
 * file's first two dimensions span. On the screen the patient's left is to the right, the back or the feet are below;
 * sagittal slices face left.
 *
 * @param origin the centre of the first voxel, in mm
 * @param axes the steps to the next voxel along each of the three dimensions, in mm
 * @param stated whether the file says so; else its dimensions are taken to run to the right, front and head
 */
record NiftiOrientation(PatientVector origin, List<PatientVector> axes, boolean stated) {
    private static final double MIN_VOLUME = 1e-6;

    /** The orientation of a volume whose spacings, too, are nonsense. */
    private static final double[][] ONE_MILLIMETRE = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}};

    static NiftiOrientation of(NiftiHeader header) {
        ByteBuffer bytes = header.bytes();
        if (bytes.getShort(254) > 0) {
            double[][] rows = new double[3][4];
            for (int i = 0; i < 12; i++) {
                rows[i / 4][i % 4] = bytes.getFloat(280 + 4 * i);
            }
            NiftiOrientation affine = of(rows);
            if (affine.isUsable()) {
                return affine;
            }
        }
        double[][] rows = {{header.spacing(1), 0, 0, 0}, {0, header.spacing(2), 0, 0}, {0, 0, header.spacing(3), 0}};
        if (bytes.getShort(252) > 0) {
            NiftiOrientation turned = of(quaternionRows(header));
            if (turned.isUsable()) {
                return turned;
            }
        }
        NiftiOrientation plain = of(rows);
        NiftiOrientation usable = plain.isUsable() ? plain : of(ONE_MILLIMETRE);
        return new NiftiOrientation(usable.origin, usable.axes, false);
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

    private boolean isUsable() {
        double volume = axes.get(0).cross(axes.get(1)).dot(axes.get(2));
        return Math.abs(volume) > MIN_VOLUME;
    }

    /** From the header's rows, right front head, to columns in left, back, head; nonsense becomes an unusable zero. */
    private static NiftiOrientation of(double[][] rows) {
        PatientVector[] columns = new PatientVector[4];
        for (int i = 0; i < 4; i++) {
            boolean finite = Math.abs(rows[0][i]) + Math.abs(rows[1][i]) + Math.abs(rows[2][i]) < 1e9;
            columns[i] = finite ? new PatientVector(-rows[0][i], -rows[1][i], rows[2][i]) : new PatientVector(0, 0, 0);
        }
        return new NiftiOrientation(columns[3], List.of(columns[0], columns[1], columns[2]), true);
    }

    /** Method 2 of nifti1.h: a rotation as a quaternion, then the spacings. */
    private static double[][] quaternionRows(NiftiHeader header) {
        ByteBuffer bytes = header.bytes();
        double b = bytes.getFloat(256);
        double c = bytes.getFloat(260);
        double d = bytes.getFloat(264);
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        double x = header.spacing(1);
        double y = header.spacing(2);
        double z = bytes.getFloat(76) < 0 ? -header.spacing(3) : header.spacing(3);
        return new double[][] {
            {(a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, bytes.getFloat(268)
            },
            {2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, bytes.getFloat(272)
            },
            {2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - b * b - c * c) * z, bytes.getFloat(276)}
        };
    }
}
