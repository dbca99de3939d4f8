package gazelle.models.onnx;

import gazelle.models.network.FloatNetwork;
import gazelle.models.network.NetworkDraft;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translates an ONNX file to a graph of layers in CHW order, computing constants and resolving every rearrangement on the way; what
 * is left out at the end is Softmax and ArgMax, which the protocol's output replaces.
 *
 * <p>An operator that is not supported is refused by name, since a silently wrong network is worse than none.
 */
public final class OnnxReader {
    private static final long MAX_FILE_BYTES = 256L << 20;
    private static final int OLDEST_OPSET = 7;
    private static final int NEWEST_OPSET = 23;
    private static final String SUPPORTED = "Conv, Gemm, MatMul, BatchNormalization, Relu, Clip(0, c), MaxPool, "
            + "AveragePool, GlobalAveragePool, GlobalMaxPool, ReduceMean over rows and columns, Add, Concat, "
            + "Mul(x, x), arithmetic with constants, Pad, Flatten, Reshape, Squeeze, Unsqueeze, Transpose, Identity, "
            + "Dropout, Cast, Constant, Shape; Softmax and ArgMax at the end";
    private static final String ACTIVATION = "Relu, Clip(0, 6) or Mul(x, x)";
    private static final String NORMALISATION = "BatchNormalization";

    private static final Set<String> BEFORE_TRANSPOSE =
            Set.of("Identity", "Cast", "Add", "Sub", "Mul", "Div", "BatchNormalization", "Pad");

    /** Advice on substitutes for some operators that networks often hold. */
    private static final Map<String, String> NEAREST = Map.ofEntries(
            Map.entry("LeakyRelu", ACTIVATION),
            Map.entry("PRelu", ACTIVATION),
            Map.entry("HardSigmoid", ACTIVATION),
            Map.entry("Max", ACTIVATION),
            Map.entry("InstanceNormalization", NORMALISATION),
            Map.entry("LayerNormalization", NORMALISATION),
            Map.entry("GroupNormalization", NORMALISATION),
            Map.entry("LRN", NORMALISATION),
            Map.entry("ReduceMax", "GlobalMaxPool"),
            Map.entry("LpPool", "AveragePool or MaxPool"),
            Map.entry("ConvTranspose", "Conv with a stride"),
            Map.entry("Resize", "Conv or AveragePool with a stride"),
            Map.entry("QuantizeLinear", "the floating-point model before quantisation"),
            Map.entry("QLinearConv", "the floating-point model before quantisation"));

    private final OnnxGraph graph;
    private final Translation translation;

    private OnnxReader(OnnxGraph graph) throws OnnxFormatException {
        this.graph = graph;
        OnnxGraph.Value input = graph.inputs().getFirst();
        boolean channelsLast = isChannelsLast(graph, input.name());
        TensorShape shape = imageShape(input, channelsLast);
        NetworkDraft draft = new NetworkDraft(shape);
        Layout layout = input.dims().size() == 2
                ? Layout.flattened(shape)
                : channelsLast ? Layout.channelsLast(shape) : Layout.image(shape);
        this.translation = new Translation(draft, graph.constants());
        translation.define(input.name(), new Value(draft.input(), layout));
    }

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read
     * @throws OnnxFormatException if it is not ONNX, is damaged or holds an operator that is not supported
     */
    public static FloatNetwork read(Path file) throws IOException, OnnxFormatException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new OnnxFormatException(
                    file.getFileName() + ": " + Files.size(file) + " bytes (expected: at most " + MAX_FILE_BYTES + ")");
        }
        return read(OnnxGraph.parse(Files.readAllBytes(file), TensorFiles.beside(file, MAX_FILE_BYTES)));
    }

    /**
     * Reads the bytes of a file.
     *
     * @throws OnnxFormatException if they are not ONNX, are damaged or hold an operator that is not supported
     */
    public static FloatNetwork read(byte[] file) throws OnnxFormatException {
        return read(OnnxGraph.parse(file));
    }

    static FloatNetwork read(OnnxGraph graph) throws OnnxFormatException {
        if (graph.nodes().isEmpty()) {
            throw new OnnxFormatException("no graph with nodes: not an ONNX model");
        }
        if (graph.opset() != 0 && (graph.opset() < OLDEST_OPSET || graph.opset() > NEWEST_OPSET)) {
            throw new OnnxFormatException(
                    "opset " + graph.opset() + " (expected: " + OLDEST_OPSET + ".." + NEWEST_OPSET + ")");
        }
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            throw new OnnxFormatException("the graph has " + graph.inputs().size() + " inputs and "
                    + graph.outputs().size() + " outputs (expected: one of each)");
        }
        try {
            return new OnnxReader(graph).network();
        } catch (IllegalArgumentException | ArithmeticException problem) {
            throw new OnnxFormatException(String.valueOf(problem.getMessage()));
        }
    }

    private FloatNetwork network() throws OnnxFormatException {
        for (OnnxNode node : graph.nodes()) {
            try {
                translate(node);
            } catch (IllegalArgumentException | ArithmeticException problem) {
                throw node.refused(String.valueOf(problem.getMessage()));
            }
        }
        OnnxNode end = new OnnxNode(
                "", "graph output", List.of(graph.outputs().getFirst().name()), List.of(), Map.of());
        translation.draft().setOutput(translation.any(end, 0).node());
        return translation.draft().finish();
    }

    private void translate(OnnxNode node) throws OnnxFormatException {
        if (node.outputs().isEmpty()) {
            throw node.refused("no outputs (expected: one)");
        }
        // Further outputs, such as Dropout's mask, have no meaning here: who reads one is refused.
        String output = node.outputs().getFirst();
        Optional<OnnxTensor> constant = constant(node);
        if (constant.isPresent()) {
            translation.define(output, constant.get());
        } else {
            translation.define(output, value(node));
        }
    }

    private Optional<OnnxTensor> constant(OnnxNode node) throws OnnxFormatException {
        if (node.operator().equals("Constant")) {
            return Optional.of(ConstantFolding.constant(node));
        }
        if (node.operator().equals("Shape")) {
            Value input = translation.padded(node, 0);
            return Optional.of(ShapeOperators.shape(node, input.layout().sizes(input.shape())));
        }
        List<OnnxTensor> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!translation.isConstant(node, i)) {
                return Optional.empty();
            }
            inputs.add(translation.constant(node, i));
        }
        return inputs.isEmpty() ? Optional.empty() : ConstantFolding.fold(node, inputs);
    }

    private Value value(OnnxNode node) throws OnnxFormatException {
        return switch (node.operator()) {
            case "Conv" -> LinearOperators.convolution(translation, node);
            case "Gemm" -> LinearOperators.gemm(translation, node);
            case "MatMul" -> LinearOperators.matMul(translation, node);
            case "Relu" -> ElementwiseOperators.relu(translation, node);
            case "Clip" -> ElementwiseOperators.clip(translation, node);
            case "Tanh",
                    "Sigmoid",
                    "Elu",
                    "Selu",
                    "Celu",
                    "Softplus",
                    "Softsign",
                    "Erf",
                    "Gelu",
                    "Swish",
                    "HardSwish",
                    "Mish",
                    "Abs" -> CurveOperators.curve(translation, node);
            case "BatchNormalization" -> ElementwiseOperators.batchNormalization(translation, node);
            case "Add", "Sub", "Mul", "Div", "Sum" -> ElementwiseOperators.arithmetic(translation, node);
            case "Pow" -> ElementwiseOperators.power(translation, node);
            case "Concat" -> ElementwiseOperators.concatenation(translation, node);
            case "AveragePool" -> PoolingOperators.average(translation, node);
            case "GlobalAveragePool" -> PoolingOperators.globalAverage(translation, node);
            case "ReduceMean" -> PoolingOperators.reduceMean(translation, node);
            case "MaxPool" -> PoolingOperators.max(translation, node);
            case "GlobalMaxPool" -> PoolingOperators.globalMax(translation, node);
            case "Pad" -> PoolingOperators.pad(translation, node);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> rearranged(node);
            case "Identity" -> {
                node.requireAttributesWithin(Set.of());
                yield translation.any(node, 0);
            }
            case "Cast" -> cast(node);
            case "Dropout" -> dropout(node);
            case "Softmax", "LogSoftmax", "ArgMax" -> finished(node);
            default -> {
                String nearest = NEAREST.get(node.operator());
                throw node.refused("the operator is not supported ("
                        + (nearest == null ? "supported: " + SUPPORTED : "nearest supported: " + nearest) + ")");
            }
        };
    }

    private Value rearranged(OnnxNode node) throws OnnxFormatException {
        Value input = translation.any(node, 0);
        if (!input.padding().equals(Translation.Padding.NONE)
                && !node.operator().equals("Transpose")) {
            throw node.refused("follows a Pad, which is supported before a convolution or pooling only");
        }
        TensorShape shape = input.shape();
        List<Long> before = input.layout().sizes(shape);
        List<Long> sizes = switch (node.operator()) {
            case "Flatten" -> ShapeOperators.flattened(node, before);
            case "Reshape" ->
                ShapeOperators.target(node, translation.constant(node, 1).integers(), before, shape.elements());
            case "Squeeze", "Unsqueeze" -> {
                List<Long> axes = ShapeOperators.axes(node, node.hasInput(1) ? translation.constant(node, 1) : null);
                yield node.operator().equals("Squeeze")
                        ? ShapeOperators.squeezed(node, before, axes)
                        : ShapeOperators.unsqueezed(node, before, axes);
            }
            default -> List.of();
        };
        if (node.operator().equals("Transpose")) {
            return input.with(input.layout().transposed(ShapeOperators.permutation(node, before.size())));
        }
        Layout layout = input.layout()
                .reshaped(sizes, shape)
                .orElseThrow(() -> node.refused("sizes " + before + " to " + sizes
                        + " (expected: whole dimensions joined, as Flatten does; an image cannot be cut anew)"));
        return input.with(layout);
    }

    private Value cast(OnnxNode node) throws OnnxFormatException {
        Value input = translation.any(node, 0);
        if (!ElementType.isReal(node.integer("to", 1)) && !input.finished()) {
            throw node.refused("to element type " + node.integer("to", 1) + " (expected: 1, 32-bit float)");
        }
        return input;
    }

    /** Returns the input: in inference a dropout does nothing, though a third input could switch it on. */
    private Value dropout(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("ratio", "seed"));
        if (node.hasInput(2)
                && !(translation.isConstant(node, 2)
                        && translation.constant(node, 2).isZero())) {
            throw node.refused("a training mode is not supported");
        }
        return translation.any(node, 0);
    }

    /** The largest score stays the largest, so the label needs no Softmax; ArgMax is the protocol's own. */
    private Value finished(OnnxNode node) throws OnnxFormatException {
        Value input = translation.any(node, 0);
        if (!input.padding().equals(Translation.Padding.NONE)) {
            throw node.refused("follows a Pad");
        }
        node.requireAttributesWithin(Set.of("axis", "keepdims", "select_last_index"));
        node.requireInteger("select_last_index", 0);
        int rank = input.layout().rank();
        boolean ofLast = !node.operator().equals("ArgMax") && (graph.opset() == 0 || graph.opset() >= 13);
        long axis = node.integer("axis", node.operator().equals("ArgMax") ? 0 : ofLast ? -1 : 1);
        long place = axis < 0 ? axis + rank : axis;
        if (place < 0
                || place >= rank
                || input.layout().sizes(input.shape()).get((int) place)
                        != input.shape().elements()) {
            throw node.refused("axis " + axis + " of the sizes "
                    + input.layout().sizes(input.shape()) + " (expected: the axis of the classes)");
        }
        return new Value(input.node(), input.layout(), input.padding(), true);
    }

    /** TensorFlow's images: a Transpose brings the channels to the front, perhaps after some arithmetic. */
    private static boolean isChannelsLast(OnnxGraph graph, String input) {
        String name = input;
        for (OnnxNode node : graph.nodes()) {
            if (node.inputs().contains(name) && !node.outputs().isEmpty()) {
                if (node.operator().equals("Transpose")) {
                    return node.integers("perm").equals(List.of(0L, 3L, 1L, 2L));
                }
                if (!BEFORE_TRANSPOSE.contains(node.operator())) {
                    return false;
                }
                name = node.outputs().getFirst();
            }
        }
        return false;
    }

    private static TensorShape imageShape(OnnxGraph.Value input, boolean channelsLast) throws OnnxFormatException {
        List<Long> dims = input.dims();
        if (dims.size() == 4 && dims.subList(1, 4).stream().allMatch(OnnxReader::fits)) {
            int first = dims.get(1).intValue();
            int second = dims.get(2).intValue();
            int third = dims.get(3).intValue();
            return channelsLast ? new TensorShape(third, first, second) : new TensorShape(first, second, third);
        }
        if (dims.size() == 2 && fits(dims.get(1))) {
            return TensorShape.vector(dims.get(1).intValue());
        }
        throw new OnnxFormatException("input " + OnnxGraph.printable(input.name()) + " has the sizes " + dims
                + " (expected: batch, channels, height, width; all but the batch fixed)");
    }

    private static boolean fits(long size) {
        return size >= 1 && size <= 1 << 16;
    }
}
