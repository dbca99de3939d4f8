package gazelle.models.simplify;

import gazelle.models.network.FloatAdd;
import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.FloatRelu;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts a circuit behind sums that the network passes on without an activation, as between the bottlenecks of MobileNetV2 or in the
 * residual stream of a network with activations before the convolutions: x = ReLU(x + c) - c, where -c is below what the channel ever
 * is on the calibration images. Beyond that it saturates, as every circuit does at its upper end.
 */
final class Requantisation {
    /** The room for other images' sums below the calibration images', as a share of a channel's extent. */
    private static final float HEADROOM = 0.125f;

    private final NetworkDraft draft;

    private Requantisation(NetworkDraft draft) {
        this.draft = draft;
    }

    /**
     * Puts circuits where they are needed.
     *
     * @param images calibration images; without any the constants mean nothing, and the form is the most that images could ask for
     * @return whether there was such a place
     */
    static boolean insert(NetworkDraft draft, List<float[]> images) {
        Requantisation requantisation = new Requantisation(draft);
        List<Node> order = draft.order();
        List<Node> sums = order.stream().filter(requantisation::isPassedOn).toList();
        if (sums.isEmpty()) {
            return false;
        }
        List<Extent[]> extents = sums.stream()
                .map(sum -> Stream.generate(Extent::new)
                        .limit(sum.shape().channels())
                        .toArray(Extent[]::new))
                .toList();
        FloatNetwork network = draft.finish();
        for (float[] image : images) {
            List<float[]> tensors = network.tensors(image);
            for (int i = 0; i < extents.size(); i++) {
                widen(extents.get(i), tensors.get(order.indexOf(sums.get(i)) + 1));
            }
        }
        for (int i = 0; i < extents.size(); i++) {
            requantisation.insert(sums.get(i), extents.get(i));
        }
        return true;
    }

    /** Returns true if a sum is taken by a layer that can take exact tensors only, or by a second one. */
    private boolean isPassedOn(Node node) {
        boolean sum = switch (node.layer()) {
            case FloatLinear _, FloatAdd _ -> true;
            case FloatAffine affine -> affine.isByChannel(node.shape());
            case null, default -> false;
        };
        if (!sum) {
            return false;
        }
        List<Node> takers = draft.consumers(node);
        boolean added = node.layer() instanceof FloatAdd;
        return (added && takers.size() > 1)
                || takers.stream().anyMatch(taker -> switch (taker.layer()) {
                    case FloatLinear _, FloatAveragePool _, FloatMaxPool _, FloatConcatenation _ -> true;
                    case FloatAdd _ -> added;
                    case null, default -> false;
                });
    }

    private static void widen(Extent[] channels, float[] tensor) {
        int perChannel = tensor.length / channels.length;
        for (int i = 0; i < tensor.length; i++) {
            channels[i / perChannel].include(tensor[i]);
        }
    }

    /** The range of a channel's values on the calibration images. */
    private static final class Extent {
        private float low = Float.POSITIVE_INFINITY;
        private float high = Float.NEGATIVE_INFINITY;

        void include(float value) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }

        /** Returns the shift that makes the values positive, with room for those not seen. */
        float shift() {
            return low > high ? 1 : Math.max(0, HEADROOM * (high - low) - low);
        }
    }

    private void insert(Node sum, Extent[] channels) {
        float[] ones = new float[channels.length];
        Arrays.fill(ones, 1);
        float[] shifts = new float[channels.length];
        float[] back = new float[channels.length];
        for (int c = 0; c < channels.length; c++) {
            shifts[c] = channels[c].shift();
            back[c] = -shifts[c];
        }
        Node raised = draft.add(new FloatAffine(draft.freshName("raise"), ones, shifts), sum);
        Node kept = draft.add(new FloatRelu(draft.freshName("requantise")), raised);
        draft.replace(sum, draft.add(new FloatAffine(draft.freshName("lower"), ones, back), kept));
    }
}
