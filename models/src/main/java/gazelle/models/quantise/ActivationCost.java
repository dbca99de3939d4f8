package gazelle.models.quantise;

/** What one activation costs on the network by protocol.md sections 5 and 6 (half gates), for choosing widths. */
public final class ActivationCost {
    private static final int GUARD_BITS = 2;
    private static final int AND_BYTES = 32;
    private static final int HALF_AND_BYTES = 16;
    private static final int TRANSFER_BYTES_PER_BIT = 2;

    /** Bytes that each further ring bit adds to an activation: one AND gate and one oblivious transfer. */
    static final int BYTES_PER_RING_BIT = AND_BYTES + TRANSFER_BYTES_PER_BIT;

    private ActivationCost() {}

    /** h: bits between the kept ones and the sign, which saturation has to look at. */
    public static int saturationBits(int ringBits, int shift, int activationBits) {
        return Math.max(0, ringBits - 1 - shift - activationBits);
    }

    /**
     * Bytes of one ReLU with shift and saturation.
     *
     * @param ringBits l of the linear layer before
     * @param shift s
     * @param activationBits aBits
     * @param nextRingBits L, the ring of the linear layer after
     */
    public static double bytes(int ringBits, int shift, int activationBits, int nextRingBits) {
        int saturation = saturationBits(ringBits, shift, activationBits);
        int kept = Math.min(activationBits, ringBits - 1 - shift);
        int rowBits = nextRingBits + (saturation > 0 ? nextRingBits : 0);
        for (int i = 0; i < kept; i++) {
            rowBits += 2 * (nextRingBits - i);
        }
        return HALF_AND_BYTES
                + AND_BYTES * (ringBits + GUARD_BITS - 2 + saturation)
                + rowBits / 8.0
                + TRANSFER_BYTES_PER_BIT * (ringBits + GUARD_BITS);
    }
}
