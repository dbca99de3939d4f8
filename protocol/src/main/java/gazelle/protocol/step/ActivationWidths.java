package gazelle.protocol.step;

/**
 * Everything that the price of one activation depends on.
 *
 * @param form the function; a table is priced as the costliest of its size
 * @param windowElements words of a max-pooling window, 1 without max pooling
 * @param ringBits l of the linear layer before
 * @param guardBits g of the linear layer before
 * @param shift s
 * @param keptBits aBits, or the signed bits of a square's root or of a table's index
 * @param nextRingBits L, the ring of the linear layer after
 */
public record ActivationWidths(
        Form form, int windowElements, int ringBits, int guardBits, int shift, int keptBits, int nextRingBits) {
    /** The functions that a circuit computes between two linear layers. */
    public enum Form {
        /** Rectifies. */
        RELU,
        /** Rectifies the largest of a window. */
        MAX_POOL,
        /** Squares. */
        SQUARE,
        /** Looks up in a public table. */
        TABLE
    }
}
