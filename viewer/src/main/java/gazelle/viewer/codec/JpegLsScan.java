package gazelle.viewer.codec;

import java.util.Arrays;

/**
 * A scan of JPEG-LS (T.87 annex A): samples predicted from neighbours, in contexts by gradient, with runs.
 *
 * <pre>
 *   c b d
 *   a x
 * </pre>
 */
final class JpegLsScan {
    private static final int REGULAR = 365;
    private static final int CONTEXTS = REGULAR + 2;
    private static final int MIN_BIAS = -128;
    private static final int MAX_BIAS = 127;

    /** Logarithms of run lengths (T.87 table A.2, array J). */
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final JpegLsParameters parameters;
    private final JpegLsBits bits;
    private final int range;
    private final int rangeBits;
    private final int limit;

    /** Sums of differences' sizes (A), of differences (B), corrections (C), counts (N); negative ones of runs (Nn). */
    private final int[] sizes = new int[CONTEXTS];

    private final int[] sums = new int[CONTEXTS];
    private final int[] biases = new int[CONTEXTS];
    private final int[] counts = new int[CONTEXTS];
    private final int[] negatives = new int[CONTEXTS];
    private final int[] runIndex;

    /** Prepares a scan of so many components, line by line. */
    JpegLsScan(JpegLsParameters parameters, JpegLsBits bits, int components) {
        this.parameters = parameters;
        this.bits = bits;
        range = parameters.range();
        rangeBits = parameters.rangeBits();
        limit = parameters.limit();
        Arrays.fill(sizes, Math.max(2, (range + 32) / 64));
        Arrays.fill(counts, 1);
        runIndex = new int[components];
    }

    /**
     * Decodes a line of one component.
     *
     * @param above the line above, with one more sample on its left and one on its right; changed only at its ends
     * @param line receives the samples from index 1; its first one is set to the border's value
     */
    void decodeLineInto(int[] line, int[] above, int component) throws CodecException {
        int width = line.length - 2;
        above[width + 1] = above[width];
        line[0] = above[1];
        int x = 1;
        while (x <= width) {
            int a = line[x - 1];
            int b = above[x];
            int c = above[x - 1];
            int context = 81 * parameters.gradientClass(above[x + 1] - b)
                    + 9 * parameters.gradientClass(b - c)
                    + parameters.gradientClass(c - a);
            if (context != 0) {
                line[x++] = regular(context, a, b, c);
            } else {
                x = run(line, above, x, component);
            }
        }
    }

    private int regular(int signedContext, int a, int b, int c) throws CodecException {
        int sign = signedContext < 0 ? -1 : 1;
        int q = Math.abs(signedContext);
        int predicted = c >= Math.max(a, b) ? Math.min(a, b) : c <= Math.min(a, b) ? Math.max(a, b) : a + b - c;
        predicted = Math.clamp(predicted + sign * biases[q], 0, parameters.maxValue());
        int k = golombParameter(counts[q], sizes[q]);
        int mapped = golomb(k, limit);
        int error = (mapped & 1) == 0 ? mapped >> 1 : -((mapped + 1) >> 1);
        if (parameters.near() == 0 && k == 0 && 2 * sums[q] <= -counts[q]) {
            error = -error - 1;
        }
        update(q, error);
        return reconstruct(predicted, sign * error);
    }

    private void update(int q, int error) {
        sums[q] += error * parameters.step();
        sizes[q] += Math.abs(error);
        if (counts[q] == parameters.reset()) {
            sizes[q] >>= 1;
            sums[q] >>= 1;
            counts[q] >>= 1;
        }
        counts[q]++;
        if (sums[q] <= -counts[q]) {
            sums[q] = Math.max(sums[q] + counts[q], 1 - counts[q]);
            biases[q] = Math.max(biases[q] - 1, MIN_BIAS);
        } else if (sums[q] > 0) {
            sums[q] = Math.min(sums[q] - counts[q], 0);
            biases[q] = Math.min(biases[q] + 1, MAX_BIAS);
        }
    }

    /** Decodes a run and, unless the line ends with it, the sample that breaks it; returns the next position. */
    private int run(int[] line, int[] above, int start, int component) throws CodecException {
        int width = line.length - 2;
        int value = line[start - 1];
        int x = start;
        while (bits.take(1) == 1) {
            int full = 1 << RUN_BITS[runIndex[component]];
            int length = Math.min(full, width + 1 - x);
            Arrays.fill(line, x, x + length, value);
            x += length;
            if (length == full) {
                runIndex[component] = Math.min(runIndex[component] + 1, RUN_BITS.length - 1);
            }
            if (x > width) {
                return x;
            }
        }
        int rest = bits.take(RUN_BITS[runIndex[component]]);
        if (rest > width - x) {
            throw CodecException.damaged("a run of its compressed pixels leaves its line");
        }
        Arrays.fill(line, x, x + rest, value);
        x += rest;
        line[x] = breakOfRun(value, above[x], RUN_BITS[runIndex[component]]);
        runIndex[component] = Math.max(runIndex[component] - 1, 0);
        return x + 1;
    }

    private int breakOfRun(int a, int b, int runBits) throws CodecException {
        int type = Math.abs(a - b) <= parameters.near() ? 1 : 0;
        int q = REGULAR + type;
        int k = golombParameter(counts[q], type == 0 ? sizes[q] : sizes[q] + (counts[q] >> 1));
        int mapped = golomb(k, limit - runBits - 1);
        int doubled = mapped + type;
        int odd = doubled & 1;
        boolean oddIsNegative = k != 0 || 2 * negatives[q] >= counts[q];
        int error = (doubled + odd) >> 1;
        if (oddIsNegative == (odd == 1)) {
            error = -error;
        }
        if (error < 0) {
            negatives[q]++;
        }
        sizes[q] += (mapped + 1 - type) >> 1;
        if (counts[q] == parameters.reset()) {
            sizes[q] >>= 1;
            counts[q] >>= 1;
            negatives[q] >>= 1;
        }
        counts[q]++;
        return type == 1 ? reconstruct(a, error) : reconstruct(b, a > b ? -error : error);
    }

    private int reconstruct(int predicted, int error) {
        int value = predicted + error * parameters.step();
        if (value < -parameters.near()) {
            value += range * parameters.step();
        } else if (value > parameters.maxValue() + parameters.near()) {
            value -= range * parameters.step();
        }
        return Math.clamp(value, 0, parameters.maxValue());
    }

    private static int golombParameter(int count, int size) {
        int k = 0;
        while (k < 16 && count << k < size) {
            k++;
        }
        return k;
    }

    /** A Golomb code of limited length (T.87 section A.5.3). */
    private int golomb(int k, int longest) throws CodecException {
        int escape = longest - rangeBits - 1;
        int zeros = bits.takeZeros(escape);
        return zeros < escape ? zeros << k | bits.take(k) : bits.take(rangeBits) + 1;
    }
}
