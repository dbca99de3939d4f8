package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that a model defines itself (FunctionProto): every call is replaced by the function's own nodes, whose tensors get the
 * call's names where they are inputs or outputs, and names of their own elsewhere.
 */
final class LocalFunctions {
    private static final int MOST_FUNCTIONS = 4_096;

    /** Functions call functions; more than this is a circle. */
    private static final int DEEPEST = 32;

    private final Map<String, Function> functions = new HashMap<>();

    /**
     * One function.
     *
     * @param inputs names of its inputs
     * @param outputs names of its outputs
     * @param defaults attributes that a call may leave out
     * @param nodes its operators
     */
    private record Function(
            List<String> inputs,
            List<String> outputs,
            Map<String, OnnxNode.Attribute> defaults,
            List<OnnxNode> nodes) {}

    /** Adds one function of the model. */
    void add(WireReader reader, TensorFiles files) throws OnnxFormatException {
        String name = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxNode.Attribute> defaults = new HashMap<>();
        List<OnnxNode> nodes = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.text();
                case 4 -> inputs.add(reader.text());
                case 5 -> outputs.add(reader.text());
                case 7 -> nodes.add(OnnxNode.parse(reader.message(), files));
                case 10 -> domain = reader.text();
                case 11 -> OnnxNode.parseAttribute(reader.message(), files, defaults);
                case 13 -> overload = reader.text();
                default -> reader.skip();
            }
        }
        if (functions.size() == MOST_FUNCTIONS) {
            throw new OnnxFormatException("more than " + MOST_FUNCTIONS + " functions");
        }
        functions.put(
                OnnxNode.qualified(domain, name) + ":" + overload,
                new Function(List.copyOf(inputs), List.copyOf(outputs), Map.copyOf(defaults), List.copyOf(nodes)));
    }

    /**
     * Returns the nodes with every call replaced.
     *
     * @param most how many nodes there may be
     * @throws OnnxFormatException if there are more, or a function calls itself
     */
    List<OnnxNode> inlined(List<OnnxNode> nodes, int most) throws OnnxFormatException {
        if (functions.isEmpty()) {
            return nodes;
        }
        List<OnnxNode> all = new ArrayList<>();
        for (OnnxNode node : nodes) {
            inline(node, all, most, 0);
        }
        return all;
    }

    private void inline(OnnxNode node, List<OnnxNode> into, int most, int depth) throws OnnxFormatException {
        Function function = functions.get(node.operator() + ":" + node.overload());
        if (function == null) {
            if (into.size() == most) {
                throw new OnnxFormatException("more than " + most + " nodes");
            }
            into.add(node);
            return;
        }
        if (depth == DEEPEST) {
            throw node.refused("functions call each other more than " + DEEPEST + " deep");
        }
        if (node.inputs().size() > function.inputs().size()
                || node.outputs().size() > function.outputs().size()) {
            throw node.refused("calls a function with " + node.inputs().size() + " inputs and "
                    + node.outputs().size() + " outputs (expected: at most "
                    + function.inputs().size() + " and " + function.outputs().size() + ")");
        }
        Map<String, String> names = names(node, function);
        for (OnnxNode inner : function.nodes()) {
            inline(
                    new OnnxNode(
                            node.name() + "/" + inner.name(),
                            inner.operator(),
                            inner.overload(),
                            renamed(inner.inputs(), names, node),
                            renamed(inner.outputs(), names, node),
                            attributes(inner, node, function)),
                    into,
                    most,
                    depth + 1);
        }
    }

    private static Map<String, String> names(OnnxNode call, Function function) {
        Map<String, String> names = new HashMap<>();
        names.put("", "");
        for (int i = 0; i < function.inputs().size(); i++) {
            names.put(
                    function.inputs().get(i),
                    i < call.inputs().size() ? call.inputs().get(i) : "");
        }
        Set<String> given = new HashSet<>(names.keySet());
        for (int i = 0; i < call.outputs().size(); i++) {
            // An output that is an input too keeps the input's name inside; nothing but Identity could copy it out.
            if (!call.outputs().get(i).isEmpty() && given.add(function.outputs().get(i))) {
                names.put(function.outputs().get(i), call.outputs().get(i));
            }
        }
        return names;
    }

    private static List<String> renamed(List<String> tensors, Map<String, String> names, OnnxNode call) {
        return tensors.stream()
                .map(name -> names.computeIfAbsent(name, inner -> call.name() + "/" + inner))
                .toList();
    }

    /** An inner node's attributes; one that refers to the function's gets what the call gives, or the default, or is left out. */
    private static Map<String, OnnxNode.Attribute> attributes(OnnxNode inner, OnnxNode call, Function function) {
        Map<String, OnnxNode.Attribute> attributes = new HashMap<>();
        inner.attributes().forEach((name, attribute) -> {
            String reference = attribute.reference();
            OnnxNode.Attribute value = reference.isEmpty()
                    ? attribute
                    : call.attributes()
                            .getOrDefault(reference, function.defaults().get(reference));
            if (value != null) {
                attributes.put(name, value);
            }
        });
        return Map.copyOf(attributes);
    }
}
