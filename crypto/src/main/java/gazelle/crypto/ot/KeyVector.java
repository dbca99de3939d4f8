package gazelle.crypto.ot;

import java.util.Arrays;

/**
 * Vectors of 768 coefficients modulo 3329 as in ML-KEM-768 public keys (FIPS 203, ByteEncode_12): the group in which
 * endemic OT adds and subtracts.
 */
final class KeyVector {
    static final int MODULUS = 3329;
    static final int COEFFICIENTS = 768;
    static final int ENCODED_BYTES = 1152;

    /** Ten blocks of SHAKE-128 hold 1120 candidates of 12 bits, of which fewer than 768 fit with probability below 2^-70. */
    private static final int SQUEEZED_BYTES = 1680;

    private KeyVector() {}

    /** Reads 1152 bytes; the caller checks the range with {@link #isReduced}. */
    static int[] decode(byte[] encoded, int at) {
        int[] vector = new int[COEFFICIENTS];
        unpackInto(encoded, at, vector);
        return vector;
    }

    private static void unpackInto(byte[] packed, int at, int[] out) {
        for (int i = 0; i < out.length; i += 2) {
            int from = at + i / 2 * 3;
            int middle = packed[from + 1] & 0xff;
            out[i] = (packed[from] & 0xff) | ((middle & 15) << 8);
            out[i + 1] = (middle >>> 4) | ((packed[from + 2] & 0xff) << 4);
        }
    }

    static byte[] encode(int[] vector) {
        byte[] encoded = new byte[ENCODED_BYTES];
        for (int i = 0; i < COEFFICIENTS; i += 2) {
            int to = i / 2 * 3;
            encoded[to] = (byte) vector[i];
            encoded[to + 1] = (byte) ((vector[i] >>> 8) | (vector[i + 1] << 4));
            encoded[to + 2] = (byte) (vector[i + 1] >>> 4);
        }
        return encoded;
    }

    static boolean isReduced(int[] vector) {
        return Arrays.stream(vector).allMatch(coefficient -> coefficient < MODULUS);
    }

    static int[] add(int[] left, int[] right) {
        int[] sum = new int[COEFFICIENTS];
        for (int i = 0; i < COEFFICIENTS; i++) {
            int reduced = left[i] + right[i] - MODULUS;
            sum[i] = reduced + (MODULUS & (reduced >> 31));
        }
        return sum;
    }

    static int[] subtract(int[] left, int[] right) {
        int[] difference = new int[COEFFICIENTS];
        for (int i = 0; i < COEFFICIENTS; i++) {
            int signed = left[i] - right[i];
            difference[i] = signed + (MODULUS & (signed >> 31));
        }
        return difference;
    }

    /** Exchanges the two byte strings if {@code swap} is 1, in time independent of it. */
    static void swapIf(int swap, byte[] left, byte[] right) {
        byte mask = (byte) -swap;
        for (int i = 0; i < left.length; i++) {
            byte difference = (byte) ((left[i] ^ right[i]) & mask);
            left[i] ^= difference;
            right[i] ^= difference;
        }
    }

    /**
     * A uniform vector by rejection sampling from the sponge.
     *
     * <p>Which candidates are rejected must not show in the time, because the receiver hashes the vector of the key that
     * it did not choose: the count squeezed is fixed and rejection moves an index without branching.
     */
    static int[] sample(Shake sponge) {
        byte[] squeezed = new byte[SQUEEZED_BYTES];
        int[] candidates = new int[SQUEEZED_BYTES / 3 * 2];
        int[] accepted = new int[COEFFICIENTS + candidates.length];
        int count = 0;
        do {
            sponge.squeezeInto(squeezed, 0, SQUEEZED_BYTES);
            unpackInto(squeezed, 0, candidates);
            for (int candidate : candidates) {
                accepted[count] = candidate;
                count += (candidate - MODULUS) >>> 31;
            }
        } while (count < COEFFICIENTS);
        return Arrays.copyOf(accepted, COEFFICIENTS);
    }
}
