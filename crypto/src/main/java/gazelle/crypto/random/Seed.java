package gazelle.crypto.random;

import java.security.SecureRandom;
import java.util.Arrays;

/** Thirty-two secret bytes from which {@link RandomStream}s are expanded; zeroed when closed. */
public final class Seed implements AutoCloseable {
    /** Length of every seed, secret or public, in bytes. */
    public static final int BYTES = 32;

    private final byte[] bytes = new byte[BYTES];
    private boolean closed;

    private Seed() {}

    /**
     * Draws a seed.
     *
     * @param random the only source of entropy
     */
    public static Seed generate(SecureRandom random) {
        Seed seed = new Seed();
        random.nextBytes(seed.bytes);
        return seed;
    }

    /** The live bytes, not a copy: for {@link RandomStream} only. */
    byte[] bytes() {
        if (closed) {
            throw new IllegalStateException("seed: closed (expected: open)");
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }
}
