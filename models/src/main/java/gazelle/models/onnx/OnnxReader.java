package gazelle.models.onnx;

import gazelle.models.network.FloatNetwork;
import gazelle.models.network.NetworkDraft;
import gazelle.models.onnx.Translation.Value;
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

    private final OnnxGraph graph;
    private final Translation translation;
    private final Set<OnnxNode> ending;

    /** The number of pictures that the network was exported with, which is 1 here; below 1 if it is open. */
    private final long batch;

    private OnnxReader(OnnxGraph graph, ImportOptions options) throws OnnxFormatException {
        this.graph = graph;
        InputForm form = InputForm.of(graph, options.inputSize());
        NetworkDraft draft = new NetworkDraft(form.shape());
        this.translation = new Translation(draft, graph.constants());
        OnnxGraph.Value input = graph.inputs().getFirst();
        translation.define(input.name(), new Value(draft.input(), form.layout()));
        this.batch = input.dims().getFirst();
        this.ending = OutputPart.ending(graph);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read
     * @throws OnnxFormatException if it is not ONNX, is damaged or holds an operator that is not supported
     */
    public static FloatNetwork read(Path file) throws IOException, OnnxFormatException {
        return read(file, ImportOptions.USUAL);
    }

    /**
     * Reads a file.
     *
     * @param options what the owner says of it
     * @throws IOException if the file cannot be read
     * @throws OnnxFormatException if it is not ONNX, is damaged or holds an operator that is not supported
     */
    public static FloatNetwork read(Path file, ImportOptions options) throws IOException, OnnxFormatException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new OnnxFormatException(
                    file.getFileName() + ": " + Files.size(file) + " bytes (expected: at most " + MAX_FILE_BYTES + ")");
        }
        return read(OnnxGraph.parse(Files.readAllBytes(file), TensorFiles.beside(file, MAX_FILE_BYTES)), options);
    }

    /**
     * Reads the bytes of a file.
     *
     * @throws OnnxFormatException if they are not ONNX, are damaged or hold an operator that is not supported
     */
    public static FloatNetwork read(byte[] file) throws OnnxFormatException {
        return read(file, ImportOptions.USUAL);
    }

    /**
     * Reads the bytes of a file.
     *
     * @param options what the owner says of it
     * @throws OnnxFormatException if they are not ONNX, are damaged or hold an operator that is not supported
     */
    public static FloatNetwork read(byte[] file, ImportOptions options) throws OnnxFormatException {
        return read(OnnxGraph.parse(file), options);
    }

    /**
     * Returns true if rows and columns of the input are open, so that its size has to be said.
     *
     * @throws IOException if the file cannot be read
     * @throws OnnxFormatException if it is not ONNX or damaged
     */
    public static boolean leavesSizeOpen(Path file) throws IOException, OnnxFormatException {
        OnnxGraph graph = OnnxGraph.parse(Files.readAllBytes(file), TensorFiles.beside(file, MAX_FILE_BYTES));
        return graph.inputs().size() == 1
                && graph.inputs().getFirst().dims().size() > 2
                && graph.inputs().getFirst().dims().stream().skip(1).anyMatch(size -> size < 1);
    }

    static FloatNetwork read(OnnxGraph graph) throws OnnxFormatException {
        return read(graph, ImportOptions.USUAL);
    }

    static FloatNetwork read(OnnxGraph whole, ImportOptions options) throws OnnxFormatException {
        OnnxGraph graph = OutputPart.of(whole, options.output());
        if (graph.nodes().isEmpty()) {
            throw new OnnxFormatException("no graph with nodes: not an ONNX model");
        }
        if (graph.opset() != 0 && (graph.opset() < OLDEST_OPSET || graph.opset() > NEWEST_OPSET)) {
            throw new OnnxFormatException(
                    "opset " + graph.opset() + " (expected: " + OLDEST_OPSET + ".." + NEWEST_OPSET + ")");
        }
        if (graph.inputs().size() != 1) {
            throw new OnnxFormatException("the graph has " + graph.inputs().size() + " inputs (expected: one)");
        }
        Advice.requireSupported(graph);
        try {
            return new OnnxReader(graph, options).network(options);
        } catch (IllegalArgumentException | ArithmeticException problem) {
            throw new OnnxFormatException(String.valueOf(problem.getMessage()));
        }
    }

    private FloatNetwork network(ImportOptions options) throws OnnxFormatException {
        for (OnnxNode node : graph.nodes()) {
            try {
                translate(node);
            } catch (IllegalArgumentException | ArithmeticException problem) {
                throw node.refused(String.valueOf(problem.getMessage()));
            }
        }
        OnnxNode end = new OnnxNode(
                "", "graph output", List.of(graph.outputs().getFirst().name()), List.of(), Map.of());
        Endings.finish(translation, end, options);
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
        } else if (node.operator().equals("Split") && !Endings.isTaken(translation, node)) {
            List<Value> parts = Selections.split(translation, node);
            for (int i = 0; i < parts.size(); i++) {
                translation.define(node.outputs().get(i), parts.get(i));
            }
        } else {
            Value value = value(node);
            translation.define(output, value);
            if (node.operator().equals("TopK") && node.outputs().size() > 1) {
                translation.define(node.outputs().get(1), value);
            }
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
        if (ending.contains(node) && Endings.isBegin(node)) {
            return Endings.begun(translation, node, graph.opset() == 0 || graph.opset() >= 13);
        }
        Optional<Value> ended = Endings.taken(translation, node);
        if (ended.isPresent() && !Endings.isRearranging(node, ended.get())) {
            return Endings.kept(translation, node, ended.get());
        }
        return switch (node.operator()) {
            case "Conv" -> LinearOperators.convolution(translation, node);
            case "Gemm" -> LinearOperators.gemm(translation, node);
            case "MatMul" -> LinearOperators.matMul(translation, node);
            case "Relu" -> Activations.relu(translation, node);
            case "Clip" -> Activations.clip(translation, node);
            case "Max", "Min" -> Activations.extreme(translation, node);
            case "LeakyRelu" -> Activations.leakyRelu(translation, node);
            case "PRelu" -> Activations.pRelu(translation, node);
            case "HardSigmoid" -> Activations.hardSigmoid(translation, node);
            case "Neg" -> Activations.negated(translation, node);
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
            case "Add", "Sub", "Mul", "Div", "Sum", "Mean" -> ElementwiseOperators.arithmetic(translation, node);
            case "Pow" -> ElementwiseOperators.power(translation, node);
            case "Concat" -> ElementwiseOperators.concatenation(translation, node);
            case "AveragePool" -> PoolingOperators.average(translation, node);
            case "GlobalAveragePool" -> PoolingOperators.globalAverage(translation, node);
            case "ReduceMean", "ReduceSum", "ReduceMax" -> PoolingOperators.reduce(translation, node);
            case "MaxPool" -> PoolingOperators.max(translation, node);
            case "GlobalMaxPool" -> PoolingOperators.globalMax(translation, node);
            case "Pad" -> PoolingOperators.pad(translation, node);
            case "Slice" -> Selections.slice(translation, node);
            case "Gather" -> Selections.gather(translation, node);
            case "Expand" -> Selections.expand(translation, node);
            case "Tile" -> Selections.tile(translation, node);
            case "SpaceToDepth" -> Selections.spaceToDepth(translation, node);
            case "DepthToSpace" -> Selections.depthToSpace(translation, node);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> rearranged(node);
            case "Identity" -> {
                node.requireAttributesWithin(Set.of());
                yield translation.any(node, 0);
            }
            case "Cast" -> cast(node);
            case "Dropout" -> dropout(node);
            case "Softmax", "LogSoftmax", "ArgMax", "TopK" ->
                throw node.refused(
                        "is supported at the end of the network only, of the scores of all classes (to end the"
                                + " network before it, compile with --output "
                                + OnnxGraph.printable(node.inputs().getFirst()) + ")");
            default -> throw node.refused(Advice.on(node.operator()));
        };
    }

    private Value rearranged(OnnxNode node) throws OnnxFormatException {
        Value input = translation.any(node, 0);
        if (!input.padding().equals(Translation.Padding.NONE)
                && !node.operator().equals("Transpose")) {
            throw node.refused("follows a Pad, which is supported before a convolution or pooling only");
        }
        List<Long> before = input.sizes();
        if (node.operator().equals("Transpose")) {
            List<Long> order = ShapeOperators.permutation(node, before.size());
            return input.view() == null
                    ? input.with(input.layout().transposed(order))
                    : Selections.viewed(input, input.view().transposed(order));
        }
        List<Long> sizes = switch (node.operator()) {
            case "Flatten" -> ShapeOperators.flattened(node, before);
            case "Reshape" ->
                ShapeOperators.target(
                        node,
                        ShapeOperators.ofOnePicture(
                                translation.constant(node, 1).integers(), batch),
                        before,
                        before.stream().reduce(1L, Math::multiplyExact));
            default -> {
                List<Long> axes = ShapeOperators.axes(node, node.hasInput(1) ? translation.constant(node, 1) : null);
                yield node.operator().equals("Squeeze")
                        ? ShapeOperators.squeezed(node, before, axes)
                        : ShapeOperators.unsqueezed(node, before, axes);
            }
        };
        Optional<Layout> layout =
                input.view() == null ? input.layout().reshaped(sizes, input.shape()) : Optional.empty();
        if (layout.isPresent()) {
            return input.with(layout.get());
        }
        if (input.finished()) {
            throw node.refused("sizes " + before + " to " + sizes + " (expected: the scores of all classes in a row)");
        }
        return Selections.viewed(input, Selections.view(input).reshaped(sizes));
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
}
