package gazelle.protocol.layer;

import gazelle.crypto.linear.LinearPlan;

/**
 * A linear layer: the client sends its encrypted share, the server answers with its masked product.
 *
 * @param layer index of the layer in its network
 * @param plan packing and sizes
 * @param roundHere whether the server's share adds half a unit of the guard bits; of two linear outputs that are added, one does
 */
public record LinearStage(int layer, LinearPlan plan, boolean roundHere) implements Stage {
    /** Messages that a party makes, or takes, with all its processors at once; the other party cannot tell. */
    public static final int MESSAGES_AT_ONCE = 16;

    /** l: the input is shared mod 2^l, the output, scaled by 2^g, mod 2^(l+g). */
    public int ringBits() {
        return plan.ringBits();
    }
}
