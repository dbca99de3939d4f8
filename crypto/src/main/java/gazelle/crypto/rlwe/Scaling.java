package gazelle.crypto.rlwe;

/** The two exact roundings between residues mod q and residues mod a power of two, in constant time. */
final class Scaling {
    private Scaling() {}

    /**
     * round(q * m / 2^ringBits), the BFV encoding of m.
     *
     * @param message in [0, 2^ringBits), ringBits &lt;= 26
     */
    static long encode(long message, int ringBits, long q) {
        long high = q >> ringBits;
        long low = q & ((1L << ringBits) - 1);
        // q = high * 2^l + low, so only m * low (below 2^52) has to be rounded.
        return message * high + ((message * low + (1L << (ringBits - 1))) >> ringBits);
    }

    /**
     * round(v * 2^bits / q), which may be 2^bits itself.
     *
     * @param residue v in [0, q)
     * @param bits at most 38
     */
    static long switchDown(long residue, int bits, long q) {
        long quotient = (long) ((double) residue * ((double) (1L << bits) / (double) q));
        // The estimate is the floor or off by one only when the fraction is within 2^-14 of an integer, so the wrapped
        // remainder is the true one, in (-q/2, 3q/2); q is odd, so there are no ties.
        long remainder = (residue << bits) - quotient * q;
        return quotient + ((q / 2 - remainder) >>> 63);
    }

    /**
     * Divides by 2^dropped, rounding to nearest and ties to even: unlike rounding ties up, its error has mean zero, which the
     * noise bound relies on.
     */
    static long dropLowBits(long residue, int dropped) {
        if (dropped == 0) {
            return residue;
        }
        return (residue + (1L << (dropped - 1)) - 1 + ((residue >> dropped) & 1)) >> dropped;
    }
}
