package gazelle.models.train;

import gazelle.models.data.UnusableDataException;
import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of a head volume along all three planes, as a radiologist sees them: the patient's left and back on the right, the
 * front and the top above. Only the middle of each direction is sliced, where a slice shows enough to tell its plane.
 */
final class VolumePictures {
    private static final double FIRST = 0.1;
    private static final double LAST = 0.92;
    private static final double CUBIC_TOLERANCE = 0.01;

    /** Sizes and values by patient axes: to the left, to the back, to the head. */
    private final int[] sizes = new int[3];

    private final int[] strides = new int[3];
    private final float[] values;
    private int origin;

    /**
     * A slice and its plane.
     *
     * @param plane 0 axial, 1 coronal, 2 sagittal
     */
    record Slice(GrayImage image, int plane) {}

    /**
     * The slices of the middle of a volume.
     *
     * @param file NIfTI-1 whose voxels are cubes and whose header says how the patient lies
     * @throws UnusableDataException if the file is another
     */
    static List<Slice> read(Path file) throws UnusableDataException {
        try {
            return new VolumePictures(SliceReader.open(file), file).slices();
        } catch (UnreadableImageException problem) {
            throw new UnusableDataException(file + ": " + problem.getMessage());
        }
    }

    private VolumePictures(SliceStack stack, Path file) throws UnreadableImageException, UnusableDataException {
        SliceFile first = stack.slice(0);
        SliceGeometry start = first.info().geometry();
        SliceGeometry next = stack.size() < 2 ? null : stack.slice(1).info().geometry();
        if (start == null || next == null) {
            throw new UnusableDataException(file + ": not a volume that says how the patient lies");
        }
        double distance = next.distance() - start.distance();
        if (differ(start.columnSpacing(), start.rowSpacing()) || differ(start.columnSpacing(), Math.abs(distance))) {
            throw new UnusableDataException(file + ": its voxels are " + start.columnSpacing() + " x "
                    + start.rowSpacing() + " x " + distance + " mm (expected: cubes)");
        }
        int width = first.image().width();
        int height = first.image().height();
        values = new float[width * height * stack.size()];
        for (int i = 0; i < stack.size(); i++) {
            System.arraycopy(stack.slice(i).image().pixels(), 0, values, i * width * height, width * height);
        }
        addAxis(start.alongRow(), 1, width, 1);
        addAxis(start.alongColumn(), 1, height, width);
        addAxis(start.normal(), Math.signum(distance), stack.size(), width * height);
    }

    private static boolean differ(double a, double b) {
        return Math.abs(a - b) > CUBIC_TOLERANCE * a;
    }

    private void addAxis(PatientVector direction, double sign, int size, int stride) {
        double[] components = {direction.left(), direction.posterior(), direction.superior()};
        int axis = 0;
        for (int i = 1; i < components.length; i++) {
            axis = Math.abs(components[i]) > Math.abs(components[axis]) ? i : axis;
        }
        boolean forward = sign * components[axis] > 0;
        sizes[axis] = size;
        strides[axis] = forward ? stride : -stride;
        origin += forward ? 0 : (size - 1) * stride;
    }

    private List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        for (int plane = 0; plane < 3; plane++) {
            int axis = 2 - plane;
            for (int i = (int) (FIRST * sizes[axis]); i < LAST * sizes[axis]; i++) {
                slices.add(new Slice(slice(axis, i), plane));
            }
        }
        return slices;
    }

    /** Perpendicular to a patient axis; rows go to the back in an axial slice, else away from the head. */
    private GrayImage slice(int axis, int index) {
        int across = axis == 0 ? 1 : 0;
        int down = axis == 2 ? 1 : 2;
        float[] pixels = new float[sizes[across] * sizes[down]];
        for (int y = 0; y < sizes[down]; y++) {
            int row = down == 2 ? sizes[down] - 1 - y : y;
            int start = origin + index * strides[axis] + row * strides[down];
            for (int x = 0; x < sizes[across]; x++) {
                pixels[y * sizes[across] + x] = values[start + x * strides[across]];
            }
        }
        return new GrayImage(sizes[across], sizes[down], pixels);
    }
}
