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
 * @param guardBits g: that of the parameters, or up to 2 more
 */
public record ResponseFormat(RlweParameters parameters, int ringBits, int guardBits) {
    /** Guard bits beyond those of the parameters: room for the sum of four responses. */
    private static final int MOST_MORE_GUARD_BITS = 2;

    public ResponseFormat {
        parameters.requireRingBits(ringBits);
        int fewest = parameters.guardBits();
        int most = fewest + MOST_MORE_GUARD_BITS;
        if (guardBits < fewest || guardBits > most) {
            throw new IllegalArgumentException(
                    "guardBits: " + guardBits + " (expected: " + fewest + " to " + most + ")");
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
