package gazelle.models.network;

import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph of floating-point layers from an image to its logits: tensor 0 is the image, tensor i + 1 what node i gives; the last
 * node gives the logits.
 *
 * @param input shape of the image tensor
 * @param nodes in order of execution
 */
public record FloatNetwork(TensorShape input, List<Node> nodes) {
    /**
     * A layer with the tensors that it takes.
     *
     * @param layer what it computes
     * @param sources numbers of earlier tensors
     */
    public record Node(FloatLayer layer, List<Integer> sources) {
        public Node {
            sources = List.copyOf(sources);
        }
    }

    /**
     * @throws IllegalArgumentException if a layer cannot take what the ones before give
     */
    public FloatNetwork {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("layers: none (expected: at least one)");
        }
        nodes = List.copyOf(nodes);
        shapes(input, nodes);
    }

    private static List<TensorShape> shapes(TensorShape input, List<Node> nodes) {
        List<TensorShape> shapes = new ArrayList<>(nodes.size() + 1);
        shapes.add(input);
        for (Node node : nodes) {
            for (int source : node.sources()) {
                if (source < 0 || source >= shapes.size()) {
                    throw new IllegalArgumentException(
                            node.layer().name() + ": takes tensor " + source + " (expected: an earlier one)");
                }
            }
            shapes.add(node.layer()
                    .outputShape(node.sources().stream().map(shapes::get).toList()));
        }
        return shapes;
    }

    /** The shape of every tensor, the image's first. */
    public List<TensorShape> shapes() {
        return shapes(input, nodes);
    }

    /** The layers in order of execution. */
    public List<FloatLayer> layers() {
        return nodes.stream().map(Node::layer).toList();
    }

    /** The shape of the logits. */
    public TensorShape output() {
        return shapes().getLast();
    }

    /**
     * The scores of one image.
     *
     * @param image normalised values in CHW order, of shape {@code input()}
     */
    public float[] logits(float[] image) {
        return tensors(image).getLast();
    }

    /** The index of the largest logit, the lowest on ties. */
    public int label(float[] image) {
        float[] logits = logits(image);
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Every tensor for one image, itself first. */
    public List<float[]> tensors(float[] image) {
        if (image.length != input.elements()) {
            throw new IllegalArgumentException(
                    "image: " + image.length + " values (expected: " + input.elements() + " for " + input + ")");
        }
        List<TensorShape> shapes = shapes();
        List<float[]> tensors = new ArrayList<>(nodes.size() + 1);
        tensors.add(image);
        for (Node node : nodes) {
            tensors.add(node.layer()
                    .apply(
                            node.sources().stream().map(tensors::get).toList(),
                            node.sources().stream().map(shapes::get).toList()));
        }
        return tensors;
    }
}
