package gazelle.models.onnx;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates an ONNX file to a chain of layers: Conv, Relu, AveragePool, MaxPool, Flatten, Gemm, Constant; Identity,
 * Dropout and Pad by nothing do nothing.
 * Everything else is refused by name, since a silently wrong network is worse than none.
 */
public final class OnnxReader {
    private static final long MAX_FILE_BYTES = 256L << 20;

    /** Geometry is held in the compiled network's terms, whose widths the quantiser chooses later. */
    private static final int ANY_WEIGHT_BITS = LinearLayer.MAX_WEIGHT_BITS;

    private static final int ANY_RING_BITS = LinearLayer.MAX_RING_BITS;
    private static final int ANY_ACTIVATION_BITS = 1;

    /** The chain itself says what follows what; the quantiser names each layer's input. */
    private static final String UNCONNECTED = Layer.NETWORK_INPUT;

    private final OnnxGraph graph;
    private final Map<String, OnnxTensor> constants;
    private final List<FloatLayer> layers = new ArrayList<>();
    private String current;
    private TensorShape shape;

    private OnnxReader(OnnxGraph graph, OnnxGraph.Value input) throws OnnxFormatException {
        this.graph = graph;
        this.constants = new HashMap<>(graph.constants());
        this.current = input.name();
        this.shape = imageShape(input);
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
        return read(Files.readAllBytes(file));
    }

    /**
     * Reads the bytes of a file.
     *
     * @throws OnnxFormatException if they are not ONNX, are damaged or hold an operator that is not supported
     */
    public static FloatNetwork read(byte[] file) throws OnnxFormatException {
        OnnxGraph graph = OnnxGraph.parse(file);
        if (graph.nodes().isEmpty()) {
            throw new OnnxFormatException("no graph with nodes: not an ONNX model");
        }
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            throw new OnnxFormatException("the graph has " + graph.inputs().size() + " inputs and "
                    + graph.outputs().size() + " outputs (expected: one of each)");
        }
        try {
            return new OnnxReader(graph, graph.inputs().getFirst()).network();
        } catch (IllegalArgumentException problem) {
            throw new OnnxFormatException(String.valueOf(problem.getMessage()));
        }
    }

    private FloatNetwork network() throws OnnxFormatException {
        TensorShape input = shape;
        for (OnnxNode node : graph.nodes()) {
            translate(node);
        }
        if (!graph.outputs().getFirst().name().equals(current)) {
            throw new OnnxFormatException("the graph's output is not what its last node gives");
        }
        return new FloatNetwork(input, layers);
    }

    private void translate(OnnxNode node) throws OnnxFormatException {
        if (node.outputs().size() != 1) {
            throw node.refused(node.outputs().size() + " outputs (expected: 1)");
        }
        if (node.operator().equals("Constant")) {
            OnnxNode.@Nullable Attribute value = node.attributes().get("value");
            if (value == null || value.tensor() == null) {
                throw node.refused("no tensor as its value");
            }
            constants.put(node.outputs().getFirst(), value.tensor());
            return;
        }
        if (node.inputs().isEmpty() || !node.inputs().getFirst().equals(current)) {
            throw node.refused("does not read the node before it: only plain chains are supported");
        }
        @Nullable
        FloatLayer layer = switch (node.operator()) {
            case "Conv" -> convolution(node);
            case "Gemm" -> fullyConnected(node);
            case "Relu" -> relu(node);
            case "AveragePool" -> averagePool(node);
            case "MaxPool" -> maxPool(node);
            case "Flatten" -> flatten(node);
            case "Identity" -> identity(node);
            case "Dropout" -> dropout(node);
            case "Pad" -> noPadding(node);
            default ->
                throw node.refused("the operator is not supported (supported: Conv, Gemm, Relu, AveragePool, MaxPool, "
                        + "Flatten, Constant, Identity, Dropout)");
        };
        if (layer != null) {
            shape = layer.outputShape(shape);
            layers.add(layer);
        }
        current = node.outputs().getFirst();
    }

    /** Layer names are made here: the file's may hold anything. */
    private String layerName(String kind) {
        return kind
                + (1
                        + layers.stream()
                                .filter(layer -> layer.name().startsWith(kind))
                                .count());
    }

    private FloatLayer convolution(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"));
        node.requireText("auto_pad", "NOTSET");
        node.requireIntegers("dilations", 1L, 1L);
        node.requireInteger("group", 1);
        OnnxTensor weights = constant(node, 1);
        List<Long> dims = weights.dims();
        if (dims.size() != 4 || dims.get(1) != shape.channels()) {
            throw node.refused("weights " + dims + " do not fit the input " + shape);
        }
        node.requireIntegers("kernel_shape", dims.get(2), dims.get(3));
        int[] strides = node.sizes("strides", 2, 1);
        int[] pads = node.sizes("pads", 4, 0);
        Convolution geometry = new Convolution(
                layerName("conv"),
                UNCONNECTED,
                Math.toIntExact(dims.get(0)),
                Math.toIntExact(dims.get(2)),
                Math.toIntExact(dims.get(3)),
                strides[0],
                strides[1],
                pads[0],
                pads[1],
                pads[2],
                pads[3],
                1,
                ANY_WEIGHT_BITS,
                ANY_RING_BITS);
        float[] biases =
                node.inputs().size() > 2 ? constant(node, 2).floats() : new float[Math.toIntExact(dims.get(0))];
        return new FloatLinear(geometry, weights.floats(), biases);
    }

    private FloatLayer fullyConnected(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("alpha", "beta", "transA", "transB"));
        node.requireInteger("transA", 0);
        OnnxTensor matrix = constant(node, 1);
        boolean outputsFirst = node.integer("transB", 0) != 0;
        if (matrix.dims().size() != 2 || matrix.dims().get(outputsFirst ? 1 : 0) != shape.elements()) {
            throw node.refused("weights " + matrix.dims() + " do not fit the input " + shape);
        }
        int inputs = shape.elements();
        int outputs = Math.toIntExact(matrix.dims().get(outputsFirst ? 0 : 1));
        float alpha = node.number("alpha", 1);
        float beta = node.number("beta", 1);
        float[] given = matrix.floats();
        float[] weights = new float[given.length];
        for (int row = 0; row < outputs; row++) {
            for (int i = 0; i < inputs; i++) {
                weights[row * inputs + i] = alpha * (outputsFirst ? given[row * inputs + i] : given[i * outputs + row]);
            }
        }
        float[] biases = node.inputs().size() > 2 ? constant(node, 2).floats() : new float[outputs];
        for (int i = 0; i < biases.length; i++) {
            biases[i] *= beta;
        }
        FullyConnected geometry =
                new FullyConnected(layerName("dense"), UNCONNECTED, outputs, ANY_WEIGHT_BITS, ANY_RING_BITS);
        return new FloatLinear(geometry, weights, biases);
    }

    private FloatLayer relu(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        return new FloatRelu(layerName("relu"));
    }

    private FloatLayer averagePool(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(
                Set.of("auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"));
        node.requireText("auto_pad", "NOTSET");
        node.requireInteger("ceil_mode", 0);
        node.requireIntegers("dilations", 1L, 1L);
        node.requireIntegers("pads", 0L, 0L, 0L, 0L);
        int[] window = node.sizes("kernel_shape", 2, 0);
        int[] strides = node.sizes("strides", 2, 1);
        String name = layerName("pool");
        return new FloatAveragePool(
                name, new AveragePool(name, UNCONNECTED, window[0], window[1], strides[0], strides[1]));
    }

    private FloatLayer maxPool(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(
                Set.of("auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"));
        node.requireText("auto_pad", "NOTSET");
        node.requireIntegers("dilations", 1L, 1L);
        // storage_order is the order of the indices, an output that is refused already.
        int[] window = node.sizes("kernel_shape", 2, 0);
        int[] strides = node.sizes("strides", 2, 1);
        int[] pads = node.sizes("pads", 4, 0);
        if (node.integer("ceil_mode", 0) != 0) {
            pads[2] += roundingUp(shape.height() + pads[0] + pads[2], window[0], strides[0]);
            pads[3] += roundingUp(shape.width() + pads[1] + pads[3], window[1], strides[1]);
        }
        String name = layerName("maxpool");
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
                        pads[0],
                        pads[1],
                        pads[2],
                        pads[3]));
    }

    /** Padding at the end, so that a last window begins inside the input where the rest is shorter than a stride. */
    private static int roundingUp(int padded, int window, int stride) {
        int rest = stride == 0 ? 0 : Math.floorMod(padded - window, stride);
        return rest == 0 ? 0 : stride - rest;
    }

    private @Nullable FloatLayer identity(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of());
        return null;
    }

    /** In inference it does nothing; a third input could switch it on. */
    private @Nullable FloatLayer dropout(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("ratio", "seed"));
        if (node.inputs().size() > 2 && !node.inputs().get(2).isEmpty()) {
            throw node.refused("a training mode is not supported");
        }
        return null;
    }

    /** Tensors are flat in CHW order already. */
    private @Nullable FloatLayer flatten(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("axis"));
        node.requireInteger("axis", 1);
        shape = TensorShape.vector(shape.elements());
        return null;
    }

    /** Some exporters put a Pad by nothing before each pooling. */
    private @Nullable FloatLayer noPadding(OnnxNode node) throws OnnxFormatException {
        node.requireAttributesWithin(Set.of("mode", "pads", "value"));
        boolean nothing = node.inputs().size() > 1
                ? constant(node, 1).isZero()
                : Arrays.stream(node.sizes("pads", 8, 0)).allMatch(pad -> pad == 0);
        if (!nothing) {
            throw node.refused("padding by more than nothing is not supported; give the pads to the convolution");
        }
        return null;
    }

    private OnnxTensor constant(OnnxNode node, int input) throws OnnxFormatException {
        if (input >= node.inputs().size()) {
            throw node.refused("input " + input + " is missing");
        }
        OnnxTensor tensor = constants.get(node.inputs().get(input));
        if (tensor == null) {
            throw node.refused("input " + OnnxGraph.printable(node.inputs().get(input)) + " is not a constant");
        }
        return tensor;
    }

    private static TensorShape imageShape(OnnxGraph.Value input) throws OnnxFormatException {
        List<Long> dims = input.dims();
        if (dims.size() == 4 && dims.subList(1, 4).stream().allMatch(OnnxReader::fits)) {
            return new TensorShape(
                    dims.get(1).intValue(), dims.get(2).intValue(), dims.get(3).intValue());
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
