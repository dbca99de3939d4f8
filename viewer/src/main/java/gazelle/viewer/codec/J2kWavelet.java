package gazelle.viewer.codec;

/**
 * The inverse wavelet transforms of JPEG 2000 by lifting (T.800 annex F): 5/3 in whole numbers, 9/7 in real ones.
 *
 * <p>Both work in single precision: whole numbers below 2^24 are exact in it, and 16-bit pictures need 2^20.
 */
final class J2kWavelet {
    private static final float ALPHA = -1.5861343f;
    private static final float BETA = -0.052980117f;
    private static final float GAMMA = 0.8829111f;
    private static final float DELTA = 0.44350687f;
    private static final float K = 1.2301741f;

    private final float[] samples;
    private final boolean reversible;

    private J2kWavelet(float[] samples, boolean reversible) {
        this.samples = samples;
        this.reversible = reversible;
    }

    /**
     * Turns interleaved low and high frequencies into samples: first along rows, then along columns.
     *
     * @param x0 the first column's place on the resolution's grid: even places hold low frequencies
     * @param y0 the first row's place
     */
    static void inverseInPlace(float[] samples, int width, int height, int x0, int y0, boolean reversible) {
        J2kWavelet wavelet = new J2kWavelet(samples, reversible);
        for (int y = 0; y < height; y++) {
            wavelet.inverse(y * width, width, 1, 1, x0 & 1);
        }
        wavelet.inverse(0, height, width, width, y0 & 1);
    }

    /**
     * Transforms neighbouring lines at once.
     *
     * @param start the first sample of the first line
     * @param length samples of a line
     * @param step distance of a line's samples
     * @param lines how many lines lie beside each other
     * @param low the first low frequency's place in the line, 0 or 1
     */
    private void inverse(int start, int length, int step, int lines, int low) {
        int high = 1 - low;
        if (length == 1) {
            // A single high frequency counts double (T.800 section F.3.6).
            for (int i = start; low == 1 && i < start + lines; i++) {
                samples[i] = reversible ? (float) (int) (samples[i] / 2) : samples[i] / 2;
            }
            return;
        }
        if (reversible) {
            for (int i = low; i < length; i += 2) {
                lift(start, length, step, lines, i, -0.25f, 0.5f);
            }
            for (int i = high; i < length; i += 2) {
                lift(start, length, step, lines, i, 0.5f, 0);
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            float factor = (i & 1) == low ? K : 1 / K;
            int at = start + i * step;
            for (int line = at; line < at + lines; line++) {
                samples[line] *= factor;
            }
        }
        float[] factors = {-DELTA, -GAMMA, -BETA, -ALPHA};
        for (int pass = 0; pass < factors.length; pass++) {
            for (int i = (pass & 1) == 0 ? low : high; i < length; i += 2) {
                lift(start, length, step, lines, i, factors[pass], 0);
            }
        }
    }

    /** Adds to the samples at one place a multiple of both neighbours; beyond the ends lies the mirror image. */
    private void lift(int start, int length, int step, int lines, int place, float factor, float rounding) {
        int before = start + (place == 0 ? 1 : place - 1) * step;
        int after = start + (place == length - 1 ? length - 2 : place + 1) * step;
        int at = start + place * step;
        if (reversible) {
            float sign = Math.signum(factor);
            float size = Math.abs(factor);
            for (int i = 0; i < lines; i++) {
                float sum = samples[before + i] + samples[after + i];
                samples[at + i] += sign * (float) Math.floor(sum * size + rounding);
            }
        } else {
            for (int i = 0; i < lines; i++) {
                samples[at + i] += factor * (samples[before + i] + samples[after + i]);
            }
        }
    }
}
