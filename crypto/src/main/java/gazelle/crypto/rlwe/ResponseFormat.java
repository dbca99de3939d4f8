package gazelle.crypto.rlwe;

/**
 * The widths of a response: shares of 2^g y + eps mod 2^(l+g), and a first half precise enough for them.
 *
 * <p>|eps| stays below 2 whatever g is, so 2^(g-2) responses of one format may be added before the guard bits are shifted away:
 * one with g = 2, two with g = 3. The first half is rounded relative to the second as the parameter set says for its own g, that
 * is l + 10 bits for g = 2 and one more for each further guard bit: {@link NoiseBound} leaves no room for one bit fewer.
 *
 * @param parameters the parameter set
 * @param ringBits l, at most {@link RlweParameters#maxRingBits()}
 * @param guardBits g, 2 to 4
 */
public record ResponseFormat(RlweParameters parameters, int ringBits, int guardBits) {
    private static final int MIN_GUARD_BITS = 2;
    private static final int MAX_GUARD_BITS = 4;

    public ResponseFormat {
        parameters.requireRingBits(ringBits);
        if (guardBits < MIN_GUARD_BITS || guardBits > MAX_GUARD_BITS) {
            throw new IllegalArgumentException("guardBits: " + guardBits + " (expected: 2 to 4)");
        }
    }

    /** Bits of the second half and of both parties' shares: l + g. */
    public int shareBits() {
        return ringBits + guardBits;
    }

    /** Bits of the first half: l + 10 for g = 2. */
    public int firstHalfBits() {
        return shareBits() + roundingBits();
    }

    /** Bytes of a response with {@code usefulCount} useful coefficients. */
    public int bytes(int usefulCount) {
        return firstHalfBytes() + BitPacking.bytes(usefulCount, shareBits());
    }

    /** Bits by which the first half is more precise than the second. */
    int roundingBits() {
        return parameters.firstHalfExtraBits() - parameters.guardBits();
    }

    int firstHalfBytes() {
        return BitPacking.bytes(parameters.polyDegree(), firstHalfBits());
    }
}
