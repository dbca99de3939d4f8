package gazelle.viewer.codec;

/**
 * One subband of a resolution (T.800 section B.5): its place among the interleaved coefficients and its quantisation.
 *
 * @param kind which frequencies it holds
 * @param x0 first column on the subband's grid
 * @param y0 first row
 * @param x1 behind the last column
 * @param y1 behind the last row
 * @param planes bit planes
 * @param step what a coefficient of one stands for
 */
record J2kSubband(Kind kind, int x0, int y0, int x1, int y1, int planes, float step) {
    /** Low or high frequencies across, then down. */
    enum Kind {
        LL(0, 0),
        HL(1, 0),
        LH(0, 1),
        HH(1, 1);

        final int across;
        final int down;

        Kind(int across, int down) {
            this.across = across;
            this.down = down;
        }
    }

    boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }
}
