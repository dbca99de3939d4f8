package gazelle.models.onnx;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.models.network.NetworkDraft;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Activations, batch normalisation, arithmetic element by element, and Concat. */
final class ElementwiseOperators {
    private ElementwiseOperators() {}

    static Value relu(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value input = t.value(node, 0);
        return new Value(t.draft().add(new FloatRelu(t.draft().freshName("relu")), input.node()), input.layout());
    }

    static Value clip(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("min", "max"));
        Value input = t.value(node, 0);
        float low = node.hasInput(1) ? scalar(t, node, 1) : node.number("min", Float.NEGATIVE_INFINITY);
        float high = node.hasInput(2) ? scalar(t, node, 2) : node.number("max", Float.POSITIVE_INFINITY);
        if (low != 0 || !(high > 0)) {
            throw node.refused("limits " + low + " and " + high + " (expected: 0 and something above, as ReLU6)");
        }
        float cap = high == Float.MAX_VALUE ? Float.POSITIVE_INFINITY : high;
        return new Value(t.draft().add(new FloatRelu(t.draft().freshName("relu"), cap), input.node()), input.layout());
    }

    private static float scalar(Translation t, OnnxNode node, int input) throws OnnxFormatException {
        OnnxTensor constant = t.constant(node, input);
        if (constant.size() != 1) {
            throw node.refused("input " + input + " has " + constant.size() + " numbers (expected: one)");
        }
        return constant.floats()[0];
    }

    static Value batchNormalization(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("epsilon", "momentum", "spatial", "training_mode"));
        node.requireInteger("spatial", 1);
        node.requireInteger("training_mode", 0);
        Value input = t.value(node, 0);
        float[] gamma = t.constant(node, 1).floats();
        float[] beta = t.constant(node, 2).floats();
        float[] mean = t.constant(node, 3).floats();
        float[] variance = t.constant(node, 4).floats();
        List<Long> sizes = input.layout().sizes(input.shape());
        int channels = gamma.length;
        if (sizes.size() < 2
                || sizes.get(1) != channels
                || beta.length != channels
                || mean.length != channels
                || variance.length != channels) {
            throw node.refused("constants do not fit the sizes " + sizes);
        }
        float[] scales = new float[channels];
        float[] shifts = new float[channels];
        for (int c = 0; c < channels; c++) {
            double scale = gamma[c] / Math.sqrt((double) variance[c] + node.number("epsilon", 1e-5f));
            scales[c] = (float) scale;
            shifts[c] = (float) (beta[c] - mean[c] * scale);
        }
        List<Long> dims = new ArrayList<>();
        for (int d = 1; d < sizes.size(); d++) {
            dims.add(d == 1 ? (long) channels : 1L);
        }
        return affine(t, node, input, OnnxTensor.ofFloats(dims, scales), OnnxTensor.ofFloats(dims, shifts));
    }

    /** Add, Sub, Mul and Div: with a constant, or a sum or square of tensors. */
    static Value arithmetic(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        if (node.inputs().size() != 2) {
            throw node.refused(node.inputs().size() + " inputs (expected: 2)");
        }
        boolean constantFirst = t.isConstant(node, 0);
        if (constantFirst || t.isConstant(node, 1)) {
            Value input = t.value(node, constantFirst ? 1 : 0);
            OnnxTensor constant = t.constant(node, constantFirst ? 0 : 1);
            float[] scales = new float[constant.size()];
            float[] shifts = new float[constant.size()];
            float[] values = constant.floats();
            Arrays.fill(scales, 1);
            switch (node.operator()) {
                case "Add", "Sum" -> shifts = values;
                case "Sub" -> {
                    for (int i = 0; i < values.length; i++) {
                        shifts[i] = constantFirst ? values[i] : -values[i];
                    }
                    Arrays.fill(scales, constantFirst ? -1 : 1);
                }
                case "Mul" -> scales = values;
                case "Div" -> {
                    if (constantFirst) {
                        throw node.refused("division by a tensor is not supported (expected: a constant divisor)");
                    }
                    for (int i = 0; i < values.length; i++) {
                        scales[i] = 1 / values[i];
                    }
                }
                default -> throw node.refused("is not supported");
            }
            List<Long> dims = constant.dims();
            return affine(t, node, input, OnnxTensor.ofFloats(dims, scales), OnnxTensor.ofFloats(dims, shifts));
        }
        Value left = t.value(node, 0);
        Value right = t.value(node, 1);
        return switch (node.operator()) {
            case "Add", "Sum" -> sum(t, node, left, right);
            case "Mul" -> {
                if (left.node() == right.node()) {
                    yield square(t, left);
                }
                Optional<Value> curve = CurveOperators.product(t, left, right);
                if (curve.isEmpty()) {
                    throw node.refused(
                            "a product of two tensors is not supported (expected: a constant factor, Mul(x, x), or"
                                    + " functions of the same tensor)");
                }
                yield curve.get();
            }
            default -> throw node.refused("of two tensors is not supported (expected: Add, or a constant)");
        };
    }

    private static Value sum(Translation t, OnnxNode node, Value left, Value right) throws OnnxFormatException {
        if (!left.layout().equals(right.layout()) || !left.shape().equals(right.shape())) {
            throw node.refused("sizes " + left.layout().sizes(left.shape()) + " and "
                    + right.layout().sizes(right.shape()) + " (expected: two tensors of equal sizes)");
        }
        FloatAdd add = new FloatAdd(t.draft().freshName("add"));
        return new Value(t.draft().add(add, List.of(left.node(), right.node())), left.layout());
    }

    static Value power(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        OnnxTensor exponent = t.constant(node, 1);
        boolean two =
                exponent.size() == 1 && (exponent.isReal() ? exponent.floats()[0] == 2 : exponent.integers()[0] == 2);
        if (!two) {
            throw node.refused("is supported for the exponent 2 only");
        }
        return square(t, t.value(node, 0));
    }

    private static Value square(Translation t, Value input) {
        return new Value(t.draft().add(new FloatSquare(t.draft().freshName("square")), input.node()), input.layout());
    }

    /** Constants spread over the tensor by ONNX's rules; one pair a channel where that is enough. */
    private static Value affine(Translation t, OnnxNode node, Value input, OnnxTensor scale, OnnxTensor shift)
            throws OnnxFormatException {
        TensorShape shape = input.shape();
        List<Long> sizes = input.layout().sizes(shape);
        if (!ConstantFolding.broadcast(node, sizes, scale.dims()).equals(sizes)) {
            throw node.refused("a constant of the sizes " + scale.dims() + " enlarges the tensor " + sizes);
        }
        int[] constants = ConstantFolding.broadcastPlaces(scale.dims(), sizes);
        int[] places = input.layout().places(shape);
        float[] scales = new float[places.length];
        float[] shifts = new float[places.length];
        float[] givenScales = scale.floats();
        float[] givenShifts = shift.floats();
        for (int i = 0; i < places.length; i++) {
            scales[places[i]] = givenScales[constants[i]];
            shifts[places[i]] = givenShifts[constants[i]];
        }
        int perChannel = shape.height() * shape.width();
        if (isConstantByChannel(scales, perChannel) && isConstantByChannel(shifts, perChannel)) {
            scales = firstOfChannels(scales, perChannel);
            shifts = firstOfChannels(shifts, perChannel);
        }
        NetworkDraft.Node output =
                t.draft().add(new FloatAffine(t.draft().freshName("affine"), scales, shifts), input.node());
        return new Value(output, input.layout());
    }

    private static boolean isConstantByChannel(float[] values, int perChannel) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != values[i - i % perChannel]) {
                return false;
            }
        }
        return true;
    }

    private static float[] firstOfChannels(float[] values, int perChannel) {
        float[] first = new float[values.length / perChannel];
        for (int c = 0; c < first.length; c++) {
            first[c] = values[c * perChannel];
        }
        return first;
    }

    static Value concatenation(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axis"));
        List<NetworkDraft.Node> parts = new ArrayList<>();
        int rank = t.value(node, 0).layout().rank();
        long axis = node.integer("axis", 1);
        axis = axis < 0 ? axis + rank : axis;
        for (int i = 0; i < node.inputs().size(); i++) {
            Value part = t.value(node, i);
            TensorShape shape = part.shape();
            boolean channels = switch ((int) axis) {
                case 1 -> part.layout().isImage(shape) || part.layout().equals(Layout.flattened(shape));
                case 3 -> part.layout().equals(Layout.channelsLast(shape));
                default -> false;
            };
            if (!channels || part.layout().rank() != rank) {
                throw node.refused(
                        "axis " + axis + " of the sizes " + part.layout().sizes(shape)
                                + " (expected: the channels of images, or features flattened in the order channels, rows,"
                                + " columns)");
            }
            parts.add(part.node());
        }
        NetworkDraft.Node joined =
                t.draft().add(new FloatConcatenation(t.draft().freshName("concat")), parts);
        TensorShape shape = joined.shape();
        return new Value(
                joined,
                rank == 2 ? Layout.flattened(shape) : axis == 1 ? Layout.image(shape) : Layout.channelsLast(shape));
    }
}
