package gazelle.models.onnx;

import gazelle.models.network.NetworkDraft;
import gazelle.protocol.model.TensorShape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The network while it is read: what each name in the file stands for. */
final class Translation {
    /** Numbers that the file's choices of elements may take in all: 256 MB. */
    private static final long MOST_CHOSEN = 1L << 26;

    private final NetworkDraft draft;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, OnnxTensor> constants;
    private final Map<String, Value> images = new HashMap<>();
    private final Map<NetworkDraft.Node, Activations.Limits> limits = new HashMap<>();
    private final Map<NetworkDraft.Node, Activations.Slopes> slopes = new HashMap<>();
    private final Set<NetworkDraft.Node> probabilities = new HashSet<>();
    private long spent;

    Translation(NetworkDraft draft, Map<String, OnnxTensor> constants) {
        this.draft = draft;
        this.constants = new HashMap<>(constants);
    }

    /**
     * A tensor of the network as the file sees it.
     *
     * @param node the tensor, in CHW order
     * @param layout how the file arranges it
     * @param padding zeros that a Pad put around it, not yet part of a layer
     * @param end what it has gone through at the end of the network, which leaves the label as it is; null inside
     * @param view the choice of elements that it is, if no layout describes it; then the layout means nothing
     */
    record Value(
            NetworkDraft.Node node,
            Layout layout,
            Padding padding,
            @Nullable End end,
            @Nullable View view) {
        Value(NetworkDraft.Node node, Layout layout) {
            this(node, layout, Padding.NONE, null, null);
        }

        TensorShape shape() {
            return node.shape();
        }

        boolean finished() {
            return end != null;
        }

        /** The sizes of the file's tensor, the batch counted as 1. */
        List<Long> sizes() {
            return view == null ? layout.sizes(shape()) : view.dims();
        }

        /** For each element of the file's tensor its place in the node's. */
        int[] places() {
            return view == null ? layout.places(shape()) : view.places();
        }

        Value with(Layout other) {
            return new Value(node, other, padding, end, view);
        }

        Value with(Padding other) {
            return new Value(node, layout, other, end, view);
        }

        Value with(End other) {
            return new Value(node, layout, padding, other, view);
        }
    }

    /**
     * The end of a network: a function of the scores that keeps their order, or the label itself.
     *
     * @param kind what the values are afterwards
     * @param by the node that began it
     */
    record End(Kind kind, OnnxNode by) {
        enum Kind {
            /** Scores in the order of the network's. */
            SCORES,
            /** A probability for each score on its own. */
            PROBABILITIES,
            /** Numbers that name classes. */
            LABELS
        }
    }

    /** Rows and columns of zeros around an image. */
    record Padding(int top, int left, int bottom, int right) {
        static final Padding NONE = new Padding(0, 0, 0, 0);

        Padding plus(Padding other) {
            return new Padding(top + other.top, left + other.left, bottom + other.bottom, right + other.right);
        }
    }

    NetworkDraft draft() {
        return draft;
    }

    /** The limits of what a node's clips give, by the last of their nodes. */
    Map<NetworkDraft.Node, Activations.Limits> limits() {
        return limits;
    }

    /**
     * Counts what choices of elements take: a small file may name many large ones.
     *
     * @throws IllegalArgumentException if all together are too many
     */
    void spend(long numbers) {
        spent += numbers;
        if (spent > MOST_CHOSEN) {
            throw new IllegalArgumentException("the choices of elements, of Slice, Expand and the like, come to "
                    + spent + " numbers (expected: at most " + MOST_CHOSEN + " in all)");
        }
    }

    /** The nodes that give numbers from 0 to 1, which at the end are probabilities. */
    Set<NetworkDraft.Node> probabilities() {
        return probabilities;
    }

    /** The activations with a slope below zero, by their last node. */
    Map<NetworkDraft.Node, Activations.Slopes> slopes() {
        return slopes;
    }

    void define(String name, Value value) {
        if (value.view() != null) {
            spend(value.view().count());
        }
        values.put(name, value);
    }

    void define(String name, OnnxTensor constant) {
        constants.put(name, constant);
    }

    boolean isConstant(OnnxNode node, int input) {
        return node.hasInput(input) && constants.containsKey(node.inputs().get(input));
    }

    OnnxTensor constant(OnnxNode node, int input) throws OnnxFormatException {
        if (!node.hasInput(input)) {
            throw node.refused("input " + input + " is missing");
        }
        OnnxTensor tensor = constants.get(node.inputs().get(input));
        if (tensor == null) {
            throw node.refused("input " + OnnxGraph.printable(node.inputs().get(input)) + " is not a constant");
        }
        return tensor;
    }

    /** The tensor of the network that a name stands for, if it does. */
    Optional<Value> found(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A tensor of the network, whatever it has gone through. */
    Value any(OnnxNode node, int input) throws OnnxFormatException {
        if (!node.hasInput(input)) {
            throw node.refused("input " + input + " is missing");
        }
        String name = node.inputs().get(input);
        Value value = values.get(name);
        if (value == null) {
            throw node.refused("reads " + OnnxGraph.printable(name) + ", which is "
                    + (constants.containsKey(name) ? "a constant" : "not the output of a supported node"));
        }
        return value;
    }

    /** A tensor that a layer may compute on, with zeros around it perhaps. */
    Value padded(OnnxNode node, int input) throws OnnxFormatException {
        Value value = any(node, input);
        Endings.requireInside(node, value);
        if (value.view() == null) {
            return value;
        }
        String name = node.inputs().get(input);
        Value image = images.get(name);
        if (image == null) {
            image = Selections.asLayer(this, node, value);
            images.put(name, image);
        }
        return image;
    }

    /** A tensor whose elements a dense layer may take wherever they stand. */
    Value features(OnnxNode node, int input) throws OnnxFormatException {
        Value value = any(node, input);
        Endings.requireInside(node, value);
        return value.view() == null ? value(node, input) : value;
    }

    /** A tensor that a layer may compute on. */
    Value value(OnnxNode node, int input) throws OnnxFormatException {
        Value value = padded(node, input);
        if (!value.padding().equals(Padding.NONE)) {
            throw node.refused("follows a Pad, which is supported before a convolution or pooling only");
        }
        return value;
    }

    /** A tensor in the order batch, channels, rows, columns. */
    Value image(OnnxNode node, int input) throws OnnxFormatException {
        Value value = padded(node, input);
        if (!value.layout().isImage(value.shape())) {
            throw node.refused("takes sizes " + value.layout().sizes(value.shape())
                    + " (expected: batch, channels, rows, columns, in this order; put a Transpose before it)");
        }
        return value;
    }
}
