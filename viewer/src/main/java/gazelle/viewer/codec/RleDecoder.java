package gazelle.viewer.codec;

/**
 * DICOM's run-length code (PS3.5 annex G): the samples' bytes in planes, the most significant first, each packed.
 *
 * <pre>
 *   planes(4) offset(4) x 15 | plane | plane | ...            little endian
 *   0..127 n:   n + 1 literal bytes        129..255 n: 257 - n times the next byte        128: nothing
 * </pre>
 */
public final class RleDecoder {
    private static final int HEADER_BYTES = 64;
    private static final int MAX_PLANES = 15;

    private RleDecoder() {}

    /**
     * Decodes one picture.
     *
     * @param bytesPerSample 1 or 2
     */
    public static Samples decode(byte[] data, FrameSize size, int bytesPerSample) throws CodecException {
        if (data.length < HEADER_BYTES) {
            throw CodecException.truncated();
        }
        int planes = intAt(data, 0);
        int expected = bytesPerSample * size.components();
        if (planes < 1 || planes > MAX_PLANES) {
            throw CodecException.damaged("its run-length code claims an impossible number of byte planes");
        }
        if (planes != expected) {
            throw CodecException.sizeMismatch(planes + " byte planes", expected + " bytes a pixel");
        }
        int[] values = new int[size.samples()];
        for (int plane = 0; plane < planes; plane++) {
            int component = plane / bytesPerSample;
            int shift = 8 * (bytesPerSample - 1 - plane % bytesPerSample);
            int start = intAt(data, 4 + 4 * plane);
            int end = plane + 1 < planes ? intAt(data, 8 + 4 * plane) : data.length;
            if (start < HEADER_BYTES || start > end) {
                throw CodecException.damaged("its run-length code has planes out of order");
            }
            if (end > data.length) {
                throw CodecException.truncated();
            }
            unpack(data, start, end, values, component, size.components(), shift);
        }
        return new Samples(8 * bytesPerSample, values);
    }

    private static void unpack(byte[] data, int start, int end, int[] values, int first, int step, int shift)
            throws CodecException {
        int in = start;
        int out = first;
        while (out < values.length) {
            if (in >= end) {
                throw CodecException.truncated();
            }
            int control = data[in++];
            if (control >= 0) {
                int count = control + 1;
                if (count > end - in) {
                    throw CodecException.truncated();
                }
                for (int i = 0; i < count && out < values.length; i++, out += step) {
                    values[out] |= (data[in + i] & 0xFF) << shift;
                }
                in += count;
            } else if (control != Byte.MIN_VALUE) {
                if (in >= end) {
                    throw CodecException.truncated();
                }
                int value = (data[in++] & 0xFF) << shift;
                for (int i = 0; i < 1 - control && out < values.length; i++, out += step) {
                    values[out] |= value;
                }
            }
        }
    }

    private static int intAt(byte[] data, int offset) {
        return (data[offset] & 0xFF)
                | (data[offset + 1] & 0xFF) << 8
                | (data[offset + 2] & 0xFF) << 16
                | (data[offset + 3] & 0xFF) << 24;
    }
}
