package gazelle.protocol.layer;

import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.PreparedWeights;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.model.LinearWeights;

/** A linear layer's weights as the server keeps them while it runs: packed and transformed once, when the model is loaded. */
public final class PreparedLinear {
    private final LinearStage stage;
    private final PreparedWeights weights;
    private final long[] biases;

    public PreparedLinear(LinearStage stage, LinearWeights weights) {
        this.stage = stage;
        this.weights = PreparedWeights.prepare(stage.plan(), weights.weights());
        this.biases = weights.biases();
    }

    /** The packed weights. */
    public PreparedWeights weights() {
        return weights;
    }

    /**
     * Turns the masks of the responses into the server's share of 2^g * y: adds the scaled bias, and half a unit so that the
     * following circuit may simply drop the guard bits.
     *
     * @param masks one for each output, mod 2^(l+g); becomes the share
     */
    public AdditiveShare share(long[] masks) {
        long half = 1L << (LinearPlan.GUARD_BITS - 1);
        for (int i = 0; i < masks.length; i++) {
            masks[i] += (biases[i / stage.outputsPerBias()] << LinearPlan.GUARD_BITS) + half;
        }
        return new AdditiveShare(masks, stage.plan().shareBits());
    }
}
