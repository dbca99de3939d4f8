package gazelle.models.onnx;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.NetworkDraft;
import gazelle.models.onnx.Layout.Axis;
import gazelle.models.onnx.Translation.Padding;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Poolings, the means that are poolings, and Pad. */
final class PoolingOperators {
    private static final int ANY_ACTIVATION_BITS = 1;
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
        if (node.integer("ceil_mode", 0) != 0) {
            TensorShape shape = input.shape();
            int below = roundingUp(shape.height() + padding.top() + padding.bottom(), window[0], strides[0]);
            int beside = roundingUp(shape.width() + padding.left() + padding.right(), window[1], strides[1]);
            if (below + beside > 0) {
                throw node.refused("ceil_mode 1 cuts windows off at the border (expected: windows that all fit)");
            }
        }
        if (padding.equals(Padding.NONE)) {
            return average(t, input, window[0], window[1], strides);
        }
        if (node.integer("count_include_pad", 0) == 0 && !padding.equals(input.padding())) {
            throw node.refused("pads are left out of the means at the border, which is no convolution"
                    + " (expected: count_include_pad 1, or no pads)");
        }
        return image(t, input, depthwiseMean(t.draft(), input.shape(), window, strides, padding));
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
        return image(t, input, maxPool(t.draft().freshName("maxpool"), window, new int[] {1, 1}, Padding.NONE));
    }

    /** A mean over rows and columns is how some exporters write GlobalAveragePool. */
    static Value reduceMean(Translation t, OnnxNode node) throws OnnxFormatException {
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
        boolean spatial = !reduced.contains(Axis.CHANNEL)
                && kept.stream().allMatch(axis -> axis.isEmpty() || axis.equals(List.of(Axis.CHANNEL)));
        if (axes.isEmpty() || !spatial) {
            throw node.refused("axes " + axes + " (expected: rows and columns, as GlobalAveragePool)");
        }
        Value mean = average(t, input, input.shape().height(), input.shape().width(), new int[] {1, 1});
        return mean.with(new Layout(kept));
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
        return image(t, input, maxPool(t.draft().freshName("maxpool"), window, strides, padding));
    }

    private static FloatMaxPool maxPool(String name, int[] window, int[] strides, Padding padding) {
        return new FloatMaxPool(
                name,
                new MaxPool(
                        name,
                        UNCONNECTED,
                        0,
                        ANY_ACTIVATION_BITS,
                        window[0],
                        window[1],
                        strides[0],
                        strides[1],
                        padding.top(),
                        padding.left(),
                        padding.bottom(),
                        padding.right()));
    }

    /** Padding at the end, so that a last window begins inside the input where the rest is shorter than a stride. */
    private static int roundingUp(int padded, int window, int stride) {
        int rest = stride == 0 ? 0 : Math.floorMod(padded - window, stride);
        return rest == 0 ? 0 : stride - rest;
    }

    private static Value image(Translation t, Value input, FloatLayer layer) {
        NetworkDraft.Node output = t.draft().add(layer, input.node());
        return new Value(output, Layout.image(output.shape()));
    }

    private static void requireNoPadding(OnnxNode node, Value input) throws OnnxFormatException {
        if (!input.padding().equals(Padding.NONE)) {
            throw node.refused("follows a Pad, which is supported before a convolution or pooling only");
        }
    }

    /** Zeros around the rows and columns wait for the layer that takes them. */
    static Value pad(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("mode", "pads", "value"));
        Value input = t.padded(node, 0);
        int rank = input.layout().rank();
        if (node.hasInput(3)) {
            throw node.refused("a list of axes is not supported (expected: pads for all dimensions)");
        }
        long[] pads = node.hasInput(1)
                ? t.constant(node, 1).integers()
                : node.integers("pads").stream().mapToLong(Long::longValue).toArray();
        if (pads.length != 2 * rank) {
            throw node.refused(pads.length + " pads (expected: " + 2 * rank + ")");
        }
        if (Arrays.stream(pads).allMatch(pad -> pad == 0)) {
            return input;
        }
        node.requireText("mode", "constant");
        boolean zero = node.hasInput(2) ? t.constant(node, 2).isZero() : node.number("value", 0) == 0;
        if (!zero) {
            throw node.refused("padding by another value than 0 is not supported");
        }
        Layout image = Layout.image(input.shape());
        if (rank != 4 || !(input.layout().equals(image) || input.layout().equals(Layout.channelsLast(input.shape())))) {
            throw node.refused("padding is supported for images only");
        }
        int row = input.layout().equals(image) ? 2 : 1;
        for (int i = 0; i < pads.length; i++) {
            boolean spatial = i % rank == row || i % rank == row + 1;
            if (pads[i] < 0 || pads[i] > (spatial ? 64 : 0)) {
                throw node.refused("pads " + Arrays.toString(pads) + " (expected: 0..64 rows and columns only)");
            }
        }
        Padding added =
                new Padding((int) pads[row], (int) pads[row + 1], (int) pads[rank + row], (int) pads[rank + row + 1]);
        return new Value(input.node(), input.layout(), input.padding().plus(added), false);
    }
}
