package gazelle.models.onnx;

import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.NetworkDraft;
import gazelle.models.network.NetworkDraft.Node;
import gazelle.models.onnx.Translation.Padding;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayDeque;
import java.util.Deque;

/** The largest value of each window; of a large window in several steps, as the largest of maxima is the largest of all. */
final class Maxima {
    private static final int ANY_ACTIVATION_BITS = 1;

    /** The most elements that one circuit compares. */
    private static final int MOST_ELEMENTS = 64;

    private Maxima() {}

    static Node of(Translation t, Node source, int[] window, int[] strides, Padding padding) {
        // Activations that keep order are computed of the maxima, which are fewer and need no circuit of their own
        // before.
        Deque<FloatAffine> factors = new ArrayDeque<>();
        Node below = source;
        while (below.layer() instanceof FloatAffine affine && affine.isByChannel(below.shape()) && isPositive(affine)) {
            factors.push(affine);
            below = below.source();
        }
        Activations.Slopes slopes = t.slopes().get(below);
        if (slopes == null || !slopes.keepsOrder()) {
            return pooled(t.draft(), source, window, strides, padding);
        }
        Node largest = Activations.again(t, slopes, of(t, slopes.source(), window, strides, padding));
        for (FloatAffine affine : factors) {
            largest = t.draft()
                    .add(new FloatAffine(t.draft().freshName("affine"), affine.scales(), affine.shifts()), largest);
        }
        return largest;
    }

    private static boolean isPositive(FloatAffine affine) {
        for (float scale : affine.scales()) {
            if (!(scale > 0)) {
                return false;
            }
        }
        return true;
    }

    private static Node pooled(NetworkDraft draft, Node source, int[] window, int[] strides, Padding padding) {
        TensorShape shape = source.shape();
        if ((long) window[0] * window[1] <= MOST_ELEMENTS) {
            return pool(draft, source, window, strides, padding);
        }
        if (window[0] == shape.height() && window[1] == shape.width() && padding.equals(Padding.NONE)) {
            return ofAll(draft, source);
        }
        Node ofColumns = pool(
                draft,
                source,
                new int[] {window[0], 1},
                new int[] {strides[0], 1},
                new Padding(padding.top(), 0, padding.bottom(), 0));
        return pool(
                draft,
                ofColumns,
                new int[] {1, window[1]},
                new int[] {1, strides[1]},
                new Padding(0, padding.left(), 0, padding.right()));
    }

    /** Pools over tiles until one circuit can take the maxima that are left. */
    private static Node ofAll(NetworkDraft draft, Node source) {
        int height = source.shape().height();
        int width = source.shape().width();
        int[] tile = {1, 1};
        for (int rows = 1; rows <= Math.min(height, MOST_ELEMENTS); rows++) {
            int columns = Math.min(width, MOST_ELEMENTS / rows);
            // As narrow as gives as few of them.
            columns = Math.ceilDiv(width, Math.ceilDiv(width, columns));
            long left = (long) Math.ceilDiv(height, rows) * Math.ceilDiv(width, columns);
            if (left < (long) Math.ceilDiv(height, tile[0]) * Math.ceilDiv(width, tile[1])) {
                tile = new int[] {rows, columns};
            }
        }
        if (tile[0] >= height && tile[1] >= width) {
            return pool(draft, source, tile, new int[] {1, 1}, Padding.NONE);
        }
        Padding fill = new Padding(0, 0, Math.floorMod(-height, tile[0]), Math.floorMod(-width, tile[1]));
        return ofAll(draft, pool(draft, source, tile, tile, fill));
    }

    private static Node pool(NetworkDraft draft, Node source, int[] window, int[] strides, Padding padding) {
        String name = draft.freshName("maxpool");
        return draft.add(
                new FloatMaxPool(
                        name,
                        new MaxPool(
                                name,
                                Layer.NETWORK_INPUT,
                                0,
                                ANY_ACTIVATION_BITS,
                                window[0],
                                window[1],
                                strides[0],
                                strides[1],
                                padding.top(),
                                padding.left(),
                                padding.bottom(),
                                padding.right())),
                source);
    }
}
