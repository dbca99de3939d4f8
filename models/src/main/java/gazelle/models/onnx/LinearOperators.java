package gazelle.models.onnx;

import gazelle.models.network.FloatLinear;
import gazelle.models.network.Geometries;
import gazelle.models.onnx.Translation.Padding;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.TensorShape;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Conv, Gemm and MatMul with constant weights. */
final class LinearOperators {
    /** Geometry is held in the compiled network's terms, whose widths and input the quantiser names later. */
    private static final int ANY_WEIGHT_BITS = LinearLayer.MAX_WEIGHT_BITS;

    private static final int ANY_RING_BITS = LinearLayer.MAX_RING_BITS;
    private static final int MAX_KERNEL_SIDE = 64;
    private static final String UNCONNECTED = Layer.NETWORK_INPUT;

    private LinearOperators() {}

    static Value convolution(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"));
        Value input = t.image(node, 0);
        OnnxTensor filter = t.constant(node, 1);
        List<Long> dims = filter.dims();
        long groups = node.integer("group", 1);
        if (dims.size() != 4
                || groups < 1
                || dims.get(1) * groups != input.shape().channels()) {
            throw node.refused("weights " + dims + " in " + groups + " groups do not fit the input " + input.shape());
        }
        node.requireIntegers("kernel_shape", dims.get(2), dims.get(3));
        int[] strides = node.sizes("strides", 2, 1);
        int[] dilations = node.sizes("dilations", 2, 1);
        int rows = dilated(node, dims.get(2), dilations[0]);
        int columns = dilated(node, dims.get(3), dilations[1]);
        Padding padding = padding(node, input, rows, columns, strides);
        int filters = Math.toIntExact(dims.get(0));
        Convolution geometry = new Convolution(
                t.draft().freshName("conv"),
                UNCONNECTED,
                filters,
                rows,
                columns,
                strides[0],
                strides[1],
                padding.top(),
                padding.left(),
                padding.bottom(),
                padding.right(),
                Math.toIntExact(groups),
                ANY_WEIGHT_BITS,
                ANY_RING_BITS);
        // The bounds on the number of weights hold with the gaps, too.
        geometry.outputShape(input.shape());
        float[] biases = node.hasInput(2) ? t.constant(node, 2).floats() : new float[filters];
        var output = t.draft()
                .add(new FloatLinear(geometry, dilated(filter, dilations, rows, columns), biases), input.node());
        return new Value(output, Layout.image(output.shape()));
    }

    /** The side of a kernel with {@code dilation - 1} zeros between its elements. */
    private static int dilated(OnnxNode node, long side, int dilation) throws OnnxFormatException {
        long whole = (side - 1) * dilation + 1;
        if (dilation < 1 || whole > MAX_KERNEL_SIDE) {
            throw node.refused("a kernel side of " + side + " with dilation " + dilation
                    + " is not supported (expected: at most " + MAX_KERNEL_SIDE + " with its gaps)");
        }
        return (int) whole;
    }

    private static float[] dilated(OnnxTensor filter, int[] dilations, int rows, int columns)
            throws OnnxFormatException {
        float[] dense = filter.floats();
        int height = filter.dims().get(2).intValue();
        int width = filter.dims().get(3).intValue();
        float[] spread = new float[dense.length / (height * width) * rows * columns];
        for (int i = 0; i < dense.length; i++) {
            int row = i / width % height * dilations[0];
            int column = i % width * dilations[1];
            spread[(i / (height * width) * rows + row) * columns + column] = dense[i];
        }
        return spread;
    }

    /** The zeros around a convolution's or pooling's input: the node's own and those of a Pad before it. */
    static Padding padding(OnnxNode node, Value input, int rows, int columns, int[] strides)
            throws OnnxFormatException {
        Padding before = input.padding();
        int height = input.shape().height() + before.top() + before.bottom();
        int width = input.shape().width() + before.left() + before.right();
        return before.plus(
                switch (node.text("auto_pad", "NOTSET")) {
                    case "NOTSET" -> {
                        int[] pads = node.sizes("pads", 4, 0);
                        yield new Padding(pads[0], pads[1], pads[2], pads[3]);
                    }
                    case "VALID" -> Padding.NONE;
                    case "SAME_UPPER" -> {
                        int vertical = samePadding(height, rows, strides[0]);
                        int horizontal = samePadding(width, columns, strides[1]);
                        yield new Padding(
                                vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2);
                    }
                    case "SAME_LOWER" -> {
                        int vertical = samePadding(height, rows, strides[0]);
                        int horizontal = samePadding(width, columns, strides[1]);
                        yield new Padding(
                                vertical - vertical / 2, horizontal - horizontal / 2, vertical / 2, horizontal / 2);
                    }
                    default ->
                        throw node.refused("auto_pad "
                                + OnnxGraph.printable(node.text("auto_pad", ""))
                                + " (expected: NOTSET, VALID, SAME_UPPER or SAME_LOWER)");
                });
    }

    /** Returns the padding that makes ceil(size / stride) outputs. */
    private static int samePadding(int size, int window, int stride) {
        int outputs = (size + stride - 1) / Math.max(1, stride);
        return Math.max(0, (outputs - 1) * stride + window - size);
    }

    static Value gemm(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("alpha", "beta", "transA", "transB"));
        node.requireInteger("transA", 0);
        OnnxTensor matrix = t.constant(node, 1);
        boolean outputsFirst = node.integer("transB", 0) != 0;
        Value product = product(t, node, matrix, outputsFirst, node.number("alpha", 1));
        if (!node.hasInput(2)) {
            return product;
        }
        int outputs = product.shape().elements();
        OnnxTensor added = t.constant(node, 2);
        int[] places = ConstantFolding.broadcastPlaces(
                added.dims(), ConstantFolding.broadcast(node, added.dims(), List.of(1L, (long) outputs)));
        if (places.length != outputs) {
            throw node.refused("input 2 of the sizes " + added.dims() + " (expected: " + outputs + " numbers)");
        }
        float[] given = added.floats();
        float[] biases = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            biases[i] = node.number("beta", 1) * given[places[i]];
        }
        FloatLinear linear = (FloatLinear) Objects.requireNonNull(product.node().layer());
        var biased = t.draft()
                .add(
                        linear.with(linear.weights(), biases, linear.offsets()),
                        product.node().source());
        return new Value(biased, product.layout());
    }

    static Value matMul(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        return product(t, node, t.constant(node, 1), false, 1);
    }

    private static Value product(Translation t, OnnxNode node, OnnxTensor matrix, boolean outputsFirst, float factor)
            throws OnnxFormatException {
        Value input = t.features(node, 0);
        TensorShape shape = input.shape();
        if (isMap(input, matrix.dims())) {
            return pointwise(t, input, matrix, factor);
        }
        List<Long> sizes = input.sizes();
        int[] places = input.places();
        int inputs = places.length;
        if (sizes.size() < 2 || sizes.getLast() != inputs) {
            throw node.refused("takes sizes " + sizes + " (expected: batch and features; put a Flatten before it)");
        }
        if (matrix.dims().size() != 2 || matrix.dims().get(outputsFirst ? 1 : 0) != inputs) {
            throw node.refused("weights " + matrix.dims() + " do not fit the input " + sizes);
        }
        int outputs = Math.toIntExact(matrix.dims().get(outputsFirst ? 0 : 1));
        float[] given = matrix.floats();
        float[] weights = new float[Math.multiplyExact(outputs, shape.elements())];
        for (int row = 0; row < outputs; row++) {
            for (int i = 0; i < inputs; i++) {
                if (places[i] != View.ZERO) {
                    weights[row * shape.elements() + places[i]] +=
                            factor * (outputsFirst ? given[row * inputs + i] : given[i * outputs + row]);
                }
            }
        }
        FullyConnected geometry =
                new FullyConnected(t.draft().freshName("dense"), UNCONNECTED, outputs, ANY_WEIGHT_BITS, ANY_RING_BITS);
        var output = t.draft().add(new FloatLinear(geometry, weights, new float[outputs]), input.node());
        return new Value(output, Layout.flattened(output.shape()));
    }

    /** Returns true if a matrix multiplies the channels at every place of a picture, as Keras' Dense on a map does. */
    private static boolean isMap(Value input, List<Long> matrix) {
        TensorShape shape = input.shape();
        return input.view() == null
                && shape.height() * shape.width() > 1
                && input.layout().equals(Layout.channelsLast(shape))
                && matrix.size() == 2
                && matrix.getFirst() == shape.channels();
    }

    private static Value pointwise(Translation t, Value input, OnnxTensor matrix, float factor)
            throws OnnxFormatException {
        int channels = input.shape().channels();
        int filters = Math.toIntExact(matrix.dims().getLast());
        float[] given = matrix.floats();
        float[] weights = new float[given.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = factor * given[i % channels * filters + i / channels];
        }
        Convolution geometry = Geometries.pointwise(t.draft().freshName("conv"), filters, 1);
        var output = t.draft().add(new FloatLinear(geometry, weights, new float[filters]), input.node());
        return new Value(output, Layout.channelsLast(output.shape()));
    }
}
