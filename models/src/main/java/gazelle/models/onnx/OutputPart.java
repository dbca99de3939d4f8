package gazelle.models.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of a graph that one of its tensors depends on. */
final class OutputPart {
    private OutputPart() {}

    /**
     * @param graph the whole graph
     * @param wanted the tensor to end at; the graph's only output if empty
     * @throws OnnxFormatException if there is no such tensor, or none is named and the graph has several outputs
     */
    static OnnxGraph of(OnnxGraph graph, Optional<String> wanted) throws OnnxFormatException {
        Map<String, OnnxNode> givers = new HashMap<>();
        for (OnnxNode node : graph.nodes()) {
            node.outputs().stream().filter(name -> !name.isEmpty()).forEach(name -> givers.put(name, node));
        }
        if (wanted.isEmpty() && graph.outputs().size() != 1) {
            throw new OnnxFormatException("the graph has " + graph.outputs().size() + " outputs: " + shown(graph)
                    + " (expected: one; name that of the scores with --output NAME)");
        }
        if (wanted.isPresent() && !givers.containsKey(wanted.get())) {
            throw new OnnxFormatException("--output " + OnnxGraph.printable(wanted.get())
                    + ": no node gives a tensor of that name (outputs of the graph: " + shown(graph)
                    + "; any other tensor may be named, too; label, top-K and scores say what clients learn)");
        }
        String end = wanted.orElseGet(() -> graph.outputs().getFirst().name());
        Set<OnnxNode> needed = new HashSet<>();
        Set<String> read = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(end));
        while (!open.isEmpty()) {
            String name = open.pop();
            OnnxNode giver = givers.get(name);
            if (read.add(name) && giver != null && needed.add(giver)) {
                giver.inputs().forEach(open::push);
            }
        }
        if (needed.isEmpty()) {
            return graph;
        }
        OnnxGraph.Value output = graph.outputs().stream()
                .filter(value -> value.name().equals(end))
                .findFirst()
                .orElseGet(() -> new OnnxGraph.Value(end, List.of()));
        return new OnnxGraph(
                graph.nodes().stream().filter(needed::contains).toList(),
                graph.constants(),
                graph.inputs().stream()
                        .filter(input -> read.contains(input.name()))
                        .toList(),
                List.of(output),
                graph.opset());
    }

    /** The nodes from which every way to the output leads through nodes that may end a network. */
    static Set<OnnxNode> ending(OnnxGraph graph) {
        Map<String, List<OnnxNode>> takers = new HashMap<>();
        for (OnnxNode node : graph.nodes()) {
            node.inputs()
                    .forEach(name ->
                            takers.computeIfAbsent(name, _ -> new ArrayList<>()).add(node));
        }
        Set<OnnxNode> ending = new HashSet<>();
        // The file's order is that of computation, so takers come first in the reverse order.
        for (OnnxNode node : graph.nodes().reversed()) {
            boolean ends = Endings.mayFollow(node)
                    && node.outputs().stream()
                            .allMatch(output -> ending.containsAll(takers.getOrDefault(output, List.of())));
            if (ends) {
                ending.add(node);
            }
        }
        return ending;
    }

    private static String shown(OnnxGraph graph) {
        return Stream.concat(
                        graph.outputs().stream()
                                .limit(20)
                                .map(output -> OnnxGraph.printable(output.name())
                                        + (output.dims().isEmpty() ? "" : " " + sizes(output))),
                        graph.outputs().size() > 20 ? Stream.of("...") : Stream.of())
                .collect(Collectors.joining(", "));
    }

    private static String sizes(OnnxGraph.Value output) {
        return output.dims().stream()
                .map(size -> size < 0 ? "?" : String.valueOf(size))
                .collect(Collectors.joining(" x ", "(", ")"));
    }
}
