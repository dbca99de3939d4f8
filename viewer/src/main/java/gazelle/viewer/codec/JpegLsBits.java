package gazelle.viewer.codec;

/** The bits of a JPEG-LS scan: after a byte FF the next one holds seven bits, its topmost is 0 (T.87 annex A.1). */
final class JpegLsBits {
    private final byte[] data;
    private int position;
    private long buffer;
    private int count;
    private boolean afterFull;

    JpegLsBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
    }

    /** Returns the position from which to search for the next marker, once the scan is decoded. */
    int position() {
        return afterFull ? position - 1 : position;
    }

    /** Takes up to 24 bits. */
    int take(int bits) throws CodecException {
        if (count < bits) {
            fill();
            if (count < bits) {
                throw CodecException.truncated();
            }
        }
        count -= bits;
        return (int) (buffer >>> count) & ((1 << bits) - 1);
    }

    /** Takes zeros up to and with the next one; returns how many zeros there were. */
    int takeZeros(int limit) throws CodecException {
        int zeros = 0;
        while (take(1) == 0) {
            if (++zeros > limit) {
                throw CodecException.damaged("its compressed pixels hold an impossible difference");
            }
        }
        return zeros;
    }

    private void fill() {
        while (count <= 48 && position < data.length) {
            int next = data[position] & 0xFF;
            if (afterFull && next >= 0x80) {
                return;
            }
            int bits = afterFull ? 7 : 8;
            buffer = buffer << bits | next;
            count += bits;
            afterFull = next == 0xFF;
            position++;
        }
    }
}
