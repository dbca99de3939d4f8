package gazelle.viewer.codec;

/**
 * The transform and the code blocks of one component (T.800 table A.20).
 *
 * @param levels how often the wavelet transform halved it, 0 to 32
 * @param blockWidthBits logarithm of a code block's width, 2 to 10
 * @param blockHeightBits logarithm of its height, 2 to 10
 * @param style flags of the code blocks, see {@link J2kParameters}
 * @param reversible whether the transform is the 5/3 one
 * @param precincts for each resolution the logarithms of a precinct's width (lower four bits) and height
 */
@SuppressWarnings("ArrayRecordComponent")
record J2kCoding(int levels, int blockWidthBits, int blockHeightBits, int style, boolean reversible, int[] precincts) {
    private static final int MAX_LEVELS = 32;
    private static final int WHOLE = 0xFF;
    private static final int KNOWN_STYLES = 0x3F;

    /**
     * Reads the component's part of a COD or COC segment.
     *
     * @param custom whether precinct sizes follow
     */
    static J2kCoding parse(byte[] data, int start, int end, boolean custom) throws CodecException {
        J2kParameters.requireLength(end - start >= 5);
        int levels = data[start];
        int widthBits = (data[start + 1] & 15) + 2;
        int heightBits = (data[start + 2] & 15) + 2;
        int style = data[start + 3] & 0xFF;
        if (levels < 0 || levels > MAX_LEVELS || widthBits > 10 || heightBits > 10 || widthBits + heightBits > 12) {
            throw CodecException.damaged("the header of its compressed pixels is impossible");
        }
        if ((style & ~KNOWN_STYLES) != 0) {
            throw CodecException.unsupported("High-Throughput JPEG 2000");
        }
        int[] precincts = new int[levels + 1];
        J2kParameters.requireLength(!custom || end - start >= 6 + levels);
        for (int i = 0; i <= levels; i++) {
            precincts[i] = custom ? data[start + 5 + i] & 0xFF : WHOLE;
            if (i > 0 && ((precincts[i] & 15) == 0 || precincts[i] >> 4 == 0)) {
                throw CodecException.damaged("the header of its compressed pixels is impossible");
            }
        }
        return new J2kCoding(levels, widthBits, heightBits, style, data[start + 4] == 1, precincts);
    }

    int precinctWidthBits(int resolution) {
        return precincts[resolution] & 15;
    }

    int precinctHeightBits(int resolution) {
        return precincts[resolution] >> 4;
    }
}
