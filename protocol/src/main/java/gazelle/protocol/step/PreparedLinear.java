package gazelle.protocol.step;

import gazelle.crypto.linear.PreparedWeights;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.model.LinearWeights;

/** A linear layer's weights as the server keeps them while it runs: packed and transformed once, when the model is loaded. */
public final class PreparedLinear {
    private final LinearStep step;
    private final PreparedWeights weights;
    private final long[] biases;

    /** Packs and transforms the weights of a layer. */
    public PreparedLinear(LinearStep step, LinearWeights weights) {
        this.step = step;
        this.weights = PreparedWeights.prepare(step.plan(), weights.weights());
        this.biases = weights.biases();
    }

    /** Returns the packed weights. */
    public PreparedWeights weights() {
        return weights;
    }

    /**
     * Turns the masks of the responses into the server's share of 2^g * y: adds the scaled bias, and half a unit of the guard bits so
     * that the following circuit may simply drop them.
     *
     * @param masks one for each output, mod 2^(l+g); becomes the share
     */
    public AdditiveShare share(long[] masks) {
        int guardBits = step.plan().guardBits();
        long half = step.roundHere() ? 1L << (guardBits - 1) : 0;
        int perBias = masks.length / biases.length;
        for (int i = 0; i < masks.length; i++) {
            masks[i] += (biases[i / perBias] << guardBits) + half;
        }
        return new AdditiveShare(masks, step.plan().shareBits());
    }
}
