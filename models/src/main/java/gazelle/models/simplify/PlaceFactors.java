package gazelle.models.simplify;

import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.Geometries;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.TensorShape;
import java.util.Optional;

/**
 * Moves positive factors that differ by place, alike for all channels, behind layers that treat every place alike, until a layer that
 * does not takes them in: they are what a mean without its padding has at the border.
 */
final class PlaceFactors {
    private static final int MAX_KERNEL_SIDE = 64;

    private PlaceFactors() {}

    static boolean are(Node node) {
        if (!(node.layer() instanceof FloatAffine affine) || affine.isByChannel(node.shape())) {
            return false;
        }
        float[] scales = affine.scales();
        float[] shifts = affine.shifts();
        int places = node.shape().height() * node.shape().width();
        for (int i = 0; i < scales.length; i++) {
            if (!(scales[i] > 0) || scales[i] != scales[i % places] || shifts[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The factors behind a convolution of single pixels, whose biases they must not change. */
    static Optional<Node> behind(NetworkDraft draft, FloatLinear linear, Node factors) {
        boolean pointwise = linear.geometry() instanceof Convolution c
                && c.kernelHeight() * c.kernelWidth() * c.strideY() * c.strideX() == 1
                && c.padTop() + c.padLeft() + c.padBottom() + c.padRight() == 0;
        if (!pointwise || !(factors.layer() instanceof FloatAffine affine)) {
            return Optional.empty();
        }
        TensorShape shape = linear.outputShape(factors.shape());
        float[] scales = affine.scales();
        float[] biases = linear.biases();
        float[] old = linear.offsets();
        int places = shape.height() * shape.width();
        float[] offsets = new float[shape.elements()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (biases[i / places] + (old.length == 0 ? 0 : old[i])) / scales[i % places];
        }
        Node inner = draft.add(linear.with(linear.weights(), new float[biases.length], offsets), factors.source());
        return Optional.of(again(draft, affine, places, inner));
    }

    /** The factors behind constants of each channel. */
    static Optional<Node> behind(NetworkDraft draft, FloatAffine byChannel, Node factors) {
        int channels = factors.shape().channels();
        FloatLinear linear = new FloatLinear(
                Geometries.depthwise(draft.freshName("scale"), channels, 1, 1, 1, 1),
                byChannel.scales(),
                byChannel.shifts());
        return behind(draft, linear, factors);
    }

    /** The factors behind a ReLU, which keeps them as they are positive. */
    static Optional<Node> behind(NetworkDraft draft, FloatRelu relu, Node factors) {
        return relu.isCapped() || !(factors.layer() instanceof FloatAffine affine)
                ? Optional.empty()
                : Optional.of(again(
                        draft,
                        affine,
                        factors.shape().height() * factors.shape().width(),
                        draft.add(relu, factors.source())));
    }

    private static Node again(NetworkDraft draft, FloatAffine affine, int places, Node source) {
        float[] scales = affine.scales();
        float[] all = new float[source.shape().elements()];
        for (int i = 0; i < all.length; i++) {
            all[i] = scales[i % places];
        }
        return draft.add(new FloatAffine(draft.freshName("border"), all, new float[all.length]), source);
    }

    /** A mean of all places with a factor for each is a convolution with one weight for each. */
    static Optional<Node> inMean(NetworkDraft draft, FloatAveragePool pool, Node factors) {
        TensorShape shape = factors.shape();
        boolean ofAll = pool.window().windowHeight() == shape.height()
                && pool.window().windowWidth() == shape.width()
                && Math.max(shape.height(), shape.width()) <= MAX_KERNEL_SIDE;
        if (!ofAll || !(factors.layer() instanceof FloatAffine affine)) {
            return Optional.empty();
        }
        float[] weights = affine.scales();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= shape.height() * shape.width();
        }
        return Optional.of(draft.add(
                new FloatLinear(
                        Geometries.depthwise(
                                draft.freshName("mean"), shape.channels(), shape.height(), shape.width(), 1, 1),
                        weights,
                        new float[shape.channels()]),
                factors.source()));
    }
}
