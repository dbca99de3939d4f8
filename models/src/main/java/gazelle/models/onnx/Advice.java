package gazelle.models.onnx;

import java.util.Map;

/** Words on operators that are not supported: what they are part of, and what would help. */
final class Advice {
    private static final String SUPPORTED = "Conv, Gemm, MatMul, BatchNormalization, Relu, LeakyRelu, PRelu, Clip, HardSigmoid, "
            + "Abs, Neg, Max, Min, MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool, ReduceMean, ReduceSum and "
            + "ReduceMax over rows and columns, Add, Sub, Sum, Mean, Concat, Mul(x, x), arithmetic with constants, Pad, "
            + "Slice, Split, Gather, Expand, Tile, SpaceToDepth, DepthToSpace, Flatten, Reshape, Squeeze, Unsqueeze, "
            + "Transpose, Identity, Dropout, Cast, Constant, Shape; Softmax, LogSoftmax, Sigmoid, ArgMax and TopK at the end";
    private static final String CURVED = "a curved activation is not computed (train the network with Relu, LeakyRelu or %s in"
            + " its place: putting that into a trained network without training it again gives wrong labels)";
    private static final String PRODUCT = "%s is the product of two hidden tensors, and hidden values can only be multiplied by"
            + " constants, or by themselves (train the network with Relu or Clip(0, 6) in its place)";
    private static final String NORMALISATION =
            "its factors depend on the picture, so that it is no constant factor (train the network with"
                    + " BatchNormalization in its place)";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Tanh", CURVED.formatted("Clip(-1, 1)")),
            Map.entry("Elu", CURVED.formatted("Clip(0, 6)")),
            Map.entry("Selu", CURVED.formatted("Clip(0, 6)")),
            Map.entry("Celu", CURVED.formatted("Clip(0, 6)")),
            Map.entry("Softplus", CURVED.formatted("Clip(0, 6)")),
            Map.entry("Softsign", CURVED.formatted("Clip(-1, 1)")),
            Map.entry("Erf", "as part of GELU " + CURVED.formatted("Clip(0, 6)")),
            Map.entry("Gelu", CURVED.formatted("Clip(0, 6)")),
            Map.entry("HardSwish", PRODUCT.formatted("HardSwish")),
            Map.entry("Swish", PRODUCT.formatted("Swish")),
            Map.entry("Mish", PRODUCT.formatted("Mish")),
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

    private Advice() {}

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
