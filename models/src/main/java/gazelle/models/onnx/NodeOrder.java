package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The order in which nodes can be computed; ONNX asks for one, but not every exporter keeps to it. */
final class NodeOrder {
    private NodeOrder() {}

    /**
     * Returns the nodes so that each comes after those whose outputs it reads, and otherwise in the order given.
     *
     * @param constants names of the tensors that are there from the start
     * @param inputs the graph's own inputs
     * @throws OnnxFormatException if nodes wait for each other
     */
    static List<OnnxNode> of(List<OnnxNode> nodes, Collection<String> constants, List<OnnxGraph.Value> inputs)
            throws OnnxFormatException {
        Set<String> made = new HashSet<>();
        nodes.forEach(node -> made.addAll(node.outputs()));
        // What nobody makes is missing or a constant: the node that reads it is refused by name, later.
        Set<String> waitedFor = new HashSet<>(made);
        waitedFor.removeAll(constants);
        inputs.forEach(input -> waitedFor.remove(input.name()));
        List<OnnxNode> ordered = new ArrayList<>(nodes.size());
        List<OnnxNode> waiting = nodes;
        while (!waiting.isEmpty()) {
            List<OnnxNode> later = new ArrayList<>();
            for (OnnxNode node : waiting) {
                if (node.inputs().stream().anyMatch(waitedFor::contains)) {
                    later.add(node);
                } else {
                    ordered.add(node);
                    node.outputs().forEach(waitedFor::remove);
                }
            }
            if (later.size() == waiting.size()) {
                throw later.getFirst().refused("reads what depends on its own output: the nodes form a circle");
            }
            waiting = later;
        }
        return List.copyOf(ordered);
    }
}
