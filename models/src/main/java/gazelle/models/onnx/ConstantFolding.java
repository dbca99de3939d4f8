package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Computes operators all of whose inputs are constants: what exporters leave around weights and sizes. */
final class ConstantFolding {
    private ConstantFolding() {}

    private interface Operation {
        float of(float a, float b);
    }

    /**
     * Returns the output of a node, if this class knows its operator.
     *
     * @param inputs the constants that it takes, in order
     * @throws OnnxFormatException if they do not fit
     */
    static Optional<OnnxTensor> fold(OnnxNode node, List<OnnxTensor> inputs) throws OnnxFormatException {
        OnnxTensor first = inputs.getFirst();
        return switch (node.operator()) {
            case "Identity", "Dropout" -> Optional.of(first);
            case "Cast" -> Optional.of(cast(node, first));
            case "Add" -> Optional.of(combine(node, inputs, (a, b) -> a + b));
            case "Sub" -> Optional.of(combine(node, inputs, (a, b) -> a - b));
            case "Mul" -> Optional.of(combine(node, inputs, (a, b) -> a * b));
            case "Div" -> Optional.of(combine(node, inputs, (a, b) -> a / b));
            case "Sqrt" -> Optional.of(combine(node, List.of(first, first), (a, _) -> (float) Math.sqrt(a)));
            case "Reshape" ->
                Optional.of(first.reshaped(
                        ShapeOperators.target(node, inputs.get(1).integers(), first.dims(), first.size())));
            case "Squeeze", "Unsqueeze" -> {
                List<Long> axes = ShapeOperators.axes(node, inputs.size() > 1 ? inputs.get(1) : null);
                yield Optional.of(first.reshaped(
                        node.operator().equals("Squeeze")
                                ? ShapeOperators.squeezed(node, first.dims(), axes)
                                : ShapeOperators.unsqueezed(node, first.dims(), axes)));
            }
            case "Transpose" -> Optional.of(transpose(node, first));
            case "Gather" -> Optional.of(gather(node, first, inputs.get(1)));
            case "Concat" -> Optional.of(concatenate(node, inputs));
            case "Slice" -> inputs.size() < 3 ? Optional.empty() : Optional.of(slice(node, inputs));
            case "ConstantOfShape" -> Optional.of(filling(node).filled(first.integers()));
            default -> Optional.empty();
        };
    }

    /** The value of a Constant: a tensor, or numbers by themselves. */
    static OnnxTensor constant(OnnxNode node) throws OnnxFormatException {
        OnnxNode.Attribute value = node.attributes().get("value");
        if (value != null && value.tensor() != null) {
            return value.tensor();
        }
        if (node.has("value_float")) {
            return OnnxTensor.ofFloats(List.of(), new float[] {node.number("value_float", 0)});
        }
        if (node.has("value_int")) {
            return OnnxTensor.ofIntegers(List.of(), new long[] {node.integer("value_int", 0)});
        }
        if (node.has("value_floats")) {
            List<Float> numbers = node.numbers("value_floats");
            float[] floats = new float[numbers.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = numbers.get(i);
            }
            return OnnxTensor.ofFloats(List.of((long) floats.length), floats);
        }
        if (node.has("value_ints")) {
            long[] integers = node.integers("value_ints").stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            return OnnxTensor.ofIntegers(List.of((long) integers.length), integers);
        }
        throw node.refused("holds " + node.attributes().keySet() + " (expected: value, value_float, value_floats,"
                + " value_int or value_ints)");
    }

    private static OnnxTensor cast(OnnxNode node, OnnxTensor tensor) throws OnnxFormatException {
        boolean toReal = ElementType.isReal(node.integer("to", 1));
        if (toReal == tensor.isReal()) {
            return tensor;
        }
        if (toReal) {
            long[] values = tensor.integers();
            float[] cast = new float[values.length];
            for (int i = 0; i < cast.length; i++) {
                cast[i] = values[i];
            }
            return OnnxTensor.ofFloats(tensor.dims(), cast);
        }
        float[] values = tensor.floats();
        long[] cast = new long[values.length];
        for (int i = 0; i < cast.length; i++) {
            cast[i] = (long) values[i];
        }
        return OnnxTensor.ofIntegers(tensor.dims(), cast);
    }

    /** The sum of two constants of real numbers. */
    static OnnxTensor sum(OnnxNode node, OnnxTensor first, OnnxTensor second) throws OnnxFormatException {
        OnnxNode add = new OnnxNode(node.name(), "Add", node.inputs(), node.outputs(), node.attributes());
        return combine(add, List.of(first, second), (a, b) -> a + b);
    }

    private static OnnxTensor combine(OnnxNode node, List<OnnxTensor> inputs, Operation operation)
            throws OnnxFormatException {
        List<Long> sizes =
                broadcast(node, inputs.getFirst().dims(), inputs.getLast().dims());
        OnnxTensor a = inputs.getFirst()
                .gathered(sizes, broadcastPlaces(inputs.getFirst().dims(), sizes));
        OnnxTensor b = inputs.getLast()
                .gathered(sizes, broadcastPlaces(inputs.getLast().dims(), sizes));
        if (!a.isReal() || !b.isReal()) {
            long[] left = a.integers();
            long[] right = b.integers();
            for (int i = 0; i < left.length; i++) {
                left[i] = switch (node.operator()) {
                    case "Add" -> left[i] + right[i];
                    case "Sub" -> left[i] - right[i];
                    case "Mul" -> left[i] * right[i];
                    default -> throw node.refused("integer constants are not supported here");
                };
            }
            return OnnxTensor.ofIntegers(sizes, left);
        }
        float[] left = a.floats();
        float[] right = b.floats();
        for (int i = 0; i < left.length; i++) {
            left[i] = operation.of(left[i], right[i]);
        }
        return OnnxTensor.ofFloats(sizes, left);
    }

    /** The sizes of two tensors combined element by element, by ONNX's (NumPy's) rules. */
    static List<Long> broadcast(OnnxNode node, List<Long> a, List<Long> b) throws OnnxFormatException {
        int rank = Math.max(a.size(), b.size());
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long left = i < rank - a.size() ? 1 : a.get(i - rank + a.size());
            long right = i < rank - b.size() ? 1 : b.get(i - rank + b.size());
            if (left != right && left != 1 && right != 1) {
                throw node.refused("the sizes " + a + " and " + b + " do not fit each other");
            }
            sizes.add(Math.max(left, right));
        }
        return sizes;
    }

    /** For each element of a tensor of {@code sizes} the element of one of {@code from} that stands there. */
    static int[] broadcastPlaces(List<Long> from, List<Long> sizes) {
        int[] places =
                new int[LongStream.of(toArray(sizes)).mapToInt(Math::toIntExact).reduce(1, Math::multiplyExact)];
        int missing = sizes.size() - from.size();
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            int stride = 1;
            for (int d = sizes.size() - 1; d >= missing; d--) {
                int own = from.get(d - missing).intValue();
                int at = rest % sizes.get(d).intValue();
                rest /= sizes.get(d).intValue();
                places[i] += (own == 1 ? 0 : at) * stride;
                stride *= own;
            }
        }
        return places;
    }

    private static long[] toArray(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static OnnxTensor transpose(OnnxNode node, OnnxTensor tensor) throws OnnxFormatException {
        List<Long> order = ShapeOperators.permutation(node, tensor.dims().size());
        List<Long> sizes =
                order.stream().map(from -> tensor.dims().get(from.intValue())).toList();
        int rank = order.size();
        long[] strides = new long[rank];
        long stride = 1;
        for (int d = rank - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= tensor.dims().get(d);
        }
        int[] places = new int[tensor.size()];
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            for (int d = rank - 1; d >= 0; d--) {
                int size = sizes.get(d).intValue();
                places[i] += Math.toIntExact(rest % size * strides[order.get(d).intValue()]);
                rest /= size;
            }
        }
        return tensor.gathered(sizes, places);
    }

    private static OnnxTensor gather(OnnxNode node, OnnxTensor tensor, OnnxTensor indices) throws OnnxFormatException {
        if (node.integer("axis", 0) != 0 || tensor.dims().size() != 1) {
            throw node.refused("only lists of sizes may be gathered from");
        }
        long[] chosen = indices.integers();
        int[] places = new int[chosen.length];
        for (int i = 0; i < places.length; i++) {
            long place = chosen[i] < 0 ? chosen[i] + tensor.size() : chosen[i];
            if (place < 0 || place >= tensor.size()) {
                throw node.refused("index " + chosen[i] + " (expected: below " + tensor.size() + ")");
            }
            places[i] = (int) place;
        }
        return tensor.gathered(indices.dims(), places);
    }

    /** Returns the one value of a ConstantOfShape: 0 if the node names none. */
    private static OnnxTensor filling(OnnxNode node) {
        OnnxNode.Attribute value = node.attributes().get("value");
        return value == null || value.tensor() == null
                ? OnnxTensor.ofFloats(List.of(1L), new float[1])
                : value.tensor();
    }

    /** Starts, ends, axes and steps as NumPy takes them. */
    private static OnnxTensor slice(OnnxNode node, List<OnnxTensor> inputs) throws OnnxFormatException {
        OnnxTensor tensor = inputs.getFirst();
        long[] starts = inputs.get(1).integers();
        long[] ends = inputs.get(2).integers();
        long[] axes = inputs.size() > 3
                ? inputs.get(3).integers()
                : LongStream.range(0, starts.length).toArray();
        long[] steps = inputs.size() > 4
                ? inputs.get(4).integers()
                : LongStream.generate(() -> 1).limit(starts.length).toArray();
        boolean equallyMany =
                ends.length == starts.length && axes.length == starts.length && steps.length == starts.length;
        if (!equallyMany || starts.length > tensor.dims().size()) {
            throw node.refused("its starts, ends, axes and steps are not equally many, or more than " + tensor.dims()
                    + " has axes");
        }
        OnnxTensor cut = tensor;
        for (int i = 0; i < starts.length; i++) {
            cut = slice(node, cut, axes[i], starts[i], ends[i], steps[i]);
        }
        return cut;
    }

    private static OnnxTensor slice(OnnxNode node, OnnxTensor tensor, long axis, long start, long end, long step)
            throws OnnxFormatException {
        List<Long> dims = tensor.dims();
        if (axis < -dims.size() || axis >= dims.size() || step == 0) {
            throw node.refused("axis " + axis + " and step " + step + " (expected: an axis of " + dims
                    + " and a step other than 0)");
        }
        int d = (int) (axis < 0 ? axis + dims.size() : axis);
        long size = dims.get(d);
        long first = Math.clamp(start < 0 ? start + size : start, 0, step > 0 ? size : size - 1);
        // Exporters write the least integer there is for "to the beginning".
        long last = Math.clamp(end < -size ? -1 : end < 0 ? end + size : end, step > 0 ? 0 : -1, size);
        long stride = Math.clamp(step, -size - 1, size + 1);
        int kept = (int) Math.ceilDiv(last - first, stride);
        if (kept <= 0) {
            throw node.refused("gives nothing of " + dims);
        }
        int inner = 1;
        for (int i = d + 1; i < dims.size(); i++) {
            inner *= dims.get(i).intValue();
        }
        List<Long> sizes = new ArrayList<>(dims);
        sizes.set(d, (long) kept);
        int[] places = new int[tensor.size() / (int) size * kept];
        for (int i = 0; i < places.length; i++) {
            int at = (int) (first + i / inner % kept * stride);
            places[i] = (i / inner / kept * (int) size + at) * inner + i % inner;
        }
        return tensor.gathered(sizes, places);
    }

    private static OnnxTensor concatenate(OnnxNode node, List<OnnxTensor> inputs) throws OnnxFormatException {
        LongList joined = new LongList();
        for (OnnxTensor input : inputs) {
            if (input.dims().size() != 1) {
                throw node.refused("only lists of sizes may be joined");
            }
            for (long value : input.integers()) {
                joined.add(value);
            }
        }
        return OnnxTensor.ofIntegers(List.of((long) joined.size()), joined.toArray());
    }
}
