package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators that only rearrange: the sizes that they give, from their attributes and constants. */
final class ShapeOperators {
    private ShapeOperators() {}

    /** New sizes that begin with the number of pictures of the export, for one picture. */
    static long[] ofOnePicture(long[] sizes, long batch) {
        if (batch > 1 && sizes.length > 1 && sizes[0] == batch) {
            sizes[0] = 1;
        }
        return sizes;
    }

    /** The sizes that a Shape gives: all, or those from its start to before its end. */
    static OnnxTensor shape(OnnxNode node, List<Long> sizes) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("start", "end"));
        int rank = sizes.size();
        long start = node.integer("start", 0);
        long end = node.integer("end", rank);
        int first = Math.clamp(start < 0 ? start + rank : start, 0, rank);
        int last = Math.clamp(end < 0 ? end + rank : end, 0, rank);
        if (first >= last) {
            throw node.refused("start " + start + " and end " + end + " leave none of the sizes " + sizes);
        }
        return OnnxTensor.ofIntegers(
                List.of((long) last - first),
                sizes.subList(first, last).stream().mapToLong(Long::longValue).toArray());
    }

    /** Reshape's sizes, with 0 (as before) and -1 (what is left) resolved. */
    static List<Long> target(OnnxNode node, long[] wanted, List<Long> before, long elements)
            throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("allowzero"));
        List<Long> sizes = new ArrayList<>();
        long known = 1;
        int open = -1;
        for (int i = 0; i < wanted.length; i++) {
            long size = wanted[i];
            if (size == 0 && node.integer("allowzero", 0) == 0 && i < before.size()) {
                size = before.get(i);
            }
            if (size == -1 && open < 0) {
                open = i;
            } else if (size < 1 || size > elements) {
                throw node.refused("size " + wanted[i] + " of the new sizes (expected: 1.." + elements
                        + ", the batch counting as 1)");
            } else {
                known *= size;
            }
            sizes.add(size);
        }
        if (open >= 0) {
            sizes.set(open, elements / known);
            known *= elements / known;
        }
        if (known != elements) {
            throw node.refused("the new sizes " + sizes + " do not hold " + elements + " elements");
        }
        return sizes;
    }

    /** Flatten's two sizes. */
    static List<Long> flattened(OnnxNode node, List<Long> sizes) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axis"));
        long axis = node.integer("axis", 1);
        long first = axis < 0 ? axis + sizes.size() : axis;
        if (first < 0 || first > sizes.size()) {
            throw node.refused("axis " + axis + " (expected: within " + sizes.size() + " dimensions)");
        }
        return List.of(product(sizes.subList(0, (int) first)), product(sizes.subList((int) first, sizes.size())));
    }

    private static long product(List<Long> sizes) {
        return sizes.stream().reduce(1L, Math::multiplyExact);
    }

    /** Squeeze's and Unsqueeze's axes: an attribute until opset 12, then an input. */
    static List<Long> axes(OnnxNode node, @Nullable OnnxTensor given) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axes"));
        return given == null
                ? node.integers("axes")
                : LongStream.of(given.integers()).boxed().toList();
    }

    static List<Long> squeezed(OnnxNode node, List<Long> sizes, List<Long> axes) throws OnnxFormatException {
        Set<Long> dropped =
                axes.stream().map(axis -> axis < 0 ? axis + sizes.size() : axis).collect(Collectors.toSet());
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            boolean drop = dropped.isEmpty() ? sizes.get(i) == 1 : dropped.contains((long) i);
            if (drop && sizes.get(i) != 1) {
                throw node.refused("axis " + i + " has the size " + sizes.get(i) + " (expected: 1)");
            }
            if (!drop) {
                kept.add(sizes.get(i));
            }
        }
        return kept;
    }

    static List<Long> unsqueezed(OnnxNode node, List<Long> sizes, List<Long> axes) throws OnnxFormatException {
        int rank = sizes.size() + axes.size();
        List<Long> grown = new ArrayList<>(sizes);
        List<Long> places = axes.stream()
                .map(axis -> axis < 0 ? axis + rank : axis)
                .sorted(Comparator.naturalOrder())
                .toList();
        for (long place : places) {
            if (place < 0 || place > grown.size()) {
                throw node.refused("axes " + axes + " do not fit " + sizes.size() + " dimensions");
            }
            grown.add((int) place, 1L);
        }
        return grown;
    }

    /** Transpose's order of dimensions; reversed if the file says nothing. */
    static List<Long> permutation(OnnxNode node, int rank) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("perm"));
        List<Long> given = node.has("perm")
                ? node.integers("perm")
                : LongStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList();
        if (given.size() != rank
                || !given.stream()
                        .sorted()
                        .toList()
                        .equals(LongStream.range(0, rank).boxed().toList())) {
            throw node.refused("perm " + given + " (expected: the numbers of " + rank + " dimensions)");
        }
        return given;
    }
}
