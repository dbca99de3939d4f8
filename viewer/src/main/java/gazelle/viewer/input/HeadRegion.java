package gazelle.viewer.input;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Finds the head in a slice: the bounding box of what stands out from the air around it.
 *
 * <p>Otsu's threshold (IEEE Trans. SMC 9(1), 1979) on a 256-bin histogram separates bright tissue from the rest; half
 * of that height above the darkest value still lies well above the noise of air and keeps dark scalp and bone in. A row
 * or column counts if at least 2 % of it stands out, so that single specks and printed letters do not widen the box.
 */
final class HeadRegion {
    private static final int BINS = 256;
    private static final double THRESHOLD_SHARE = 0.5;
    private static final double MIN_LINE_SHARE = 0.02;
    private static final double MARGIN = 0.04;

    private HeadRegion() {}

    /**
     * Finds the head, with a margin of 4 % of its longer side.
     *
     * @param slice a picture with {@code min < max}
     * @throws UnsuitableImageException if no row or column stands out
     */
    static Region find(GrayImage slice) throws UnsuitableImageException {
        return box(slice).withMargin(MARGIN);
    }

    /** Returns the pixels that stand out from the air: every value above the threshold, in the order of the pixels. */
    static DoubleStream foreground(GrayImage slice) {
        int threshold = threshold(slice);
        return IntStream.range(0, slice.width() * slice.height())
                .filter(i -> bin(slice, i % slice.width(), i / slice.width()) > threshold)
                .mapToDouble(i -> slice.pixel(i % slice.width(), i / slice.width()));
    }

    private static int threshold(GrayImage slice) {
        return (int) Math.floor(THRESHOLD_SHARE * otsuBin(slice));
    }

    /**
     * The head without a margin.
     *
     * @param slice a picture with {@code min < max}
     * @throws UnsuitableImageException if no row or column stands out
     */
    static Region box(GrayImage slice) throws UnsuitableImageException {
        int threshold = threshold(slice);
        int width = slice.width();
        int height = slice.height();
        int[] inColumn = new int[width];
        int[] inRow = new int[height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (bin(slice, x, y) > threshold) {
                    inColumn[x]++;
                    inRow[y]++;
                }
            }
        }
        int left = firstFilled(inColumn, height);
        int top = firstFilled(inRow, width);
        if (left == width || top == height) {
            throw new UnsuitableImageException(
                    "No head was found in this slice: nothing stands out from the background. "
                            + "It cannot be classified. Choose another slice of the series.");
        }
        int right = lastFilled(inColumn, height);
        int bottom = lastFilled(inRow, width);
        return new Region(left, top, right + 1 - left, bottom + 1 - top);
    }

    /** The last bin of the dark class: the cut with the largest variance between the two classes. */
    private static int otsuBin(GrayImage slice) {
        long[] histogram = new long[BINS];
        double total = 0;
        for (int y = 0; y < slice.height(); y++) {
            for (int x = 0; x < slice.width(); x++) {
                int bin = bin(slice, x, y);
                histogram[bin]++;
                total += bin;
            }
        }
        double count = (double) slice.width() * slice.height();
        double darkCount = 0;
        double darkTotal = 0;
        double best = -1;
        int bestBin = 0;
        for (int bin = 0; bin < BINS - 1; bin++) {
            darkCount += histogram[bin];
            darkTotal += (double) bin * histogram[bin];
            double brightCount = count - darkCount;
            if (darkCount == 0 || brightCount == 0) {
                continue;
            }
            double difference = darkTotal / darkCount - (total - darkTotal) / brightCount;
            double between = darkCount * brightCount * difference * difference;
            if (between > best) {
                best = between;
                bestBin = bin;
            }
        }
        return bestBin;
    }

    private static int bin(GrayImage slice, int x, int y) {
        double share = ((double) slice.pixel(x, y) - slice.min()) / ((double) slice.max() - slice.min());
        return Math.min(BINS - 1, (int) (share * BINS));
    }

    private static int firstFilled(int[] counts, int lineLength) {
        int index = 0;
        while (index < counts.length && !isFilled(counts[index], lineLength)) {
            index++;
        }
        return index;
    }

    private static int lastFilled(int[] counts, int lineLength) {
        int index = counts.length - 1;
        while (index >= 0 && !isFilled(counts[index], lineLength)) {
            index--;
        }
        return index;
    }

    private static boolean isFilled(int count, int lineLength) {
        return count >= Math.max(1, MIN_LINE_SHARE * lineLength);
    }
}
