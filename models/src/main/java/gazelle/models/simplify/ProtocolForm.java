package gazelle.models.simplify;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatFunction;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.FloatSquare;
import gazelle.models.network.Geometries;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.LinearLayer;
import java.util.Arrays;

/**
 * Makes every layer take the kind of tensor that the protocol lets it take.
 *
 * <p>A tensor is a <em>sum</em>, which a linear layer or an addition gives and which one circuit must take; or <em>exact</em>: the
 * input, activations, and their means and joins. Where a circuit or an addition needs a sum and an exact tensor stands there, a
 * linear layer that multiplies each channel by one is put between; a linear layer that several take is repeated for each.
 */
final class ProtocolForm {
    private final NetworkDraft draft;

    private ProtocolForm(NetworkDraft draft) {
        this.draft = draft;
    }

    /**
     * @throws IllegalArgumentException if a layer cannot be brought into that form
     */
    static void establish(NetworkDraft draft) {
        ProtocolForm form = new ProtocolForm(draft);
        // Each step looks at a node whose sources are in form already.
        for (Node node : draft.order()) {
            form.establish(node);
        }
        form.endWithScores();
    }

    private void establish(Node node) {
        FloatLayer layer = node.layer();
        switch (layer) {
            case null -> {}
            case FloatLinear _ -> requireExact(node, 0);
            case FloatAveragePool _ -> requireExact(node, 0);
            case FloatConcatenation _ -> {
                for (int place = 0; place < node.sources().size(); place++) {
                    requireExact(node, place);
                }
            }
            case FloatRelu _, FloatSquare _, FloatFunction _ -> requireSum(node, 0);
            case FloatMaxPool pool -> maxPool(node, pool);
            case FloatAffine affine -> affine(node, affine);
            case FloatAdd _ -> add(node);
        }
    }

    private static boolean isSum(Node node) {
        return node.layer() instanceof FloatLinear || node.layer() instanceof FloatAdd;
    }

    private void requireExact(Node node, int place) {
        Node source = node.sources().get(place);
        if (isSum(source)) {
            throw new IllegalStateException(node.shown() + " takes the sum " + source.shown());
        }
    }

    private void requireSum(Node node, int place) {
        Node source = node.sources().get(place);
        if (!isSum(source)) {
            draft.setSource(node, place, draft.add(identity(source), source));
        } else if (draft.consumers(source).size() > 1) {
            draft.setSource(node, place, repeated(node, source));
        }
    }

    /** A sum goes into one circuit; a linear layer, which reads exact tensors, can simply be computed again. */
    private Node repeated(Node node, Node source) {
        if (!(source.layer() instanceof FloatLinear linear)) {
            throw new IllegalStateException(node.shown() + " and another layer take the sum " + source.shown());
        }
        return draft.add(copy(draft, linear), source.source());
    }

    /** Fuses with a ReLU of its own; else takes the largest of activations by a circuit of its own. */
    private void maxPool(Node node, FloatMaxPool pool) {
        Node source = node.source();
        boolean fused =
                source.layer() instanceof FloatRelu && draft.consumers(source).size() == 1;
        if (fused) {
            return;
        }
        if (!Simplifier.isNeverNegative(source)) {
            throw new IllegalArgumentException(pool.name() + ": takes " + source.shown()
                    + ", which may be negative (expected: a Relu before or after the max pooling)");
        }
        Node again = draft.add(identity(source), source);
        draft.setSource(node, 0, draft.add(new FloatRelu(draft.freshName("relu")), again));
    }

    private void affine(Node node, FloatAffine affine) {
        Node source = node.source();
        if (isSum(source)) {
            throw new IllegalStateException(affine.name() + " takes the sum " + source.shown());
        }
        Convolution geometry =
                Geometries.depthwise(draft.freshName("scale"), source.shape().channels(), 1, 1, 1, 1);
        Node linear = draft.add(new FloatLinear(geometry, affine.scales(), affine.shifts()), source);
        draft.replace(node, linear);
    }

    private void add(Node node) {
        for (int place = 0; place < 2; place++) {
            Node source = node.sources().get(place);
            if (source.layer() instanceof FloatAdd) {
                throw new IllegalStateException(node.shown() + " adds to the sum " + source.shown());
            }
            if (isSum(source) && draft.consumers(source).size() > 1) {
                draft.setSource(node, place, repeated(node, source));
            }
        }
        Node first = node.sources().getFirst();
        Node second = node.sources().getLast();
        // Joined activations have no step in common, by which a skip would have to be scaled.
        if (joins(first) || !(isSum(first) || isSum(second))) {
            draft.setSource(node, 0, draft.add(identity(first), first));
        }
        if (joins(second)) {
            draft.setSource(node, 1, draft.add(identity(second), second));
        }
        if (!isSum(node.sources().getFirst())) {
            Node exact = node.sources().getFirst();
            draft.setSource(node, 0, node.sources().getLast());
            draft.setSource(node, 1, exact);
        }
    }

    private static boolean joins(Node node) {
        return node.layer() instanceof FloatConcatenation
                || (node.layer() instanceof FloatAveragePool && joins(node.source()));
    }

    private void endWithScores() {
        Node output = draft.output();
        if (output.shape().height() * output.shape().width() != 1) {
            throw new IllegalArgumentException(output.shown() + ": gives " + output.shape()
                    + " (expected: a vector of scores at the end, as Gemm or GlobalAveragePool gives)");
        }
        if (!isSum(output)) {
            draft.setOutput(draft.add(identity(output), output));
        }
    }

    /** Multiplies each channel by one. */
    private FloatLinear identity(Node source) {
        int channels = source.shape().channels();
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return new FloatLinear(
                Geometries.depthwise(draft.freshName("identity"), channels, 1, 1, 1, 1), ones, new float[channels]);
    }

    /** The same layer under another name. */
    static FloatLinear copy(NetworkDraft draft, FloatLinear linear) {
        LinearLayer old = linear.geometry();
        String name = draft.freshName(old instanceof Convolution ? "conv" : "dense");
        LinearLayer geometry = linear.geometry(name, old.input(), old.weightBits(), old.ringBits());
        return new FloatLinear(geometry, linear.weights(), linear.biases(), linear.offsets());
    }
}
