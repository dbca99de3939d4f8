package gazelle.models.onnx;

import gazelle.models.network.FloatLinear;
import gazelle.models.onnx.Translation.Padding;
import gazelle.models.onnx.Translation.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Slice, Split, Gather, Pad of channels, Expand, Tile, SpaceToDepth, DepthToSpace, Concat of parts, and reshapes that cut axes. */
final class Selections {
    private Selections() {}

    /** The elements of a value, zeros of a Pad among them. */
    static View view(Value value) {
        if (value.view() != null) {
            return value.view();
        }
        View plain = View.of(value.sizes(), value.places());
        Padding zeros = value.padding();
        if (zeros.equals(Padding.NONE)) {
            return plain;
        }
        int row = value.layout().isImage(value.shape()) ? 2 : 1;
        return padded(padded(plain, row, zeros.top(), zeros.bottom()), row + 1, zeros.left(), zeros.right());
    }

    private static View padded(View view, int axis, int before, int after) {
        int size = view.size(axis);
        return view.taken(axis, before + size + after, i -> i < before || i >= before + size ? View.ZERO : i - before);
    }

    /** The value that a view of {@code source} is: a layout, if one describes it. */
    static Value viewed(Value source, View view) {
        for (Layout layout : List.of(
                Layout.image(source.shape()), Layout.channelsLast(source.shape()), Layout.flattened(source.shape()))) {
            if (layout.sizes(source.shape()).equals(view.dims())
                    && Arrays.equals(layout.places(source.shape()), view.places())) {
                return new Value(source.node(), layout);
            }
        }
        return new Value(source.node(), source.layout(), Padding.NONE, null, view);
    }

    private static Value source(Translation t, OnnxNode node) throws OnnxFormatException {
        Value value = t.any(node, 0);
        Endings.requireInside(node, value);
        return value;
    }

    static Value slice(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("starts", "ends", "axes"));
        Value source = source(t, node);
        View view = view(source);
        boolean attributes = node.inputs().size() == 1;
        long[] starts = attributes ? list(node, "starts") : t.constant(node, 1).integers();
        long[] ends = attributes ? list(node, "ends") : t.constant(node, 2).integers();
        long[] axes = attributes
                ? list(node, "axes")
                : node.hasInput(3) ? t.constant(node, 3).integers() : new long[0];
        if (axes.length == 0) {
            axes = LongStream.range(0, starts.length).toArray();
        }
        long[] steps = node.hasInput(4)
                ? t.constant(node, 4).integers()
                : LongStream.generate(() -> 1).limit(starts.length).toArray();
        if (ends.length != starts.length || axes.length != starts.length || steps.length != starts.length) {
            throw node.refused("its starts, ends, axes and steps are not equally many");
        }
        for (int i = 0; i < starts.length; i++) {
            view = sliced(node, view, view.axis(node, axes[i]), starts[i], ends[i], steps[i]);
        }
        return viewed(source, view);
    }

    private static long[] list(OnnxNode node, String attribute) {
        return node.integers(attribute).stream().mapToLong(Long::longValue).toArray();
    }

    private static View sliced(OnnxNode node, View view, int axis, long start, long end, long step)
            throws OnnxFormatException {
        int size = view.size(axis);
        if (step == 0) {
            throw node.refused("step 0 (expected: another)");
        }
        long first = Math.clamp(start < 0 ? start + size : start, 0L, step > 0 ? size : size - 1L);
        // Exporters write the least integer there is for "to the beginning".
        long last = Math.clamp(end < -size ? -1 : end < 0 ? end + size : end, step > 0 ? 0L : -1L, size);
        long stride = Math.clamp(step, -size - 1L, size + 1L);
        int kept = (int) Math.max(0, Math.ceilDiv(last - first, stride));
        if (kept == 0) {
            throw node.refused("gives nothing of the sizes " + view.dims());
        }
        return view.taken(axis, kept, i -> (int) (first + i * stride));
    }

    /** Every output of a Split. */
    static List<Value> split(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axis", "split", "num_outputs"));
        Value source = source(t, node);
        View view = view(source);
        int axis = view.axis(node, node.integer("axis", 0));
        int size = view.size(axis);
        int outputs = node.outputs().size();
        long[] sizes = node.hasInput(1) ? t.constant(node, 1).integers() : list(node, "split");
        if (sizes.length == 0) {
            long chunk = Math.ceilDiv((long) size, outputs);
            sizes = LongStream.range(0, outputs)
                    .map(i -> Math.clamp(size - i * chunk, 0L, chunk))
                    .toArray();
        }
        if (sizes.length != outputs
                || LongStream.of(sizes).anyMatch(part -> part < 1 || part > size)
                || LongStream.of(sizes).sum() != size) {
            throw node.refused("parts " + Arrays.toString(sizes) + " of " + size + " in " + outputs + " outputs"
                    + " (expected: parts that are the whole together)");
        }
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (long part : sizes) {
            int first = from;
            parts.add(viewed(source, view.taken(axis, (int) part, i -> first + i)));
            from += (int) part;
        }
        return parts;
    }

    static Value gather(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axis"));
        Value source = source(t, node);
        View view = view(source);
        int axis = view.axis(node, node.integer("axis", 0));
        OnnxTensor indices = t.constant(node, 1);
        long[] given = indices.integers();
        int size = view.size(axis);
        for (long index : given) {
            if (index < -size || index >= size) {
                throw node.refused("index " + index + " (expected: below " + size + ")");
            }
        }
        View chosen = view.taken(axis, given.length, i -> (int) (given[i] < 0 ? given[i] + size : given[i]));
        List<Long> sizes = new ArrayList<>(view.dims().subList(0, axis));
        sizes.addAll(indices.dims());
        sizes.addAll(view.dims().subList(axis + 1, view.rank()));
        return viewed(source, chosen.reshaped(sizes));
    }

    /** A Pad with zeros, or a crop where its widths are negative, along any axes. */
    static Value pad(Value source, long[] pads) {
        View view = view(source);
        int rank = view.rank();
        for (int axis = 0; axis < rank; axis++) {
            long before = pads[axis];
            int size = view.size(axis);
            long count = before + size + pads[rank + axis];
            if (Math.abs(before) > 1 << 16 || count < 1 || count > 1 << 16) {
                throw new IllegalArgumentException("pads " + Arrays.toString(pads) + " of the sizes " + view.dims()
                        + " (expected: pads that leave something, and sizes below 65536)");
            }
            view = view.taken(
                    axis, (int) count, i -> i < before || i >= before + size ? View.ZERO : (int) (i - before));
        }
        return viewed(source, view);
    }

    static Value expand(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value source = source(t, node);
        View view = view(source);
        long[] given = t.constant(node, 1).integers();
        List<Long> wanted = LongStream.of(given).boxed().toList();
        List<Long> sizes = ConstantFolding.broadcast(node, view.dims(), wanted);
        int missing = sizes.size() - view.rank();
        if (missing > 0) {
            List<Long> longer = new ArrayList<>(sizes.subList(0, missing));
            longer.replaceAll(_ -> 1L);
            longer.addAll(view.dims());
            view = view.reshaped(longer);
        }
        for (int axis = 0; axis < sizes.size(); axis++) {
            int size = view.size(axis);
            view = view.taken(axis, size(node, sizes.get(axis)), i -> size == 1 ? 0 : i);
        }
        return viewed(source, view);
    }

    private static int size(OnnxNode node, long size) throws OnnxFormatException {
        if (size < 1 || size > 1 << 16) {
            throw node.refused("size " + size + " (expected: 1..65536)");
        }
        return (int) size;
    }

    static Value tile(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value source = source(t, node);
        View view = view(source);
        long[] repeats = t.constant(node, 1).integers();
        if (repeats.length != view.rank()) {
            throw node.refused(repeats.length + " repeats (expected: " + view.rank() + ")");
        }
        for (int axis = 0; axis < repeats.length; axis++) {
            int size = view.size(axis);
            view = view.taken(axis, size(node, size(node, repeats[axis]) * (long) size), i -> i % size);
        }
        return viewed(source, view);
    }

    /** Pixels of a square next to each other become channels. */
    static Value spaceToDepth(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("blocksize"));
        Value source = source(t, node);
        View view = view(source);
        int block = block(node, view);
        if (view.size(2) % block != 0 || view.size(3) % block != 0) {
            throw node.refused("blocks of " + block + " do not fit the sizes " + view.dims());
        }
        long b = block;
        long channels = view.size(1);
        long rows = view.size(2) / block;
        long columns = view.size(3) / block;
        return viewed(
                source,
                view.reshaped(List.of(1L, channels, rows, b, columns, b))
                        .transposed(List.of(0L, 3L, 5L, 1L, 2L, 4L))
                        .reshaped(List.of(1L, channels * b * b, rows, columns)));
    }

    /** Channels become pixels of a square next to each other. */
    static Value depthToSpace(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("blocksize", "mode"));
        Value source = source(t, node);
        View view = view(source);
        int block = block(node, view);
        if (view.size(1) % (block * block) != 0) {
            throw node.refused("blocks of " + block + " do not fit the sizes " + view.dims());
        }
        long b = block;
        long channels = view.size(1) / (b * b);
        long rows = view.size(2);
        long columns = view.size(3);
        View cut = switch (node.text("mode", "DCR")) {
            case "DCR" ->
                view.reshaped(List.of(1L, b, b, channels, rows, columns)).transposed(List.of(0L, 3L, 4L, 1L, 5L, 2L));
            case "CRD" ->
                view.reshaped(List.of(1L, channels, b, b, rows, columns)).transposed(List.of(0L, 1L, 4L, 2L, 5L, 3L));
            default ->
                throw node.refused("mode " + OnnxGraph.printable(node.text("mode", "")) + " (expected: DCR or CRD)");
        };
        return viewed(source, cut.reshaped(List.of(1L, channels, rows * b, columns * b)));
    }

    private static int block(OnnxNode node, View view) throws OnnxFormatException {
        long block = node.integer("blocksize", 0);
        if (view.rank() != 4 || block < 1 || block > 64) {
            throw node.refused("blocksize " + block + " of the sizes " + view.dims()
                    + " (expected: 1..64, of batch, channels, rows, columns)");
        }
        return (int) block;
    }

    /** A Concat of views of one tensor, and of zeros, as one view; empty if its parts are several tensors. */
    static Optional<Value> joined(Translation t, OnnxNode node) throws OnnxFormatException {
        boolean plain = true;
        Value source = null;
        for (int i = 0; i < node.inputs().size(); i++) {
            if (t.isConstant(node, i)) {
                plain = false;
                continue;
            }
            Value part = t.any(node, i);
            Endings.requireInside(node, part);
            plain &= part.view() == null && part.padding().equals(Padding.NONE);
            if (source != null && source.node() != part.node()) {
                return Optional.empty();
            }
            source = source == null ? part : source;
        }
        if (plain || source == null) {
            return Optional.empty();
        }
        List<View> parts = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            parts.add(t.isConstant(node, i) ? zeros(t, node, i) : view(t.any(node, i)));
        }
        int axis = parts.getFirst().axis(node, node.integer("axis", 1));
        return Optional.of(viewed(source, View.joined(node, parts, axis)));
    }

    /** A constant part of a Concat. */
    static View zeros(Translation t, OnnxNode node, int input) throws OnnxFormatException {
        OnnxTensor constant = t.constant(node, input);
        if (!constant.isZero()) {
            throw node.refused(
                    "joins the constant " + OnnxGraph.printable(node.inputs().get(input))
                            + " with a tensor of the network (expected: zeros, or tensors of the network alone)");
        }
        return View.zeros(constant.dims());
    }

    /** The tensor that a view is, by a layer if it is not there as it is. */
    static Value asLayer(Translation t, OnnxNode taker, Value value) throws OnnxFormatException {
        View view = Objects.requireNonNull(value.view());
        Optional<SelectingLayer> layer = SelectingLayer.of(view, value.shape());
        if (layer.isEmpty()) {
            throw taker.refused(
                    "takes the sizes " + view.dims() + " of " + value.node().shown() + " (" + value.shape()
                            + ") in an order that no convolution gives (mirrored, enlarged or cut anew; expected: channels chosen"
                            + " or in another order, crops, steps, zeros around, or a dense layer that takes it)");
        }
        FloatLinear choosing = layer.get().layer(t.draft());
        t.spend(choosing.weights().length);
        var node = t.draft().add(choosing, value.node());
        return new Value(node, layer.get().layout(node.shape()));
    }
}
