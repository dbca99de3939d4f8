package gazelle.crypto.ot;

/** Public sizes of oblivious transfer with k bits of Delta a block. */
final class OtShape {
    /** Bits of Delta, so base transfers and rows of an extension. */
    static final int DELTA_BITS = 128;

    /** Bytes of a label, a seed and a key. */
    static final int LABEL_BYTES = 16;

    /** The largest k: 2^k leaves a block are computed for every transfer. */
    static final int MAX_BLOCK_BITS = 8;

    /** Bytes of a row that a consistency check uses up: as many transfers as its hash has bits. */
    static final int CHECKED_ROW_BYTES = RowHash.BYTES;

    /** Bounds the rows of a batch to 1 GiB. */
    static final int MAX_COUNT = 1 << 26;

    private OtShape() {}

    static int requireBlockBits(int k) {
        if (k < 1 || k > MAX_BLOCK_BITS) {
            throw new IllegalArgumentException("k: %d (expected: 1 to %d)".formatted(k, MAX_BLOCK_BITS));
        }
        return k;
    }

    /** Blocks of Delta; where k does not divide 128 the last is shorter. */
    static int blocks(int k) {
        return (DELTA_BITS + k - 1) / k;
    }

    /** Bits of a block: k, or what is left for the last one. */
    static int bitsOf(int k, int block) {
        return Math.min(k, DELTA_BITS - block * k);
    }

    /** Leaves of all blocks before {@code block}. */
    static int leavesBefore(int k, int block) {
        return block << k;
    }

    /** Leaves of all blocks. */
    static int leaves(int k) {
        int last = blocks(k) - 1;
        return leavesBefore(k, last) + (1 << bitsOf(k, last));
    }

    static int requireTransferCount(int count) {
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
