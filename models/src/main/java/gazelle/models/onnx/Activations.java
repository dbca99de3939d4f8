package gazelle.models.onnx;

import gazelle.models.network.Curve;
import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.Geometries;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.models.onnx.Translation.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Activations of straight pieces: clips are shifted ReLUs; a slope below zero is a curve if it is the same for all channels, else it takes
 * a second ReLU of the negated sum, as x = Relu(x) - Relu(-x).
 */
final class Activations {
    private Activations() {}

    /**
     * The limits between which a tensor is kept.
     *
     * @param source the tensor
     * @param low the least value; negative infinity for none
     * @param high the largest value; infinity for none
     */
    record Limits(Node source, float low, float high) {}

    /** An activation with one slope above zero and one below, for each channel. */
    static final class Slopes {
        private final Node source;
        private final float[] above;
        private final float[] below;

        Slopes(Node source, float[] above, float[] below) {
            this.source = source;
            this.above = above.clone();
            this.below = below.clone();
        }

        Node source() {
            return source;
        }

        /** Returns true if it keeps the order of its inputs, so that it may change places with a max pooling. */
        boolean keepsOrder() {
            for (int c = 0; c < above.length; c++) {
                if (above[c] < 0 || below[c] < 0) {
                    return false;
                }
            }
            return true;
        }
    }

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
        return clipped(t, node, input, low, high);
    }

    private static float scalar(Translation t, OnnxNode node, int input) throws OnnxFormatException {
        OnnxTensor constant = t.constant(node, input);
        if (constant.size() != 1) {
            throw node.refused("input " + input + " has " + constant.size() + " numbers (expected: one)");
        }
        return constant.floats()[0];
    }

    private static Value clipped(Translation t, OnnxNode node, Value input, float least, float largest)
            throws OnnxFormatException {
        float low = least <= -Float.MAX_VALUE ? Float.NEGATIVE_INFINITY : least;
        float high = largest >= Float.MAX_VALUE ? Float.POSITIVE_INFINITY : largest;
        if (!(low < high)) {
            throw node.refused("limits " + least + " and " + largest + " (expected: the first below the second)");
        }
        // One clip after another is a clip: Min(Max(x, 0), 6) is ReLU6.
        Limits before = t.limits().get(input.node());
        if (input.node().layer() instanceof FloatRelu relu) {
            before = new Limits(input.node().source(), 0, relu.cap());
        }
        Node source = input.node();
        if (before != null) {
            low = Math.clamp(before.low(), low, high);
            high = Math.clamp(before.high(), least <= -Float.MAX_VALUE ? Float.NEGATIVE_INFINITY : least, high);
            source = before.source();
            if (!(low < high)) {
                throw node.refused("limits " + least + " and " + largest + " leave one value only of what was between "
                        + before.low() + " and " + before.high());
            }
        }
        Node clipped = clipped(t.draft(), source, low, high);
        t.limits().put(clipped, new Limits(source, low, high));
        return new Value(clipped, input.layout());
    }

    private static Node clipped(NetworkDraft draft, Node source, float low, float high) {
        if (low == Float.NEGATIVE_INFINITY && high == Float.POSITIVE_INFINITY) {
            return source;
        }
        if (low == Float.NEGATIVE_INFINITY) {
            Node below = draft.add(new FloatRelu(draft.freshName("relu")), affine(draft, source, -1, high));
            return affine(draft, below, -1, high);
        }
        float cap = high - low;
        if (low == 0) {
            return draft.add(new FloatRelu(draft.freshName("relu"), cap), source);
        }
        Node raised = draft.add(new FloatRelu(draft.freshName("relu"), cap), affine(draft, source, 1, -low));
        return affine(draft, raised, 1, low);
    }

    private static Node affine(NetworkDraft draft, Node source, float scale, float shift) {
        float[] scales = new float[source.shape().channels()];
        float[] shifts = new float[scales.length];
        Arrays.fill(scales, scale);
        Arrays.fill(shifts, shift);
        return draft.add(new FloatAffine(draft.freshName("affine"), scales, shifts), source);
    }

    static Value negated(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value input = t.value(node, 0);
        return new Value(affine(t.draft(), input.node(), -1, 0), input.layout());
    }

    /** Clip(0, 1) of alpha x + beta. */
    static Value hardSigmoid(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("alpha", "beta"));
        Value input = t.value(node, 0);
        Node line = affine(t.draft(), input.node(), node.number("alpha", 0.2f), node.number("beta", 0.5f));
        Node between = t.draft().add(new FloatRelu(t.draft().freshName("relu"), 1), line);
        t.probabilities().add(between);
        return new Value(between, input.layout());
    }

    static Value leakyRelu(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("alpha"));
        Value input = t.value(node, 0);
        return new Value(withSlopes(t, input.node(), 1, node.number("alpha", 0.01f)), input.layout());
    }

    static Value pRelu(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        Value input = t.value(node, 0);
        float[] below = ElementwiseOperators.spread(node, input, t.constant(node, 1));
        int channels = input.shape().channels();
        if (below.length != channels) {
            throw node.refused("has a slope for each element (expected: one in all, or one a channel)");
        }
        float[] above = new float[channels];
        Arrays.fill(above, 1);
        return new Value(withSlopes(t, new Slopes(input.node(), above, below)), input.layout());
    }

    private static Node withSlopes(Translation t, Node source, float above, float below) {
        float[] ofAll = new float[source.shape().channels()];
        float[] others = ofAll.clone();
        Arrays.fill(ofAll, above);
        Arrays.fill(others, below);
        return withSlopes(t, new Slopes(source, ofAll, others));
    }

    /**
     * Slopes alike in all channels are a curve, whose table takes fewer bytes than two ReLUs. Others are above Relu(x) - below Relu(-x): a
     * sum and its negative side by side, one ReLU for both, and a sum of the two.
     */
    private static Node withSlopes(Translation t, Slopes slopes) {
        NetworkDraft draft = t.draft();
        if (isAlike(slopes.above) && isAlike(slopes.below)) {
            Node curve = draft.add(
                    new FloatFunction(draft.freshName("leaky"), leaky(slopes.above[0], slopes.below[0])),
                    slopes.source);
            t.slopes().put(curve, slopes);
            return curve;
        }
        int channels = slopes.above.length;
        float[] signs = new float[2 * channels];
        float[] factors = new float[2 * channels];
        for (int c = 0; c < channels; c++) {
            signs[2 * c] = 1;
            signs[2 * c + 1] = -1;
            factors[2 * c] = slopes.above[c];
            factors[2 * c + 1] = -slopes.below[c];
        }
        Node both = draft.add(
                new FloatLinear(
                        Geometries.pointwise(draft.freshName("slopes"), 2 * channels, channels),
                        signs,
                        new float[2 * channels]),
                slopes.source);
        Node rectified = draft.add(new FloatRelu(draft.freshName("relu")), both);
        Node sum = draft.add(
                new FloatLinear(
                        Geometries.pointwise(draft.freshName("slopes"), channels, channels),
                        factors,
                        new float[channels]),
                rectified);
        t.slopes().put(sum, slopes);
        return sum;
    }

    private static Curve leaky(float above, float below) {
        return new Curve(
                "leaky", x -> x > 0 ? above * x : below * x, above >= 0 && below <= 0 ? 0 : Double.NEGATIVE_INFINITY);
    }

    private static boolean isAlike(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** The same activation of another tensor with as many channels. */
    static Node again(Translation t, Slopes slopes, Node source) {
        return withSlopes(t, new Slopes(source, slopes.above, slopes.below));
    }

    /** Max and Min of a tensor and constants, which are clips; of a tensor and a multiple of it; of any tensors. */
    static Value extreme(Translation t, OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        boolean largest = node.operator().equals("Max");
        float limit = largest ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        List<Value> tensors = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (t.isConstant(node, i)) {
                float given = uniform(node, t.constant(node, i));
                limit = largest ? Math.max(limit, given) : Math.min(limit, given);
            } else {
                tensors.add(t.value(node, i));
            }
        }
        Value all = tensors.removeFirst();
        for (Value other : tensors) {
            ElementwiseOperators.requireAlike(node, all, other);
            all = new Value(extreme(t, all.node(), other.node(), largest), all.layout());
        }
        if (Float.isInfinite(limit)) {
            return all;
        }
        return clipped(
                t, node, all, largest ? limit : Float.NEGATIVE_INFINITY, largest ? Float.POSITIVE_INFINITY : limit);
    }

    private static float uniform(OnnxNode node, OnnxTensor constant) throws OnnxFormatException {
        float[] values = constant.floats();
        for (float value : values) {
            if (value != values[0]) {
                throw node.refused("a constant of different numbers is not supported (expected: one limit)");
            }
        }
        return values[0];
    }

    private static Node extreme(Translation t, Node first, Node second, boolean largest) {
        Node origin = multipleOf(first);
        if (origin == multipleOf(second)) {
            float[] one = factors(first);
            float[] other = factors(second);
            float[] above = new float[one.length];
            float[] below = new float[one.length];
            for (int c = 0; c < one.length; c++) {
                above[c] = largest ? Math.max(one[c], other[c]) : Math.min(one[c], other[c]);
                below[c] = largest ? Math.min(one[c], other[c]) : Math.max(one[c], other[c]);
            }
            return withSlopes(t, new Slopes(origin, above, below));
        }
        // max(a, b) = b + Relu(a - b); min(a, b) = b - Relu(b - a).
        NetworkDraft draft = t.draft();
        Node more = largest ? first : second;
        Node less = affine(draft, largest ? second : first, -1, 0);
        Node excess = draft.add(
                new FloatRelu(draft.freshName("relu")),
                draft.add(new FloatAdd(draft.freshName("add")), List.of(more, less)));
        Node change = largest ? excess : affine(draft, excess, -1, 0);
        return draft.add(new FloatAdd(draft.freshName("add")), List.of(second, change));
    }

    /** Returns the tensor of which a node is a multiple, channel by channel; the node itself if there is none. */
    private static Node multipleOf(Node node) {
        if (!(node.layer() instanceof FloatAffine affine) || !affine.isByChannel(node.shape())) {
            return node;
        }
        for (float shift : affine.shifts()) {
            if (shift != 0) {
                return node;
            }
        }
        return node.source();
    }

    private static float[] factors(Node node) {
        if (node.layer() instanceof FloatAffine affine && multipleOf(node) != node) {
            return affine.scales();
        }
        float[] ones = new float[node.shape().channels()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
