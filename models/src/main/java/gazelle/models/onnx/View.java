package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A tensor of the file as a choice among the elements of one of the network's: for each element its place there, in CHW order, or
 * {@link #ZERO}. Slices, splits, shuffles and repetitions only make another choice; what it comes to is decided where a layer takes
 * it.
 */
final class View {
    /** An element that is 0, as a Pad gives it. */
    static final int ZERO = -1;

    private static final int MAX_ELEMENTS = 1 << 22;

    private final List<Long> dims;
    private final int[] places;

    private View(List<Long> dims, int[] places) {
        this.dims = List.copyOf(dims);
        this.places = places;
    }

    /**
     * @param dims sizes of the file's tensor, the batch counted as 1
     * @param places one for each of its elements; copied
     */
    static View of(List<Long> dims, int[] places) {
        return new View(dims, places.clone());
    }

    /** Zeros alone. */
    static View zeros(List<Long> dims) {
        int[] places = new int[elements(dims)];
        Arrays.fill(places, ZERO);
        return new View(dims, places);
    }

    private static int elements(List<Long> dims) {
        long elements = 1;
        for (long dim : dims) {
            elements = dim < 1 || dim > MAX_ELEMENTS ? Long.MAX_VALUE : elements * dim;
            if (elements > MAX_ELEMENTS) {
                throw new IllegalArgumentException(
                        "the sizes " + dims + " (expected: 1.." + MAX_ELEMENTS + " elements)");
            }
        }
        return (int) elements;
    }

    List<Long> dims() {
        return dims;
    }

    int rank() {
        return dims.size();
    }

    int size(int axis) {
        return dims.get(axis).intValue();
    }

    int count() {
        return places.length;
    }

    int place(int element) {
        return places[element];
    }

    int[] places() {
        return places.clone();
    }

    /** The axis that a number of the file names, counted from the end if it is negative. */
    int axis(OnnxNode node, long given) throws OnnxFormatException {
        long axis = given < 0 ? given + rank() : given;
        if (axis < 0 || axis >= rank()) {
            throw node.refused("axis " + given + " (expected: one of the sizes " + dims + ")");
        }
        return (int) axis;
    }

    /**
     * Another choice along one axis.
     *
     * @param count its new size
     * @param which for each new number the old one, or {@link #ZERO}
     */
    View taken(int axis, int count, IntUnaryOperator which) {
        List<Long> sizes = new ArrayList<>(dims);
        sizes.set(axis, (long) count);
        int[] chosen = new int[elements(sizes)];
        int inner = inner(axis);
        int old = size(axis);
        for (int i = 0; i < chosen.length; i++) {
            int from = which.applyAsInt(i / inner % count);
            chosen[i] = from == ZERO ? ZERO : places[(i / inner / count * old + from) * inner + i % inner];
        }
        return new View(sizes, chosen);
    }

    private int inner(int axis) {
        int inner = 1;
        for (int d = axis + 1; d < rank(); d++) {
            inner *= size(d);
        }
        return inner;
    }

    /** The same elements in the same order in other sizes. */
    View reshaped(List<Long> sizes) {
        if (elements(sizes) != places.length) {
            throw new IllegalArgumentException(
                    "the new sizes " + sizes + " do not hold the " + places.length + " elements of " + dims);
        }
        return new View(sizes, places);
    }

    /** Dimension {@code i} of the result is dimension {@code order.get(i)} of this. */
    View transposed(List<Long> order) {
        List<Long> sizes = new ArrayList<>();
        int[] strides = new int[rank()];
        for (int d = 0; d < rank(); d++) {
            int from = order.get(d).intValue();
            sizes.add(dims.get(from));
            strides[d] = inner(from);
        }
        int[] chosen = new int[places.length];
        for (int i = 0; i < chosen.length; i++) {
            int rest = i;
            int from = 0;
            for (int d = rank() - 1; d >= 0; d--) {
                int size = sizes.get(d).intValue();
                from += rest % size * strides[d];
                rest /= size;
            }
            chosen[i] = places[from];
        }
        return new View(sizes, chosen);
    }

    /** Views of one tensor one after the other along an axis. */
    static View joined(OnnxNode node, List<View> parts, int axis) throws OnnxFormatException {
        View first = parts.getFirst();
        List<Long> sizes = new ArrayList<>(first.dims);
        long along = 0;
        for (View part : parts) {
            List<Long> others = new ArrayList<>(part.dims);
            if (part.rank() != first.rank()) {
                throw node.refused("joins the sizes " + first.dims + " and " + part.dims);
            }
            along += others.set(axis, first.dims.get(axis));
            if (!others.equals(first.dims)) {
                throw node.refused("joins the sizes " + first.dims + " and " + part.dims + " along axis " + axis);
            }
        }
        sizes.set(axis, along);
        int[] chosen = new int[elements(sizes)];
        int inner = first.inner(axis);
        int outer = chosen.length / (int) along / inner;
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (View part : parts) {
                int run = part.size(axis) * inner;
                System.arraycopy(part.places, o * run, chosen, next, run);
                next += run;
            }
        }
        return new View(sizes, chosen);
    }
}
