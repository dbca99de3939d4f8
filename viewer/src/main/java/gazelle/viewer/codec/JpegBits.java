package gazelle.viewer.codec;

/** The bits of a JPEG scan: a zero byte after FF is stuffing, any other byte there a marker (T.81 section F.2.2.5). */
final class JpegBits {
    private final byte[] data;
    private int position;
    private int buffer;
    private int count;

    JpegBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
    }

    /** Returns the position from which to search for the next marker, once the scan is decoded. */
    int position() {
        return position;
    }

    /** The next bits without taking them; zeros lie beyond the end. */
    int peek(int bits) {
        fill();
        return count >= bits ? buffer >>> (count - bits) & mask(bits) : buffer << (bits - count) & mask(bits);
    }

    /** Takes bits that were seen. */
    void skip(int bits) throws CodecException {
        if (bits > count) {
            throw CodecException.truncated();
        }
        count -= bits;
    }

    /** Takes up to 16 bits. */
    int take(int bits) throws CodecException {
        int value = peek(bits);
        skip(bits);
        return value;
    }

    /** A difference of a size category: its first half is negative (T.81 section F.2.2.1). */
    int takeDifference(int category) throws CodecException {
        if (category == 0) {
            return 0;
        }
        int value = take(category);
        return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
    }

    /** Steps over the restart marker that has to come next. */
    void restart() throws CodecException {
        count = 0;
        if (position + 1 >= data.length) {
            throw CodecException.truncated();
        }
        if ((data[position] & 0xFF) != 0xFF || (data[position + 1] & 0xF8) != 0xD0) {
            throw CodecException.damaged("its compressed pixels lack a restart marker");
        }
        position += 2;
    }

    private void fill() {
        while (count <= 16 && position < data.length) {
            int next = data[position] & 0xFF;
            if (next == 0xFF) {
                if (position + 1 >= data.length || data[position + 1] != 0) {
                    return;
                }
                position++;
            }
            position++;
            buffer = buffer << 8 | next;
            count += 8;
        }
    }

    private static int mask(int bits) {
        return (1 << bits) - 1;
    }
}
