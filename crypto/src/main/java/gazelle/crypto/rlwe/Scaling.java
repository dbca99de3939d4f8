package gazelle.crypto.rlwe;

import gazelle.crypto.ring.PrimeModulus;

/**
 * The exact roundings between residues mod q and residues mod a power of two, in constant time.
 *
 * <p>Loops over whole polynomials do one thing each to one or two arrays: those the JIT compiler turns into vector code.
 */
final class Scaling {
    private Scaling() {}

    /**
     * Adds the encodings of messages, see {@link #encode}.
     *
     * @param messages in [0, 2^ringBits)
     * @param residues in (-q, q); in [0, q) afterwards
     */
    static void addEncodedInto(long[] residues, long[] messages, int ringBits, PrimeModulus q) {
        for (int i = 0; i < residues.length; i++) {
            residues[i] = q.canonical(residues[i] + encode(messages[i], ringBits, q.value()));
        }
    }

    /** Divides residues in [0, q) by 2^dropped as {@link #dropLowBits} does. */
    static void dropLowBitsInPlace(long[] residues, int dropped) {
        for (int i = 0; i < residues.length; i++) {
            residues[i] = dropLowBits(residues[i], dropped);
        }
    }

    /** Switches residues in [0, q) down as {@link #switchDown} does, and takes the results mod 2^bits. */
    static void switchDownInPlace(long[] residues, int bits, PrimeModulus q) {
        long mask = (1L << bits) - 1;
        for (int i = 0; i < residues.length; i++) {
            residues[i] = switchDown(residues[i], bits, q.value()) & mask;
        }
    }

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
        long half = (1L << dropped) >> 1;
        // Half less one, and one more below an odd quotient; nothing when nothing is dropped.
        long nearest = half - 1 + ((residue >> dropped) & 1);
        return (residue + (nearest & (-half >> (Long.SIZE - 1)))) >> dropped;
    }
}
