package gazelle.protocol.layer;

import gazelle.crypto.linear.LinearPlan;

/**
 * A linear layer: the client sends its encrypted share, the server answers with its masked product.
 *
 * @param layer index of the layer in its network
 * @param plan packing and sizes
 * @param ringBits l: the input is shared mod 2^l, the output, scaled by 2^g, mod 2^(l+g)
 * @param outputsPerBias output element i takes bias number i / outputsPerBias
 */
public record LinearStage(int layer, LinearPlan plan, int ringBits, int outputsPerBias) implements Stage {}
