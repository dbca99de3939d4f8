package gazelle.models.onnx;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatSquare;
import gazelle.models.network.NetworkDraft;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Batch normalisation, arithmetic element by element, and Concat. */
final class ElementwiseOperators {
    private ElementwiseOperators() {}

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

    /** Add, Sub, Mul and Div: with a constant, or a sum, difference or square of tensors; Sum and Mean of any number. */
    static Value arithmetic(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        if (node.operator().equals("Sum") || node.operator().equals("Mean")) {
            return sumOfMany(t, node);
        }
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
                case "Add" -> shifts = values;
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
            case "Add" -> sum(t, node, left, right);
            case "Sub" -> sum(t, node, left, scaled(t, right, -1));
            case "Mul" -> {
                if (left.node() == right.node()) {
                    yield square(t, left);
                }
                Optional<Value> curve = CurveOperators.product(t, left, right);
                if (curve.isEmpty()) {
                    throw node.refused(
                            "a product of two tensors is not supported: hidden values can only be multiplied by"
                                    + " constants (expected: a constant factor, Mul(x, x), or functions of the same tensor;"
                                    + " gates, as of squeeze-and-excitation, and attention are such products: train the network"
                                    + " without them, as another activation inside the gate does not help)");
                }
                yield curve.get();
            }
            default -> throw node.refused("of two tensors is not supported (expected: a constant)");
        };
    }

    private static Value sumOfMany(Translation t, OnnxNode node) throws OnnxFormatException {
        @Nullable OnnxTensor constants = null;
        @Nullable Value sum = null;
        for (int i = 0; i < node.inputs().size(); i++) {
            if (t.isConstant(node, i)) {
                OnnxTensor constant = t.constant(node, i);
                constants = constants == null ? constant : ConstantFolding.sum(node, constants, constant);
            } else {
                Value addend = t.value(node, i);
                sum = sum == null ? addend : sum(t, node, sum, addend);
            }
        }
        if (sum == null) {
            throw node.refused("no tensor of the network among its inputs");
        }
        if (constants != null) {
            float[] ones = new float[constants.size()];
            Arrays.fill(ones, 1);
            sum = affine(t, node, sum, OnnxTensor.ofFloats(constants.dims(), ones), constants);
        }
        return node.operator().equals("Mean")
                ? scaled(t, sum, 1f / node.inputs().size())
                : sum;
    }

    /** Every element times one factor. */
    static Value scaled(Translation t, Value input, float factor) {
        float[] scales = new float[input.shape().channels()];
        Arrays.fill(scales, factor);
        return new Value(
                t.draft()
                        .add(
                                new FloatAffine(t.draft().freshName("affine"), scales, new float[scales.length]),
                                input.node()),
                input.layout());
    }

    /** Refuses two tensors that do not have the same sizes in the same arrangement. */
    static void requireAlike(OnnxNode node, Value left, Value right) throws OnnxFormatException {
        if (!left.layout().equals(right.layout()) || !left.shape().equals(right.shape())) {
            throw node.refused("sizes " + left.sizes() + " and " + right.sizes()
                    + " (expected: two tensors of equal sizes in the same order)");
        }
    }

    private static Value sum(Translation t, OnnxNode node, Value left, Value right) throws OnnxFormatException {
        requireAlike(node, left, right);
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
        float[] scales = spread(node, input, scale);
        float[] shifts = spread(node, input, shift);
        if (scales.length != shifts.length) {
            int elements = input.shape().elements();
            scales = byElement(scales, elements);
            shifts = byElement(shifts, elements);
        }
        NetworkDraft.Node output =
                t.draft().add(new FloatAffine(t.draft().freshName("affine"), scales, shifts), input.node());
        return new Value(output, input.layout());
    }

    /** A constant spread over a tensor by ONNX's rules, in CHW order: one number a channel where that is enough, else one an element. */
    static float[] spread(OnnxNode node, Value input, OnnxTensor constant) throws OnnxFormatException {
        TensorShape shape = input.shape();
        List<Long> sizes = input.sizes();
        if (!ConstantFolding.broadcast(node, sizes, constant.dims()).equals(sizes)) {
            throw node.refused("a constant of the sizes " + constant.dims() + " enlarges the tensor " + sizes);
        }
        int[] constants = ConstantFolding.broadcastPlaces(constant.dims(), sizes);
        int[] places = input.places();
        float[] values = new float[places.length];
        float[] given = constant.floats();
        for (int i = 0; i < places.length; i++) {
            values[places[i]] = given[constants[i]];
        }
        int perChannel = shape.height() * shape.width();
        return isConstantByChannel(values, perChannel) ? firstOfChannels(values, perChannel) : values;
    }

    private static float[] byElement(float[] values, int elements) {
        float[] all = new float[elements];
        for (int i = 0; i < elements; i++) {
            all[i] = values[i / (elements / values.length)];
        }
        return all;
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
        Optional<Value> view = Selections.joined(t, node);
        if (view.isPresent()) {
            return view.get();
        }
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
