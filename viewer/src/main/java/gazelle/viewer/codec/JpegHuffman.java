package gazelle.viewer.codec;

/** A Huffman table of T.81 annex C: up to 256 symbols with codes of 1 to 16 bits, in order of length. */
final class JpegHuffman {
    private static final int LOOK_UP_BITS = 9;
    private static final int MAX_LENGTH = 16;

    private final byte[] symbols;
    private final int[] firstCode = new int[MAX_LENGTH + 2];
    private final int[] firstIndex = new int[MAX_LENGTH + 2];

    /** For the next nine bits: length in the upper byte, symbol in the lower one; 0 for longer codes. */
    private final short[] shortCodes = new short[1 << LOOK_UP_BITS];

    /**
     * Builds a table.
     *
     * @param counts how many codes have 1, 2, ... 16 bits
     * @param symbols as many as {@code counts} adds up to
     */
    JpegHuffman(int[] counts, byte[] symbols) throws CodecException {
        this.symbols = symbols;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            firstCode[length] = code;
            firstIndex[length] = index;
            int count = counts[length - 1];
            if (code + count > 1 << length) {
                throw CodecException.damaged("a code table of its compressed pixels is impossible");
            }
            for (int i = 0; i < count && length <= LOOK_UP_BITS; i++) {
                int start = (code + i) << (LOOK_UP_BITS - length);
                for (int j = 0; j < 1 << (LOOK_UP_BITS - length); j++) {
                    shortCodes[start + j] = (short) (length << 8 | (symbols[index + i] & 0xFF));
                }
            }
            index += count;
            code = (code + count) << 1;
        }
        firstIndex[MAX_LENGTH + 1] = index;
    }

    /** Takes one symbol, 0 to 255. */
    int take(JpegBits bits) throws CodecException {
        int found = shortCodes[bits.peek(LOOK_UP_BITS)];
        if (found != 0) {
            bits.skip(found >> 8);
            return found & 0xFF;
        }
        int next = bits.peek(MAX_LENGTH);
        for (int length = 1; length <= MAX_LENGTH; length++) {
            int place = (next >>> (MAX_LENGTH - length)) - firstCode[length];
            if (place >= 0 && place < firstIndex[length + 1] - firstIndex[length]) {
                bits.skip(length);
                return symbols[firstIndex[length] + place] & 0xFF;
            }
        }
        bits.skip(MAX_LENGTH);
        throw CodecException.damaged("its compressed pixels hold a code that no table defines");
    }
}
