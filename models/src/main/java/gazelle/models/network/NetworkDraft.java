package gazelle.models.network;

import gazelle.protocol.model.TensorShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network under construction: nodes that know what they take, and the one that gives the logits. What the logits don't depend
 * on is not part of it.
 */
public final class NetworkDraft {
    private final Node input;
    private final Map<String, Integer> names = new HashMap<>();
    private Node output;

    /** A tensor: the image, or what a layer gives. */
    public static final class Node {
        private final @Nullable FloatLayer layer;
        private final List<Node> sources;
        private final TensorShape shape;

        private Node(@Nullable FloatLayer layer, List<Node> sources, TensorShape shape) {
            this.layer = layer;
            this.sources = new ArrayList<>(sources);
            this.shape = shape;
        }

        /** Returns the layer whose output the tensor is; null for the image. */
        public @Nullable FloatLayer layer() {
            return layer;
        }

        /** The only, or the first, tensor that the layer takes. */
        public Node source() {
            return sources.getFirst();
        }

        /** The tensors that the layer takes. */
        public List<Node> sources() {
            return List.copyOf(sources);
        }

        /** The tensor's shape. */
        public TensorShape shape() {
            return shape;
        }

        /** Returns the tensor's name in messages. */
        public String shown() {
            return layer == null ? "the network's input" : layer.name();
        }
    }

    /** A draft that gives the image itself. */
    public NetworkDraft(TensorShape input) {
        this.input = new Node(null, List.of(), input);
        this.output = this.input;
    }

    /** A draft of a finished network. */
    public static NetworkDraft of(FloatNetwork network) {
        NetworkDraft draft = new NetworkDraft(network.input());
        List<Node> tensors = new ArrayList<>();
        tensors.add(draft.input);
        for (FloatNetwork.Node node : network.nodes()) {
            draft.names.put(node.layer().name(), 0);
            tensors.add(draft.add(
                    node.layer(), node.sources().stream().map(tensors::get).toList()));
        }
        draft.output = tensors.getLast();
        return draft;
    }

    /** The image. */
    public Node input() {
        return input;
    }

    /** Returns the node whose output the logits are. */
    public Node output() {
        return output;
    }

    /** Says what gives the logits. */
    public void setOutput(Node node) {
        output = node;
    }

    /**
     * A new node, not yet taken by any.
     *
     * @throws IllegalArgumentException if the layer cannot take those tensors
     */
    public Node add(FloatLayer layer, List<Node> sources) {
        return new Node(
                layer,
                sources,
                layer.outputShape(sources.stream().map(Node::shape).toList()));
    }

    /** A new node with one source. */
    public Node add(FloatLayer layer, Node source) {
        return add(layer, List.of(source));
    }

    /** An unused name: the kind and a number. */
    public String freshName(String kind) {
        String name;
        do {
            name = kind + names.merge(kind, 1, Integer::sum);
        } while (names.containsKey(name));
        return name;
    }

    /** Every node that the logits depend on, in order of execution, without the image. */
    public List<Node> order() {
        List<Node> order = new ArrayList<>();
        Set<Node> done = new HashSet<>();
        Deque<Node> stack = new ArrayDeque<>();
        stack.push(output);
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            List<Node> waiting = node.sources.reversed().stream()
                    .filter(source -> !done.contains(source))
                    .toList();
            if (waiting.isEmpty()) {
                stack.pop();
                if (done.add(node) && node != input) {
                    order.add(node);
                }
            } else {
                waiting.forEach(stack::push);
            }
        }
        return order;
    }

    /** The nodes that take a tensor, once for each time, in order of execution. */
    public List<Node> consumers(Node node) {
        return order().stream()
                .flatMap(taker ->
                        taker.sources.stream().filter(source -> source == node).map(_ -> taker))
                .toList();
    }

    /** Lets all that take {@code old} take {@code replacement} instead, but for the replacement's own ancestors. */
    public void replace(Node old, Node replacement) {
        for (Node node : order()) {
            node.sources.replaceAll(source -> source == old && node != replacement ? replacement : source);
        }
        if (output == old) {
            output = replacement;
        }
    }

    /** Lets one node take another tensor at one place. */
    public void setSource(Node node, int place, Node source) {
        node.sources.set(place, source);
    }

    /**
     * The finished network.
     *
     * @throws IllegalArgumentException if it has no layers
     */
    public FloatNetwork finish() {
        Map<Node, Integer> numbers = new HashMap<>();
        numbers.put(input, 0);
        List<FloatNetwork.Node> nodes = new ArrayList<>();
        for (Node node : order()) {
            FloatLayer layer = node.layer;
            if (layer != null) {
                Stream<Integer> sources = node.sources.stream().map(source -> numbers.getOrDefault(source, 0));
                nodes.add(new FloatNetwork.Node(layer, sources.toList()));
                numbers.put(node, nodes.size());
            }
        }
        return new FloatNetwork(input.shape, nodes);
    }
}
