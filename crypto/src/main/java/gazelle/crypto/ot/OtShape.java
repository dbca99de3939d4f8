package gazelle.crypto.ot;

/** Public sizes of oblivious transfer with k bits of Delta a block. */
final class OtShape {
    /** Bits of Delta, so base transfers and rows of an extension. */
    static final int DELTA_BITS = 128;

    /** Bytes of a label, a seed and a key. */
    static final int LABEL_BYTES = 16;

    /** Bounds the arrays of one call to 1 GiB. */
    static final int MAX_COUNT = 1 << 26;

    private OtShape() {}

    static int requireBlockBits(int k) {
        if (k != 1 && k != 2 && k != 4 && k != 8) {
            throw new IllegalArgumentException("k: %d (expected: 1, 2, 4 or 8)".formatted(k));
        }
        return k;
    }

    static int requireExtensionCount(int count) {
        if (count < DELTA_BITS || count > MAX_COUNT || count % DELTA_BITS != 0) {
            throw new IllegalArgumentException(
                    "count: %d (expected: multiple of %d up to %d)".formatted(count, DELTA_BITS, MAX_COUNT));
        }
        return count;
    }

    static void requireBytes(String name, int bytes, long expected) {
        if (bytes != expected) {
            throw new IllegalArgumentException("%s: %d bytes (expected: %d)".formatted(name, bytes, expected));
        }
    }

    static int packedBytes(int count) {
        return (count + 7) / 8;
    }
}
