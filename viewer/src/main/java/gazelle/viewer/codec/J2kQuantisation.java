package gazelle.viewer.codec;

/**
 * The quantisation of one component's subbands (T.800 section A.6.4).
 *
 * @param guardBits bit planes above those that the exponents tell, 0 to 7
 * @param exponents one for each subband
 * @param mantissas one for each subband, of 11 bits
 */
@SuppressWarnings("ArrayRecordComponent")
record J2kQuantisation(int guardBits, int[] exponents, int[] mantissas) {
    private static final int MAX_BANDS = 97;

    /** Reads the component's part of a QCD or QCC segment. */
    static J2kQuantisation parse(byte[] data, int start, int end) throws CodecException {
        J2kParameters.requireLength(end > start);
        int style = data[start] & 31;
        int guardBits = data[start] >> 5 & 7;
        int[] exponents = new int[MAX_BANDS];
        int[] mantissas = new int[MAX_BANDS];
        int given = style == 0 ? end - start - 1 : (end - start - 1) / 2;
        J2kParameters.requireLength(style <= 2 && given >= 1);
        for (int i = 0; i < Math.min(given, MAX_BANDS); i++) {
            if (style == 0) {
                exponents[i] = data[start + 1 + i] >> 3 & 31;
            } else {
                int step = JpegFrame.shortAt(data, start + 1 + 2 * i);
                exponents[i] = step >> 11;
                mantissas[i] = step & 0x7FF;
            }
        }
        if (style == 1) {
            // Derived: each level further out has half the step (T.800 equation E-5).
            for (int i = 1; i < MAX_BANDS; i++) {
                exponents[i] = Math.max(0, exponents[0] - (i - 1) / 3);
                mantissas[i] = mantissas[0];
            }
        }
        return new J2kQuantisation(guardBits, exponents, mantissas);
    }

    /** Bit planes of a subband. */
    int planes(int band) {
        return Math.max(0, guardBits + exponents[band] - 1);
    }

    /** The size of a quantisation step where the subband's nominal range has so many bits. */
    float step(int band, int rangeBits) {
        return Math.scalb(1 + mantissas[band] / 2048f, rangeBits - exponents[band]);
    }
}
