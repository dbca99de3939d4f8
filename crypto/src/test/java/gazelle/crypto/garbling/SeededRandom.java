package gazelle.crypto.garbling;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Reproducible randomness and statistics for tests. */
public final class SeededRandom {
    private SeededRandom() {}

    /** A generator whose whole output follows from {@code seed}: for tests only. */
    public static SecureRandom of(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code count} bytes of {@code random}. */
    public static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Chi-square of byte values against uniform, 255 degrees of freedom: below 400 except with probability 1e-8. */
    public static double chiSquare(byte[] bytes) {
        long[] counts = new long[256];
        for (byte value : bytes) {
            counts[value & 0xff]++;
        }
        double expected = bytes.length / 256.0;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
