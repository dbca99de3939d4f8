package gazelle.viewer.codec;

/**
 * The inverse cosine transform in whole numbers of Loeffler, Ligtenberg and Moschytz (ICASSP 1989), with the constants
 * and roundings of the Independent JPEG Group's "slow" transform, so that other readers agree to the last bit.
 */
final class JpegCosine {
    private static final int SIDE = 8;
    private static final int CONSTANT_BITS = 13;
    private static final int F_0_298 = 2446;
    private static final int F_0_390 = 3196;
    private static final int F_0_541 = 4433;
    private static final int F_0_765 = 6270;
    private static final int F_0_899 = 7373;
    private static final int F_1_175 = 9633;
    private static final int F_1_501 = 12299;
    private static final int F_1_847 = 15137;
    private static final int F_1_961 = 16069;
    private static final int F_2_053 = 16819;
    private static final int F_2_562 = 20995;
    private static final int F_3_072 = 25172;

    private JpegCosine() {}

    /**
     * Transforms a block of 64 dequantised coefficients in place, to samples around zero.
     *
     * @param precision bits of a sample, 8 or 12: it decides how many bits the first pass keeps
     */
    static void inverseInPlace(int[] block, int precision) {
        int kept = precision == 8 ? 2 : 1;
        for (int column = 0; column < SIDE; column++) {
            pass(block, column, SIDE, CONSTANT_BITS - kept);
        }
        for (int row = 0; row < SIDE; row++) {
            pass(block, row * SIDE, 1, CONSTANT_BITS + kept + 3);
        }
    }

    private static void pass(int[] b, int at, int step, int shift) {
        int even = (b[at + 2 * step] + b[at + 6 * step]) * F_0_541;
        int even2 = even - b[at + 6 * step] * F_1_847;
        int even3 = even + b[at + 2 * step] * F_0_765;
        int even0 = (b[at] + b[at + 4 * step]) << CONSTANT_BITS;
        int even1 = (b[at] - b[at + 4 * step]) << CONSTANT_BITS;

        int odd0 = b[at + 7 * step];
        int odd1 = b[at + 5 * step];
        int odd2 = b[at + 3 * step];
        int odd3 = b[at + step];
        int all = (odd0 + odd2 + odd1 + odd3) * F_1_175;
        int z1 = -(odd0 + odd3) * F_0_899;
        int z2 = -(odd1 + odd2) * F_2_562;
        int z3 = all - (odd0 + odd2) * F_1_961;
        int z4 = all - (odd1 + odd3) * F_0_390;
        odd0 = odd0 * F_0_298 + z1 + z3;
        odd1 = odd1 * F_2_053 + z2 + z4;
        odd2 = odd2 * F_3_072 + z2 + z3;
        odd3 = odd3 * F_1_501 + z1 + z4;

        int half = 1 << (shift - 1);
        b[at] = (even0 + even3 + odd3 + half) >> shift;
        b[at + 7 * step] = (even0 + even3 - odd3 + half) >> shift;
        b[at + step] = (even1 + even2 + odd2 + half) >> shift;
        b[at + 6 * step] = (even1 + even2 - odd2 + half) >> shift;
        b[at + 2 * step] = (even1 - even2 + odd1 + half) >> shift;
        b[at + 5 * step] = (even1 - even2 - odd1 + half) >> shift;
        b[at + 3 * step] = (even0 - even3 + odd0 + half) >> shift;
        b[at + 4 * step] = (even0 - even3 - odd0 + half) >> shift;
    }
}
