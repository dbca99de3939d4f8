package gazelle.models.onnx;

import gazelle.models.network.NetworkDraft;
import gazelle.protocol.model.TensorShape;
import java.util.HashMap;
import java.util.Map;

/** The network while it is read: what each name in the file stands for. */
final class Translation {
    private final NetworkDraft draft;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, OnnxTensor> constants;

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
     * @param finished whether it has gone through a Softmax or an ArgMax, which leave the label as it is
     */
    record Value(NetworkDraft.Node node, Layout layout, Padding padding, boolean finished) {
        Value(NetworkDraft.Node node, Layout layout) {
            this(node, layout, Padding.NONE, false);
        }

        TensorShape shape() {
            return node.shape();
        }

        Value with(Layout other) {
            return new Value(node, other, padding, finished);
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

    void define(String name, Value value) {
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
        if (value.finished()) {
            throw node.refused("follows a Softmax or ArgMax, which are supported at the end of the network only");
        }
        return value;
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
