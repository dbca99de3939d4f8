package gazelle.models.onnx;

import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.models.onnx.Layout.Axis;
import gazelle.models.onnx.Translation.Padding;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Poolings, the means that are poolings, and Pad. */
final class PoolingOperators {
    private static final String UNCONNECTED = Layer.NETWORK_INPUT;

    private PoolingOperators() {}

    static Value average(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(
                Set.of("auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"));
        node.requireIntegers("dilations", 1L, 1L);
        Value input = t.image(node, 0);
        int[] window = node.sizes("kernel_shape", 2, 0);
        int[] strides = node.sizes("strides", 2, 1);
        Padding padding = LinearOperators.padding(node, input, window[0], window[1], strides);
        // Zeros of a Pad before count as any others; the node's own if it says so; what a rounded-up size adds never
        // does.
        Padding counted = node.integer("count_include_pad", 0) == 0 ? input.padding() : padding;
        if (node.integer("ceil_mode", 0) != 0) {
            TensorShape shape = input.shape();
            int below = roundingUp(shape.height() + padding.top() + padding.bottom(), window[0], strides[0]);
            int beside = roundingUp(shape.width() + padding.left() + padding.right(), window[1], strides[1]);
            padding = padding.plus(new Padding(0, 0, below, beside));
        }
        if (padding.equals(Padding.NONE)) {
            return average(t, input, window[0], window[1], strides);
        }
        Value means = image(t, input, depthwiseMean(t.draft(), input.shape(), window, strides, padding));
        TensorShape in = input.shape();
        TensorShape out = means.shape();
        int[] rows = inside(
                node,
                out.height(),
                strides[0],
                window[0],
                padding.top(),
                counted.top(),
                in.height() + counted.bottom());
        int[] columns = inside(
                node, out.width(), strides[1], window[1], padding.left(), counted.left(), in.width() + counted.right());
        float[] factors = new float[out.elements()];
        boolean whole = true;
        for (int i = 0; i < factors.length; i++) {
            int count = rows[i / out.width() % out.height()] * columns[i % out.width()];
            factors[i] = (float) window[0] * window[1] / count;
            whole &= count == window[0] * window[1];
        }
        if (whole) {
            return means;
        }
        return image(t, means, new FloatAffine(t.draft().freshName("border"), factors, new float[factors.length]));
    }

    /** For each window along one axis the number of its elements that count. */
    private static int[] inside(
            OnnxNode node, int outputs, int stride, int window, int before, int countedBefore, int countedEnd)
            throws OnnxFormatException {
        int[] counts = new int[outputs];
        for (int i = 0; i < outputs; i++) {
            int first = i * stride - before;
            counts[i] = Math.min(first + window, countedEnd) - Math.max(first, -countedBefore);
            if (counts[i] < 1) {
                throw node.refused(
                        "a window lies in the padding alone (expected: windows that begin within the input)");
            }
        }
        return counts;
    }

    /** A mean that counts its padding is a convolution with equal weights. */
    private static FloatLayer depthwiseMean(
            NetworkDraft draft, TensorShape shape, int[] window, int[] strides, Padding padding) {
        int channels = shape.channels();
        Convolution geometry = new Convolution(
                draft.freshName("conv"),
                UNCONNECTED,
                channels,
                window[0],
                window[1],
                strides[0],
                strides[1],
                padding.top(),
                padding.left(),
                padding.bottom(),
                padding.right(),
                channels,
                LinearLayer.MAX_WEIGHT_BITS,
                LinearLayer.MAX_RING_BITS);
        float[] weights = new float[channels * window[0] * window[1]];
        Arrays.fill(weights, 1f / (window[0] * window[1]));
        return new FloatLinear(geometry, weights, new float[channels]);
    }

    static Value globalAverage(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value input = t.image(node, 0);
        requireNoPadding(node, input);
        return average(t, input, input.shape().height(), input.shape().width(), new int[] {1, 1});
    }

    static Value globalMax(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value input = t.image(node, 0);
        requireNoPadding(node, input);
        int[] window = {input.shape().height(), input.shape().width()};
        return image(Maxima.of(t, input.node(), window, new int[] {1, 1}, Padding.NONE));
    }

    /** Means, sums and maxima over rows, columns or both are poolings; means and sums over channels are convolutions. */
    static Value reduce(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axes", "keepdims", "noop_with_empty_axes"));
        Value input = t.value(node, 0);
        List<List<Axis>> dims = input.layout().dims();
        List<Long> axes = node.hasInput(1)
                ? Arrays.stream(t.constant(node, 1).integers()).boxed().toList()
                : node.integers("axes");
        Set<Axis> reduced = EnumSet.noneOf(Axis.class);
        List<List<Axis>> kept = new ArrayList<>();
        for (int i = 0; i < dims.size(); i++) {
            if (axes.contains((long) i) || axes.contains((long) i - dims.size())) {
                reduced.addAll(dims.get(i));
                if (node.integer("keepdims", 1) != 0) {
                    kept.add(List.of());
                }
            } else {
                kept.add(dims.get(i));
            }
        }
        boolean largest = node.operator().equals("ReduceMax");
        boolean ofBatch = axes.contains(0L) || axes.contains((long) -dims.size());
        if (axes.isEmpty() || ofBatch || (largest && reduced.contains(Axis.CHANNEL))) {
            throw node.refused(
                    "axes " + axes + " of the sizes " + input.sizes() + " (expected: rows and columns, as in "
                            + (largest ? "GlobalMaxPool" : "GlobalAveragePool, or channels") + "; never the batch)");
        }
        int rows = reduced.contains(Axis.ROW) ? input.shape().height() : 1;
        int columns = reduced.contains(Axis.COLUMN) ? input.shape().width() : 1;
        Node result = input.node();
        if (largest) {
            result = Maxima.of(t, result, new int[] {rows, columns}, new int[] {1, 1}, Padding.NONE);
        } else {
            if (rows * columns > 1) {
                result = average(t, input, rows, columns, new int[] {1, 1}).node();
            }
            if (reduced.contains(Axis.CHANNEL)) {
                result = t.draft().add(meanOfChannels(t.draft(), result.shape().channels()), result);
            }
        }
        Value value = new Value(result, new Layout(kept));
        int elements = input.shape().elements() / result.shape().elements();
        return node.operator().equals("ReduceSum") ? ElementwiseOperators.scaled(t, value, elements) : value;
    }

    private static FloatLinear meanOfChannels(NetworkDraft draft, int channels) {
        Convolution geometry = new Convolution(
                draft.freshName("conv"),
                UNCONNECTED,
                1,
                1,
                1,
                1,
                1,
                0,
                0,
                0,
                0,
                1,
                LinearLayer.MAX_WEIGHT_BITS,
                LinearLayer.MAX_RING_BITS);
        float[] weights = new float[channels];
        Arrays.fill(weights, 1f / channels);
        return new FloatLinear(geometry, weights, new float[1]);
    }

    private static Value average(Translation t, Value input, int rows, int columns, int[] strides) {
        String name = t.draft().freshName("pool");
        return image(
                t,
                input,
                new FloatAveragePool(name, new AveragePool(name, UNCONNECTED, rows, columns, strides[0], strides[1])));
    }

    static Value max(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(
                Set.of("auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"));
        node.requireIntegers("dilations", 1L, 1L);
        // storage_order is the order of the indices, an output that nothing may read.
        Value input = t.image(node, 0);
        if (!input.padding().equals(Padding.NONE) && !(input.node().layer() instanceof FloatRelu)) {
            throw node.refused("zeros around values that may be negative (expected: a ReLU before the Pad)");
        }
        int[] window = node.sizes("kernel_shape", 2, 0);
        int[] strides = node.sizes("strides", 2, 1);
        Padding padding = LinearOperators.padding(node, input, window[0], window[1], strides);
        if (node.integer("ceil_mode", 0) != 0) {
            TensorShape shape = input.shape();
            padding = padding.plus(new Padding(
                    0,
                    0,
                    roundingUp(shape.height() + padding.top() + padding.bottom(), window[0], strides[0]),
                    roundingUp(shape.width() + padding.left() + padding.right(), window[1], strides[1])));
        }
        return image(Maxima.of(t, input.node(), window, strides, padding));
    }

    /** Padding at the end, so that a last window begins inside the input where the rest is shorter than a stride. */
    private static int roundingUp(int padded, int window, int stride) {
        int rest = stride == 0 ? 0 : Math.floorMod(padded - window, stride);
        return rest == 0 ? 0 : stride - rest;
    }

    private static Value image(Translation t, Value input, FloatLayer layer) {
        return image(t.draft().add(layer, input.node()));
    }

    private static Value image(Node output) {
        return new Value(output, Layout.image(output.shape()));
    }

    private static void requireNoPadding(OnnxNode node, Value input) throws OnnxFormatException {
        if (!input.padding().equals(Padding.NONE)) {
            throw node.refused("follows a Pad, which is supported before a convolution or pooling only");
        }
    }

    /** Zeros around the rows and columns wait for the layer that takes them; other pads, and crops, choose elements. */
    static Value pad(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("mode", "pads", "value"));
        Value input = t.any(node, 0);
        Endings.requireInside(node, input);
        int rank = input.sizes().size();
        long[] given = node.hasInput(1)
                ? t.constant(node, 1).integers()
                : node.integers("pads").stream().mapToLong(Long::longValue).toArray();
        long[] axes = node.hasInput(3)
                ? t.constant(node, 3).integers()
                : LongStream.range(0, rank).toArray();
        if (given.length != 2 * axes.length || axes.length > rank) {
            throw node.refused(given.length + " pads (expected: " + 2 * axes.length + ")");
        }
        long[] pads = new long[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            long axis = axes[i] < 0 ? axes[i] + rank : axes[i];
            if (axis < 0 || axis >= rank) {
                throw node.refused("axis " + axes[i] + " (expected: one of the sizes " + input.sizes() + ")");
            }
            pads[(int) axis] = given[i];
            pads[rank + (int) axis] = given[axes.length + i];
        }
        if (Arrays.stream(pads).allMatch(pad -> pad == 0)) {
            return input;
        }
        boolean crops = Arrays.stream(pads).allMatch(pad -> pad <= 0);
        boolean zero = node.hasInput(2) ? t.constant(node, 2).isZero() : node.number("value", 0) == 0;
        if (!crops) {
            node.requireText("mode", "constant");
            if (!zero) {
                throw node.refused("padding by another value than 0 is not supported");
            }
        }
        if (pads[0] != 0 || pads[rank] != 0) {
            throw node.refused("pads " + Arrays.toString(pads) + " of the batch");
        }
        Layout image = Layout.image(input.shape());
        boolean isImage = input.view() == null
                && rank == 4
                && (input.layout().equals(image) || input.layout().equals(Layout.channelsLast(input.shape())));
        int row = isImage && !input.layout().equals(image) ? 1 : 2;
        boolean around = isImage;
        for (int i = 0; i < pads.length; i++) {
            boolean spatial = i % rank == row || i % rank == row + 1;
            around &= pads[i] >= 0 && pads[i] <= (spatial ? 64 : 0);
        }
        if (!around) {
            return Selections.pad(input, pads);
        }
        Padding added =
                new Padding((int) pads[row], (int) pads[row + 1], (int) pads[rank + row], (int) pads[rank + row + 1]);
        return input.with(input.padding().plus(added));
    }
}
