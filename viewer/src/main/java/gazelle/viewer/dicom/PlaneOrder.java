package gazelle.viewer.dicom;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Parallel slices in their order: along their normal and, where several lie in the same place, volume after volume.
 *
 * @param indexes of the slices among those that were given
 * @param volume slices of the first volume, at least 1
 */
public record PlaneOrder(List<Integer> indexes, int volume) {
    /** Cosine of 2.6 degrees: scanners round directions, and no scan turns its slices by less on purpose. */
    private static final double PARALLEL = 1 - 1e-3;

    /** Slices nearer than this lie in the same place, in mm: positions are rounded, too. */
    private static final double SAME_PLACE = 0.01;

    public PlaneOrder {
        indexes = List.copyOf(indexes);
        if (volume < 1 || volume > indexes.size()) {
            throw new IllegalArgumentException("volume: " + volume + " (expected: 1 to " + indexes.size() + ")");
        }
    }

    /** Returns the place in the order of the slice in the middle of the first volume. */
    public int middle() {
        return volume / 2;
    }

    /** Slices of one direction, compared with the first of them alone: a chain of small turns ends in another stack. */
    private record Stack(@Nullable PatientVector normal, List<Integer> members) {
        boolean takes(@Nullable PatientVector direction) {
            if (normal == null || direction == null) {
                return Objects.equals(normal, direction);
            }
            return normal.dot(direction) >= PARALLEL * normal.length() * direction.length();
        }
    }

    /** One of the volumes that lie in the same place. */
    private record Volume(DicomContrast contrast, int repeat) implements Comparable<Volume> {
        private static final Comparator<Volume> ORDER =
                Comparator.comparing(Volume::contrast).thenComparingInt(Volume::repeat);

        @Override
        public int compareTo(Volume other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Sorts the slices of a series: one order for each direction of slices, and one for those without a place.
     *
     * @param planes in an order that decides where neither place nor number does
     */
    public static List<PlaneOrder> of(List<DicomPlane> planes) {
        List<Stack> stacks = new ArrayList<>();
        IntStream.range(0, planes.size())
                .boxed()
                .sorted(Comparator.comparingDouble(index -> planes.get(index).number()))
                .forEach(index -> {
                    SliceGeometry geometry = planes.get(index).geometry();
                    PatientVector normal = geometry == null ? null : geometry.normal();
                    stacks.stream()
                            .filter(stack -> stack.takes(normal))
                            .findFirst()
                            .orElseGet(() -> {
                                Stack another = new Stack(normal, new ArrayList<>());
                                stacks.add(another);
                                return another;
                            })
                            .members()
                            .add(index);
                });
        return stacks.stream().map(stack -> ordered(stack, planes)).toList();
    }

    private static PlaneOrder ordered(Stack stack, List<DicomPlane> planes) {
        if (stack.normal == null) {
            return new PlaneOrder(stack.members, stack.members.size());
        }
        List<List<Integer>> places = places(stack.members, distances(stack, planes));
        int most = places.stream().mapToInt(List::size).max().orElse(1);
        Set<DicomContrast> contrasts = new HashSet<>();
        stack.members.forEach(index -> contrasts.add(planes.get(index).contrast()));
        // A fact that changes from place to place, as rounded echo times do, tells no volumes apart.
        boolean told = contrasts.size() <= most;
        DicomContrast any = planes.get(stack.members.getFirst()).contrast();
        ToContrast contrastOf = index -> told && most > 1 ? planes.get(index).contrast() : any;
        Set<DicomContrast> repeated = repeated(places, contrastOf);
        Map<Volume, List<Integer>> volumes = new TreeMap<>();
        for (List<Integer> place : places) {
            Map<DicomContrast, Integer> repeats = new HashMap<>();
            for (int index : place) {
                DicomContrast contrast = contrastOf.of(index);
                int repeat = repeated.contains(contrast) ? repeats.merge(contrast, 1, Integer::sum) : 0;
                volumes.computeIfAbsent(new Volume(contrast, repeat), _ -> new ArrayList<>())
                        .add(index);
            }
        }
        List<Integer> order = volumes.values().stream().flatMap(List::stream).toList();
        return new PlaneOrder(order, volumes.values().iterator().next().size());
    }

    /** Tells the measurement of a slice, as far as it tells volumes apart. */
    private interface ToContrast {
        DicomContrast of(int index);
    }

    /** The measurements that were made several times; a few slices that are there twice are copies, and stay side by side. */
    private static Set<DicomContrast> repeated(List<List<Integer>> places, ToContrast contrastOf) {
        Map<DicomContrast, Integer> taken = new HashMap<>();
        Map<DicomContrast, Integer> takenAgain = new HashMap<>();
        for (List<Integer> place : places) {
            Map<DicomContrast, Integer> here = new HashMap<>();
            place.forEach(index -> here.merge(contrastOf.of(index), 1, Integer::sum));
            here.forEach((contrast, count) -> {
                taken.merge(contrast, 1, Integer::sum);
                takenAgain.merge(contrast, count > 1 ? 1 : 0, Integer::sum);
            });
        }
        Set<DicomContrast> repeated = new HashSet<>();
        takenAgain.forEach((contrast, count) -> {
            if (2 * count >= taken.getOrDefault(contrast, 0)) {
                repeated.add(contrast);
            }
        });
        return repeated;
    }

    /** The distances of slices along the normal that they share: a jitter of the direction must not move a slice. */
    private static Map<Integer, Double> distances(Stack stack, List<DicomPlane> planes) {
        PatientVector normal = Objects.requireNonNull(stack.normal);
        Map<Integer, Double> distances = new LinkedHashMap<>();
        for (int index : stack.members) {
            SliceGeometry geometry = Objects.requireNonNull(planes.get(index).geometry());
            distances.put(index, geometry.position().dot(normal));
        }
        return distances;
    }

    /** The slices of each place, along the normal; those of one place by their numbers, as they came. */
    private static List<List<Integer>> places(List<Integer> members, Map<Integer, Double> distances) {
        Map<Integer, Integer> turns = new HashMap<>();
        members.forEach(index -> turns.put(index, turns.size()));
        List<Integer> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparingDouble(index -> distances.getOrDefault(index, 0.0)));
        List<List<Integer>> places = new ArrayList<>();
        double start = 0;
        for (int index : sorted) {
            double distance = distances.getOrDefault(index, 0.0);
            if (places.isEmpty() || distance - start > SAME_PLACE) {
                places.add(new ArrayList<>());
                start = distance;
            }
            places.getLast().add(index);
        }
        places.forEach(place -> place.sort(Comparator.comparingInt(index -> turns.getOrDefault(index, 0))));
        return places;
    }
}
