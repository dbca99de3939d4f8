package gazelle.crypto.rlwe;

import gazelle.crypto.random.RandomStream;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttPoly;
import gazelle.crypto.ring.PrimeModulus;
import java.util.Arrays;

/**
 * A symmetric ciphertext whose uniform half both sides expand from (public seed, counter), and whose second half travels without
 * its lowest D bits.
 *
 * <pre>
 *   first  = a = uniform(seed, counter)                       not sent
 *   second = round((e + round(q m / 2^l) - a s mod q) / 2^D)  N values of (48 - D) bits
 * </pre>
 *
 * <p>A counter must never serve twice under one seed.
 */
public final class SeededCiphertext {
    /** q - 1 is a multiple of 2^14 for the set in use, so up to here rounding can't reach q. */
    static final int MAX_DROPPED_BITS = 14;

    private final NttPoly first;
    private final NttPoly second;

    private SeededCiphertext(NttPoly first, NttPoly second) {
        this.first = first;
        this.second = second;
    }

    /** The most low bits that can be dropped: the power of two in q - 1 and 14 bound it. */
    public static int maxDroppedBits(RlweParameters parameters) {
        return Math.min(
                MAX_DROPPED_BITS,
                Long.numberOfTrailingZeros(parameters.modulus().value() - 1));
    }

    /** Bytes of the wire form. */
    public static int bytes(RlweParameters parameters, int droppedBits) {
        return BitPacking.bytes(parameters.polyDegree(), parameters.modulus().bits() - droppedBits);
    }

    /**
     * Encrypts N values mod 2^ringBits, in time independent of them.
     *
     * @param message N values in [0, 2^ringBits)
     * @param errors a secret stream used for nothing else
     * @return the wire form, {@link #bytes} long
     */
    public static byte[] encrypt(
            SecretKey secret,
            long[] message,
            int ringBits,
            int droppedBits,
            byte[] publicSeed,
            long counter,
            RandomStream errors) {
        RlweParameters parameters = secret.parameters();
        parameters.requireRingBits(ringBits);
        NegacyclicRing ring = parameters.ring();
        PrimeModulus q = parameters.modulus();
        NttPoly first = ring.forward(PublicKey.uniform(parameters, publicSeed, counter));
        CoefficientPoly product = ring.inverse(ring.product(first, secret.transformed()));
        long[] second = new long[parameters.polyDegree()];
        errors.centredBinomialInto(second, parameters.binomialHalfWidth());
        Scaling.addEncodedInto(second, message, ringBits, q);
        product.subtractFrom(second);
        Scaling.dropLowBitsInPlace(second, droppedBits);
        byte[] wire = new byte[bytes(parameters, droppedBits)];
        BitPacking.packInto(second, q.bits() - droppedBits, wire, 0);
        product.clear();
        Arrays.fill(second, 0);
        return wire;
    }

    /**
     * Reads a ciphertext and adds the server's own share to the message inside.
     *
     * @param share N values in [0, 2^ringBits)
     * @throws MalformedMessageException for another length or a residue that is not below q
     */
    public static SeededCiphertext readAdding(
            RlweParameters parameters,
            byte[] wire,
            int ringBits,
            int droppedBits,
            byte[] publicSeed,
            long counter,
            long[] share) {
        parameters.requireRingBits(ringBits);
        NegacyclicRing ring = parameters.ring();
        PrimeModulus q = parameters.modulus();
        long[] second = readResidues(parameters, "ciphertext", wire, droppedBits);
        Scaling.addEncodedInto(second, share, ringBits, q);
        CoefficientPoly secondPoly = CoefficientPoly.ofResidues(q, second);
        SeededCiphertext ciphertext = new SeededCiphertext(
                ring.forward(PublicKey.uniform(parameters, publicSeed, counter)), ring.forward(secondPoly));
        secondPoly.clear();
        return ciphertext;
    }

    /** The uniform half, transformed. */
    public NttPoly first() {
        return first;
    }

    /** The half that holds the message, transformed. */
    public NttPoly second() {
        return second;
    }

    /** Zeroes both halves: the client could read the server's share off the second one. */
    public void clear() {
        first.clear();
        second.clear();
    }

    /** Reads N residues without their lowest {@code droppedBits} bits, refusing any that is not below q. */
    static long[] readResidues(RlweParameters parameters, String name, byte[] wire, int droppedBits) {
        int expected = bytes(parameters, droppedBits);
        if (wire.length != expected) {
            throw new MalformedMessageException(name + ": " + wire.length + " bytes (expected: " + expected + ")");
        }
        long[] residues = new long[parameters.polyDegree()];
        BitPacking.unpackInto(wire, 0, parameters.modulus().bits() - droppedBits, residues);
        long largest = parameters.modulus().value() - 1;
        long outside = 0;
        for (int i = 0; i < residues.length; i++) {
            residues[i] <<= droppedBits;
            outside |= largest - residues[i];
        }
        if (outside < 0) {
            int first = 0;
            while (residues[first] <= largest) {
                first++;
            }
            throw new MalformedMessageException(name + ": coefficient " + first + " out of range (expected: below q)");
        }
        return residues;
    }
}
