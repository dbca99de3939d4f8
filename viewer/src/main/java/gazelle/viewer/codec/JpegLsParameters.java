package gazelle.viewer.codec;

/**
 * The coding parameters of a JPEG-LS scan (T.87 annex C.2.4.1.1).
 *
 * @param maxValue the largest sample, 1 to 65,535
 * @param near the largest difference between stored and original samples, 0 for lossless
 * @param threshold1 bound of the first gradient class
 * @param threshold2 bound of the second
 * @param threshold3 bound of the third
 * @param reset after how many samples a context forgets
 */
record JpegLsParameters(int maxValue, int near, int threshold1, int threshold2, int threshold3, int reset) {
    private static final int DEFAULT_RESET = 64;

    /** Checks what a stream or a default gave. */
    static JpegLsParameters of(int maxValue, int near, int[] preset, int precision) throws CodecException {
        int max = maxValue == 0 ? (1 << precision) - 1 : maxValue;
        if (max >= 1 << precision || near > Math.min(255, max / 2)) {
            throw impossible();
        }
        int[] standard = standardThresholds(max, near);
        int first = preset[0] == 0 ? standard[0] : preset[0];
        int second = preset[1] == 0 ? standard[1] : preset[1];
        int third = preset[2] == 0 ? standard[2] : preset[2];
        int reset = preset[3] == 0 ? DEFAULT_RESET : preset[3];
        if (first <= near
                || second < first
                || third < second
                || third > max
                || reset < 3
                || reset > Math.max(255, max)) {
            throw impossible();
        }
        return new JpegLsParameters(max, near, first, second, third, reset);
    }

    /** Distance of neighbouring reconstructed samples. */
    int step() {
        return 2 * near + 1;
    }

    /** Returns the number of differences. */
    int range() {
        return (maxValue + 2 * near) / step() + 1;
    }

    /** Bits of a difference that is written out in full. */
    int rangeBits() {
        return bitsFor(range() - 1);
    }

    /** The longest code, in bits. */
    int limit() {
        int bits = Math.max(2, bitsFor(maxValue));
        return 2 * (bits + Math.max(8, bits));
    }

    /** The class of a gradient, -4 to 4. */
    int gradientClass(int gradient) {
        int size = Math.abs(gradient);
        int index = size <= near ? 0 : size < threshold1 ? 1 : size < threshold2 ? 2 : size < threshold3 ? 3 : 4;
        return gradient < 0 ? -index : index;
    }

    private static int[] standardThresholds(int max, int near) {
        int[] thresholds;
        if (max >= 128) {
            int factor = (Math.min(max, 4095) + 128) / 256;
            thresholds = new int[] {factor + 2 + 3 * near, 4 * factor + 3 + 5 * near, 17 * factor + 4 + 7 * near};
        } else {
            int factor = 256 / (max + 1);
            thresholds = new int[] {
                Math.max(2, 3 / factor + 3 * near),
                Math.max(3, 7 / factor + 5 * near),
                Math.max(4, 21 / factor + 7 * near)
            };
        }
        int low = near + 1;
        for (int i = 0; i < thresholds.length; i++) {
            if (thresholds[i] > max || thresholds[i] < low) {
                thresholds[i] = low;
            }
            low = thresholds[i];
        }
        return thresholds;
    }

    private static int bitsFor(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    private static CodecException impossible() {
        return CodecException.damaged("the parameters of its compressed pixels are impossible");
    }
}
