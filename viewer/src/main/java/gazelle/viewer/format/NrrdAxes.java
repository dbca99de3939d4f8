package gazelle.viewer.format;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The axes of an NRRD file: those in space, and one more at most, of volumes or of a colour's parts.
 *
 * @param spatial the indexes of the axes in space, at most three
 * @param other the index of the axis that is not, with more than one sample; -1 if there is none
 * @param colour whether that axis counts red, green, blue and perhaps opacity
 * @param sizes samples along each axis
 * @param orientation where the voxels lie in the patient
 */
record NrrdAxes(List<Integer> spatial, int other, boolean colour, List<Long> sizes, VolumeOrientation orientation) {
    private static final String FORMAT = "NRRD";
    private static final int MAX_AXES = 16;

    /** A vector that is written, but not in numbers. */
    private static final List<Double> NONSENSE = List.of(0.0);

    private static final Pattern VECTOR = Pattern.compile("none|\\(([^()]*)\\)");

    NrrdAxes {
        spatial = List.copyOf(spatial);
        sizes = List.copyOf(sizes);
    }

    static NrrdAxes of(TextHeader header) throws UnreadableImageException {
        int count = header.whole(0, 0, Integer.MAX_VALUE, "dimension");
        if (count < 1 || count > MAX_AXES) {
            throw UnreadableImageException.damaged(FORMAT, "its header claims an impossible number of dimensions");
        }
        List<Long> sizes = header.sizes(count, "sizes");
        List<String> kinds = new ArrayList<>(header.words("kinds"));
        kinds.replaceAll(kind -> kind.toLowerCase(Locale.ROOT));
        List<List<Double>> directions = directions(header);
        List<Integer> spatial = new ArrayList<>();
        int other = -1;
        for (int i = 0; i < count; i++) {
            boolean inSpace = directions.size() == count
                    ? !directions.get(i).isEmpty()
                    : i >= kinds.size() || kinds.get(i).matches("domain|space|none|\\?\\?\\?");
            if (inSpace && spatial.size() < 3) {
                spatial.add(i);
            } else if (sizes.get(i) > 1 && other >= 0) {
                throw NrrdVolume.unread("has more than four dimensions");
            } else if (sizes.get(i) > 1) {
                other = i;
            }
        }
        boolean colour = other >= 0 && isColour(kindOf(kinds, other), other, sizes.get(other));
        if (spatial.isEmpty()) {
            throw NrrdVolume.unread("has no axis in space");
        }
        if (other > 0 && other < spatial.getLast()) {
            throw NrrdVolume.unread("has an axis of volumes between those in space");
        }
        return new NrrdAxes(spatial, other, colour, sizes, orientation(header, spatial, directions));
    }

    /** The numbers of voxels. */
    VolumeSize size() throws UnreadableImageException {
        return VolumeSize.of(FORMAT, along(0), along(1), along(2), other < 0 || colour ? 1 : sizes.get(other));
    }

    /** Returns whether the values of one voxel in all volumes lie side by side. */
    boolean isInterleaved() {
        return other == 0 && !colour;
    }

    /** The storage of a voxel whose numbers are stored as a type. */
    VoxelType pixelType(VoxelType type) throws UnreadableImageException {
        if (!colour) {
            return type;
        }
        if (type != VoxelType.UINT8) {
            throw NrrdVolume.unread("has colours of other than 8 bits");
        }
        return sizes.get(other) == 3 ? VoxelType.RGB24 : VoxelType.RGBA32;
    }

    private long along(int dimension) {
        return dimension < spatial.size() ? sizes.get(spatial.get(dimension)) : 1;
    }

    private static String kindOf(List<String> kinds, int axis) {
        return axis < kinds.size() ? kinds.get(axis) : "";
    }

    /** Returns whether an axis that is not in space counts the parts of a colour; all that is neither that nor volumes is refused. */
    private static boolean isColour(String kind, int axis, long size) throws UnreadableImageException {
        return switch (kind) {
            case "rgb-color", "rgba-color" -> {
                if (axis != 0 || size != (kind.equals("rgb-color") ? 3 : 4)) {
                    throw NrrdVolume.unread("stores its colours plane by plane");
                }
                yield true;
            }
            case "", "list", "time", "domain", "space", "none", "???" -> false;
            case "hsv-color", "xyz-color", "3-color", "4-color" ->
                throw NrrdVolume.unread("has colours of a rare kind");
            case "complex", "2-complex" -> throw NrrdVolume.unread("stores its voxels as complex numbers");
            default -> throw NrrdVolume.unread("stores vectors or tensors in its voxels");
        };
    }

    /** The steps along each axis as they are written; empty for an axis that is not in space. */
    private static List<List<Double>> directions(TextHeader header) {
        List<List<Double>> directions = new ArrayList<>();
        Matcher vector = VECTOR.matcher(header.text("space directions").orElse(""));
        while (vector.find() && directions.size() <= MAX_AXES) {
            directions.add(numbers(vector.group(1)));
        }
        return directions;
    }

    private static List<Double> numbers(@Nullable String vector) {
        List<Double> numbers = vector == null
                ? List.of()
                : TextHeader.numbersOf(List.of(vector.strip().split("[\\s,]+")));
        return vector == null || !numbers.isEmpty() ? numbers : NONSENSE;
    }

    private static VolumeOrientation orientation(
            TextHeader header, List<Integer> spatial, List<List<Double>> directions) {
        Optional<Space> space = Space.of(header);
        boolean placed = spatial.size() == 3
                && spatial.stream()
                        .allMatch(axis ->
                                axis < directions.size() && directions.get(axis).size() == 3);
        if (placed) {
            List<PatientVector> axes = new ArrayList<>();
            Space known = space.orElse(Space.LPS);
            for (int axis : spatial) {
                axes.add(known.vector(directions.get(axis), header));
            }
            Matcher origin = VECTOR.matcher(header.text("space origin").orElse(""));
            List<Double> first = origin.find() ? numbers(origin.group(1)) : List.of();
            VolumeOrientation affine = new VolumeOrientation(known.vector(first, header), axes, space.isPresent());
            if (affine.isUsable()) {
                return affine;
            }
        }
        List<String> spacings = header.words("spacings");
        double[] steps = new double[3];
        for (int i = 0; i < steps.length; i++) {
            int axis = i < spatial.size() ? spatial.get(i) : Integer.MAX_VALUE;
            double length = 0;
            if (axis < directions.size()) {
                length = Math.sqrt(directions.get(axis).stream()
                        .mapToDouble(part -> part * part)
                        .sum());
            } else if (axis < spacings.size()) {
                length = HeaderText.number(spacings.get(axis)).orElse(0);
            }
            steps[i] = length == 0 ? 1 : Math.abs(length);
        }
        return VolumeOrientation.unstated(
                VolumeOrientation.vector(steps[0], 0, 0),
                VolumeOrientation.vector(0, steps[1], 0),
                VolumeOrientation.vector(0, 0, steps[2]));
    }

    /** The spaces that say where the patient is, by the directions in which they count. */
    private enum Space {
        LPS(1, 1),
        RAS(-1, -1),
        LAS(1, -1);

        private final int left;
        private final int posterior;

        Space(int left, int posterior) {
            this.left = left;
            this.posterior = posterior;
        }

        static Optional<Space> of(TextHeader header) {
            return switch (header.text("space").orElse("").toLowerCase(Locale.ROOT)) {
                case "left-posterior-superior", "lps", "left-posterior-superior-time", "lpst" -> Optional.of(LPS);
                case "right-anterior-superior", "ras", "right-anterior-superior-time", "rast" -> Optional.of(RAS);
                case "left-anterior-superior", "las", "left-anterior-superior-time", "last" -> Optional.of(LAS);
                default -> Optional.empty();
            };
        }

        PatientVector vector(List<Double> numbers, TextHeader header) {
            List<String> units = header.words("space units");
            double unit = units.isEmpty() ? 1 : LengthUnit.inMillimetres(units.getFirst());
            return numbers.size() != 3
                    ? new PatientVector(0, 0, 0)
                    : VolumeOrientation.vector(
                            unit * left * numbers.get(0), unit * posterior * numbers.get(1), unit * numbers.get(2));
        }
    }
}
