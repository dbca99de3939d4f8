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

/**
 * Puts a circuit behind sums that the network passes on without an activation, as between the bottlenecks of MobileNetV2 or in the
 * residual stream of a network with activations before the convolutions: x = ReLU(x + c) - c, where -c is below what the channel ever
 * is on the calibration images. Beyond that it saturates, as every circuit does at its upper end.
 */
final class Requantisation {
    /** What other images' sums may exceed the calibration images' by. */
    private static final float HEADROOM = 1.25f;

    private final NetworkDraft draft;

    private Requantisation(NetworkDraft draft) {
        this.draft = draft;
    }

    /**
     * Puts circuits where they are needed.
     *
     * @param images calibration images; without any the constants mean nothing, but the form is the same
     * @return whether there was such a place
     */
    static boolean insert(NetworkDraft draft, List<float[]> images) {
        Requantisation requantisation = new Requantisation(draft);
        List<Node> order = draft.order();
        List<Node> sums = order.stream().filter(requantisation::isPassedOn).toList();
        if (sums.isEmpty()) {
            return false;
        }
        float[][] shifts = new float[sums.size()][];
        Arrays.setAll(shifts, i -> new float[sums.get(i).shape().channels()]);
        FloatNetwork network = draft.finish();
        for (float[] image : images) {
            List<float[]> tensors = network.tensors(image);
            for (int i = 0; i < shifts.length; i++) {
                coverLowest(shifts[i], tensors.get(order.indexOf(sums.get(i)) + 1));
            }
        }
        for (int i = 0; i < shifts.length; i++) {
            requantisation.insert(sums.get(i), shifts[i]);
        }
        return true;
    }

    /** Whether something takes a sum that can take exact tensors only, or takes it too. */
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

    private static void coverLowest(float[] shifts, float[] tensor) {
        int perChannel = tensor.length / shifts.length;
        for (int i = 0; i < tensor.length; i++) {
            shifts[i / perChannel] = Math.max(shifts[i / perChannel], -HEADROOM * tensor[i]);
        }
    }

    private void insert(Node sum, float[] shifts) {
        float[] ones = new float[shifts.length];
        Arrays.fill(ones, 1);
        float[] back = new float[shifts.length];
        for (int c = 0; c < back.length; c++) {
            back[c] = -shifts[c];
        }
        Node raised = draft.add(new FloatAffine(draft.freshName("raise"), ones, shifts), sum);
        Node kept = draft.add(new FloatRelu(draft.freshName("requantise")), raised);
        draft.replace(sum, draft.add(new FloatAffine(draft.freshName("lower"), ones, back), kept));
    }
}
