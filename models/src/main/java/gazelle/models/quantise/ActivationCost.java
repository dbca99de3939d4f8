package gazelle.models.quantise;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.step.ActivationWidths;
import gazelle.protocol.step.ActivationWidths.Form;
import gazelle.protocol.step.InferencePlan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bytes of one activation over a link, by its widths, for choosing these. */
public final class ActivationCost {
    private final LinkProfile link;
    private final Map<ActivationWidths, Double> known = new ConcurrentHashMap<>();

    /** Costs over {@code link}. */
    public ActivationCost(LinkProfile link) {
        this.link = link;
    }

    /** Returns h, the bits between the kept ones and the sign, which saturation has to look at. */
    public static int saturationBits(int ringBits, int shift, int activationBits) {
        return Math.max(0, ringBits - 1 - shift - activationBits);
    }

    /** Returns the bytes that each further ring bit adds to an activation. */
    double bytesPerRingBit() {
        return relu(1, 21, 2, 10, 6, 20) - relu(1, 20, 2, 9, 6, 20);
    }

    /**
     * Returns the bytes of one ReLU with shift and saturation, or of one window of them and its maximum.
     *
     * @param windowElements words in a max-pooling window, 1 without max pooling
     * @param ringBits l of the linear layer before
     * @param guardBits g of the linear layer before
     * @param shift s
     * @param activationBits aBits
     * @param nextRingBits L, the ring of the linear layer after
     */
    public double relu(
            int windowElements, int ringBits, int guardBits, int shift, int activationBits, int nextRingBits) {
        Form form = windowElements == 1 ? Form.RELU : Form.MAX_POOL;
        return bytes(
                new ActivationWidths(form, windowElements, ringBits, guardBits, shift, activationBits, nextRingBits));
    }

    /** Returns the bytes of one square of {@code rootBits}, with shift and saturation. */
    double square(int ringBits, int guardBits, int shift, int rootBits, int nextRingBits) {
        return bytes(new ActivationWidths(Form.SQUARE, 1, ringBits, guardBits, shift, rootBits, nextRingBits));
    }

    /** Returns the bytes of one look-up by {@code indexBits} bits, with shift and saturation, for any table. */
    double table(int ringBits, int guardBits, int shift, int indexBits, int nextRingBits) {
        return bytes(new ActivationWidths(Form.TABLE, 1, ringBits, guardBits, shift, indexBits, nextRingBits));
    }

    private double bytes(ActivationWidths widths) {
        return known.computeIfAbsent(widths, each -> InferencePlan.ACTIVATIONS.bytes(each, link));
    }
}
