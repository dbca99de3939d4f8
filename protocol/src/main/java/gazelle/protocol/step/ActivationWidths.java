package gazelle.protocol.step;

/**
 * Everything that the price of one activation depends on.
 *
 * @param square whether it squares instead of rectifying
 * @param windowElements words of a max-pooling window, 1 without max pooling
 * @param ringBits l of the linear layer before
 * @param guardBits g of the linear layer before
 * @param shift s
 * @param keptBits aBits, or the signed bits of a square's root
 * @param nextRingBits L, the ring of the linear layer after
 */
public record ActivationWidths(
        boolean square, int windowElements, int ringBits, int guardBits, int shift, int keptBits, int nextRingBits) {}
