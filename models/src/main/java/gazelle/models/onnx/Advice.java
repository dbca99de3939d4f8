package gazelle.models.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words on operators that are not supported: what they are part of, and what would help. */
final class Advice {
    private static final String SUPPORTED =
            "Conv, Gemm, MatMul, BatchNormalization, Relu, LeakyRelu, PRelu, Clip, HardSigmoid, Tanh, Sigmoid, Elu, Selu, "
                    + "Celu, Softplus, Softsign, Erf, Gelu, Swish, HardSwish, Mish, Abs, Neg, Max, Min, MaxPool, "
                    + "AveragePool, GlobalAveragePool, GlobalMaxPool, ReduceMean, ReduceSum and ReduceMax over rows and "
                    + "columns, Add, Sub, Sum, Mean, Concat, Mul(x, x), arithmetic with constants, Pad, Slice, Split, "
                    + "Gather, Expand, Tile, SpaceToDepth, DepthToSpace, Flatten, Reshape, Squeeze, Unsqueeze, Transpose, "
                    + "Identity, Dropout, Cast, Constant, Shape; Softmax, LogSoftmax, Sigmoid, ArgMax and TopK at the end";

    /** The supported operators, with those that are computed of constants or at the end. */
    private static final Set<String> KNOWN = known();

    private static final String NORMALISATION =
            "its factors depend on the picture, so that it is no constant factor (train the network with"
                    + " BatchNormalization in its place)";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("InstanceNormalization", NORMALISATION),
            Map.entry("LayerNormalization", NORMALISATION),
            Map.entry("GroupNormalization", NORMALISATION),
            Map.entry("LRN", NORMALISATION));

    private static final Map<String, String> NEAREST = Map.ofEntries(
            Map.entry("ThresholdedRelu", "Relu or Clip"),
            Map.entry("LpPool", "AveragePool or MaxPool"),
            Map.entry("ReduceMin", "ReduceMax of Neg"),
            Map.entry("ConvTranspose", "Conv with a stride"),
            Map.entry("Resize", "Conv or AveragePool with a stride"),
            Map.entry("Upsample", "Conv or AveragePool with a stride"),
            Map.entry("ArgMin", "ArgMax at the end"),
            Map.entry("QuantizeLinear", "the floating-point model before quantisation"),
            Map.entry("DequantizeLinear", "the floating-point model before quantisation"),
            Map.entry("DynamicQuantizeLinear", "the floating-point model before quantisation"),
            Map.entry("QLinearConv", "the floating-point model before quantisation"));

    /** The most nodes that a message lists. */
    private static final int MOST_SHOWN = 20;

    private Advice() {}

    private static Set<String> known() {
        Set<String> known = new HashSet<>(List.of(
                "Mul",
                "Div",
                "Pow",
                "Sqrt",
                "Log",
                "Exp",
                "ConstantOfShape",
                "Range",
                "Where",
                "Equal",
                "Floor",
                "Ceil"));
        Pattern.compile("[A-Z][A-Za-z]+").matcher(SUPPORTED).results().forEach(word -> known.add(word.group()));
        return Set.copyOf(known);
    }

    /**
     * Refuses a graph with every operator that no network may hold.
     *
     * @throws OnnxFormatException with one line for each such node, if there are any
     */
    static void requireSupported(OnnxGraph graph) throws OnnxFormatException {
        List<OnnxNode> others = graph.nodes().stream()
                .filter(node -> !KNOWN.contains(node.operator()))
                .toList();
        if (others.size() == 1) {
            throw others.getFirst().refused(on(others.getFirst().operator()));
        }
        if (!others.isEmpty()) {
            String lines = others.stream()
                    .limit(MOST_SHOWN)
                    .map(node -> "\n  " + node.shown() + ": " + shortly(node.operator()))
                    .collect(Collectors.joining());
            throw new OnnxFormatException(others.size() + " nodes have operators that are not supported:" + lines
                    + (others.size() > MOST_SHOWN ? "\n  and " + (others.size() - MOST_SHOWN) + " more" : "")
                    + "\nSupported: " + SUPPORTED);
        }
    }

    private static String shortly(String operator) {
        String reason = REASONS.get(operator);
        String nearest = NEAREST.get(operator);
        return reason != null
                ? reason
                : nearest != null ? "nearest supported: " + nearest : "nothing near it is supported";
    }

    /** The reason for refusing an operator, after the node's name. */
    static String on(String operator) {
        String reason = REASONS.get(operator);
        if (reason != null) {
            return "the operator is not supported: " + reason;
        }
        String nearest = NEAREST.get(operator);
        return "the operator is not supported ("
                + (nearest == null ? "supported: " + SUPPORTED : "nearest supported: " + nearest) + ")";
    }
}
