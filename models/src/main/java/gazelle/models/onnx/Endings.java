package gazelle.models.onnx;

import gazelle.models.network.FloatLinear;
import gazelle.models.network.NetworkDraft;
import gazelle.models.onnx.Translation.End;
import gazelle.models.onnx.Translation.Padding;
import gazelle.models.onnx.Translation.Value;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The end of a network: Softmax, Sigmoid, ArgMax and TopK, and what keeps the scores' order after them. None is computed: the largest
 * score stays the largest, and the protocol's own output replaces the rest.
 */
final class Endings {
    private static final Set<String> BEGINNING = Set.of("Softmax", "LogSoftmax", "Sigmoid", "ArgMax", "TopK");
    private static final Set<String> KEEPING =
            Set.of("Identity", "Cast", "Dropout", "Log", "Exp", "Sqrt", "Add", "Sub", "Mul", "Div");
    private static final Set<String> REARRANGING = Set.of("Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose");

    private Endings() {}

    /** Returns true if an operator is not computed where it ends a network. */
    static boolean isBegin(OnnxNode node) {
        return BEGINNING.contains(node.operator());
    }

    /** Returns true if what follows such an operator through this one may still be the end of a network. */
    static boolean mayFollow(OnnxNode node) {
        return isBegin(node) || KEEPING.contains(node.operator()) || REARRANGING.contains(node.operator());
    }

    /** Refuses a layer of values that are no longer the network's own. */
    static void requireInside(OnnxNode node, Value value) throws OnnxFormatException {
        End end = value.end();
        if (end == null) {
            return;
        }
        throw node.refused(
                "follows the " + end.by().shown() + ", and could change which class is the likeliest (to end the"
                        + " network before it, compile with --output "
                        + OnnxGraph.printable(end.by().inputs().getFirst()) + ")");
    }

    /** Softmax, LogSoftmax, Sigmoid, ArgMax or TopK of scores. */
    static Value begun(Translation t, OnnxNode node, boolean axisIsLast) throws OnnxFormatException {
        Value given = t.any(node, 0);
        if (given.finished() && isLabels(given)) {
            requireInside(node, given);
        }
        Value input = given.view() == null ? given : t.value(node, 0);
        if (!input.padding().equals(Padding.NONE)) {
            throw node.refused("follows a Pad");
        }
        if (node.operator().equals("Sigmoid")) {
            node.requireAttributesWithin(Set.of());
            if (given.finished()) {
                requireInside(node, given);
            }
            return input.with(new End(End.Kind.PROBABILITIES, node));
        }
        node.requireAttributesWithin(Set.of("axis", "keepdims", "select_last_index", "largest", "sorted"));
        node.requireInteger("select_last_index", 0);
        node.requireInteger("largest", 1);
        boolean labels = !node.operator().endsWith("Softmax");
        long usual = node.operator().equals("ArgMax") ? 0 : labels || axisIsLast ? -1 : 1;
        long axis = node.integer("axis", usual);
        List<Long> sizes = input.sizes();
        long place = axis < 0 ? axis + sizes.size() : axis;
        int scores = input.shape().elements();
        if (place < 0 || place >= sizes.size() || sizes.get((int) place) != scores) {
            throw node.refused(
                    "axis " + axis + " of the sizes " + sizes + " (expected: the axis of the classes, at the end)");
        }
        if (scores == 1 && !given.finished()) {
            throw node.refused("takes one score only, of which it always gives the same (expected: a Sigmoid, or two"
                    + " scores and more)");
        }
        return input.with(new End(labels ? End.Kind.LABELS : End.Kind.SCORES, node));
    }

    private static boolean isLabels(Value value) {
        return value.end() != null && value.end().kind() == End.Kind.LABELS;
    }

    /** Returns the ended value that a node takes, if it takes one. */
    static Optional<Value> taken(Translation t, OnnxNode node) {
        return node.inputs().stream()
                .flatMap(name -> t.found(name).stream())
                .filter(Value::finished)
                .findFirst();
    }

    /** Returns true if a node takes an ended value. */
    static boolean isTaken(Translation t, OnnxNode node) {
        return taken(t, node).isPresent();
    }

    /** Returns true if a node after the end only rearranges scores, which the reader does as everywhere. */
    static boolean isRearranging(OnnxNode node, Value ended) {
        return REARRANGING.contains(node.operator()) && !isLabels(ended);
    }

    /**
     * Returns the ended value again: after an operator that keeps the order of scores.
     *
     * @throws OnnxFormatException if the operator could change the label
     */
    static Value kept(Translation t, OnnxNode node, Value ended) throws OnnxFormatException {
        boolean kept = switch (node.operator()) {
            case "Identity", "Cast", "Dropout" -> true;
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> true;
            case "Log", "Exp", "Sqrt" -> !isLabels(ended);
            case "Add", "Sub", "Mul", "Div" -> !isLabels(ended) && keepsOrder(t, node);
            default -> false;
        };
        if (!kept) {
            requireInside(node, ended);
        }
        return ended;
    }

    /** One constant for all scores: added, or a positive factor. */
    private static boolean keepsOrder(Translation t, OnnxNode node) throws OnnxFormatException {
        boolean constantFirst = t.isConstant(node, 0);
        if (!constantFirst && !t.isConstant(node, 1)) {
            return false;
        }
        float[] constants = t.constant(node, constantFirst ? 0 : 1).floats();
        for (float constant : constants) {
            if (constant != constants[0] || !Float.isFinite(constant)) {
                return false;
            }
        }
        return switch (node.operator()) {
            case "Add" -> true;
            case "Sub" -> !constantFirst;
            case "Mul" -> constants[0] > 0;
            default -> !constantFirst && constants[0] > 0;
        };
    }

    /** The scores of a network that ends here: two of a single one, of which the first class is what is not above the threshold. */
    static void finish(Translation t, OnnxNode end, ImportOptions options) throws OnnxFormatException {
        Value output = t.any(end, 0);
        if (output.view() != null) {
            output = t.value(end, 0);
        }
        NetworkDraft draft = t.draft();
        int scores = output.shape().elements();
        if (scores == 1) {
            draft.setOutput(draft.add(twoClasses(draft, limit(t, output, options)), output.node()));
            return;
        }
        if (options.hasThreshold()) {
            throw new OnnxFormatException("--threshold: the network gives " + scores
                    + " scores, of which the largest decides (expected: a network that gives one score)");
        }
        if (output.end() != null && output.end().kind() == End.Kind.PROBABILITIES && !options.oneClassPerImage()) {
            throw output.end()
                    .by()
                    .refused("gives " + scores
                            + " probabilities, each of a label of its own: a multi-label network, from"
                            + " which clients would learn the likeliest label only (if every image has exactly one"
                            + " label, compile with --one-class-per-image)");
        }
        draft.setOutput(output.node());
    }

    /** The value of the score above which an image is of the second class. */
    private static double limit(Translation t, Value output, ImportOptions options) {
        double share = options.threshold();
        return t.probabilities().contains(output.node()) ? share : Math.log(share / (1 - share));
    }

    private static FloatLinear twoClasses(NetworkDraft draft, double limit) {
        FullyConnected geometry = new FullyConnected(
                draft.freshName("classes"),
                Layer.NETWORK_INPUT,
                2,
                LinearLayer.MAX_WEIGHT_BITS,
                LinearLayer.MAX_RING_BITS);
        return new FloatLinear(geometry, new float[] {0, 1}, new float[] {0, (float) -limit});
    }
}
