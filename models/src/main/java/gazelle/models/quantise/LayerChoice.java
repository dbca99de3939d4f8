package gazelle.models.quantise;

import gazelle.protocol.model.LinearWeights;

/**
 * One way to make a stage's linear layer and activation integer.
 *
 * @param weights integers with the rounding 2^(s-1) in the biases
 * @param ringBits l
 * @param shift s; 0 in the last stage
 * @param activationBits aBits; 0 in the last stage
 * @param step real value of one unit of what the stage gives, before pooling
 * @param relativeError mean squared error of what the stage gives over its mean square
 * @param price traffic plus the priced error: the least is taken
 */
record LayerChoice(
        LinearWeights weights,
        int ringBits,
        int shift,
        int activationBits,
        double step,
        double relativeError,
        double price) {}
