package gazelle.viewer.codec;

/** The bits of JPEG 2000's packet headers and raw passes: after a byte FF the next one holds seven bits (T.800 B.10.1). */
final class J2kBits {
    private final byte[] data;
    private final int end;
    private int position;
    private int current;
    private int count;

    J2kBits(byte[] data, int position, int end) {
        this.data = data;
        this.position = position;
        this.end = end;
    }

    int take() throws CodecException {
        if (count == 0) {
            if (position >= end) {
                throw CodecException.truncated();
            }
            count = current == 0xFF ? 7 : 8;
            current = data[position++] & 0xFF;
        }
        count--;
        return current >> count & 1;
    }

    /** Takes up to 31 bits. */
    int take(int bits) throws CodecException {
        int value = 0;
        for (int i = 0; i < bits; i++) {
            value = value << 1 | take();
        }
        return value;
    }

    /** Like {@link #take()}, but with zeros beyond the end: raw passes may be cut. */
    int takeOrZero() throws CodecException {
        return count == 0 && position >= end ? 0 : take();
    }

    /** Drops the rest of the byte and what is stuffed after it; returns where the next byte lies. */
    int align() {
        if (current == 0xFF && position < end) {
            position++;
        }
        count = 0;
        current = 0;
        return position;
    }
}
