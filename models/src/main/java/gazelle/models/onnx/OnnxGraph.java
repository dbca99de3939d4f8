package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of an ONNX file (ModelProto and its GraphProto).
 *
 * @param nodes in an order in which each comes after those that it reads
 * @param constants initialisers by name
 * @param inputs the inputs of the graph, without the constants
 * @param outputs the outputs of the graph
 * @param opset version of the operators; 0 if the file does not say
 */
record OnnxGraph(
        List<OnnxNode> nodes, Map<String, OnnxTensor> constants, List<Value> inputs, List<Value> outputs, long opset) {
    private static final int MAX_NODES = 4_096;
    private static final long UNKNOWN = -1;

    /**
     * A named tensor with its sizes; -1 for a size that is not fixed.
     *
     * @param name its name
     * @param dims its sizes
     */
    record Value(String name, List<Long> dims) {}

    /** Reads a model all of whose tensors lie in it. */
    static OnnxGraph parse(byte[] file) throws OnnxFormatException {
        return parse(file, TensorFiles.none());
    }

    /** Reads a model, some of whose tensors may lie in other files. */
    static OnnxGraph parse(byte[] file, TensorFiles files) throws OnnxFormatException {
        ForeignModel.refuse(file);
        WireReader model = new WireReader(file);
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, OnnxTensor> constants = new HashMap<>();
        List<Value> inputs = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        LocalFunctions functions = new LocalFunctions();
        long opset = 0;
        while (model.next()) {
            switch (model.field()) {
                case 7 -> parseGraph(model.message(), files, nodes, constants, inputs, outputs);
                case 8 -> opset = Math.max(opset, opset(model.message()));
                case 25 -> functions.add(model.message(), files);
                default -> model.skip();
            }
        }
        inputs.removeIf(input -> constants.containsKey(input.name()));
        List<OnnxNode> ordered = NodeOrder.of(functions.inlined(nodes, MAX_NODES), constants.keySet(), inputs);
        return new OnnxGraph(ordered, constants, List.copyOf(inputs), List.copyOf(outputs), opset);
    }

    /** OperatorSetIdProto: the version of ONNX's own operators, 0 for another domain's. */
    private static long opset(WireReader reader) throws OnnxFormatException {
        String domain = "";
        long version = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> domain = reader.text();
                case 2 -> version = reader.varint();
                default -> reader.skip();
            }
        }
        return domain.isEmpty() || domain.equals("ai.onnx") ? version : 0;
    }

    private static void parseGraph(
            WireReader graph,
            TensorFiles files,
            List<OnnxNode> nodes,
            Map<String, OnnxTensor> constants,
            List<Value> inputs,
            List<Value> outputs)
            throws OnnxFormatException {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> {
                    if (nodes.size() == MAX_NODES) {
                        throw new OnnxFormatException("more than " + MAX_NODES + " nodes");
                    }
                    nodes.add(OnnxNode.parse(graph.message(), files));
                }
                case 5 -> {
                    OnnxTensor.Named named = OnnxTensor.parse(graph.message(), files);
                    constants.put(named.name(), named.tensor());
                }
                case 11 -> inputs.add(parseValue(graph.message()));
                case 12 -> outputs.add(parseValue(graph.message()));
                default -> graph.skip();
            }
        }
    }

    /** ValueInfoProto: name = 1, type = 2 { tensor_type = 1 { shape = 2 { dim = 1 { dim_value = 1 } } } }. */
    private static Value parseValue(WireReader value) throws OnnxFormatException {
        String name = "";
        LongList dims = new LongList();
        while (value.next()) {
            switch (value.field()) {
                case 1 -> name = value.text();
                case 2 -> {
                    for (WireReader tensor : inner(value.message(), 1)) {
                        for (WireReader shape : inner(tensor, 2)) {
                            for (WireReader dim : inner(shape, 1)) {
                                dims.add(parseDim(dim));
                            }
                        }
                    }
                }
                default -> value.skip();
            }
        }
        return new Value(name, dims.toList());
    }

    private static List<WireReader> inner(WireReader message, int field) throws OnnxFormatException {
        List<WireReader> found = new ArrayList<>();
        while (message.next()) {
            if (message.field() == field) {
                found.add(message.message());
            } else {
                message.skip();
            }
        }
        return found;
    }

    private static long parseDim(WireReader dim) throws OnnxFormatException {
        long size = UNKNOWN;
        while (dim.next()) {
            if (dim.field() == 1) {
                size = dim.varint();
            } else {
                dim.skip();
            }
        }
        return size;
    }

    /** A name from a file as it may stand in a message: short, without control characters. */
    static String printable(String name) {
        String safe = name.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (safe.length() <= 80 ? safe : safe.substring(0, 80) + "...") + "'";
    }
}
