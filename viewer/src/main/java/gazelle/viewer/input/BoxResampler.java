package gazelle.viewer.input;

/**
 * Exact area-weighted resampling of a region to a grid, in double precision and in a fixed order.
 *
 * <p>Each output cell is the mean of what it covers; what lies outside the picture counts as the background value. The
 * rectangle is the product of two intervals, so the weights are computed per column and per row and applied in two
 * passes. Working on differences from the background makes the outside contribute nothing and a flat picture exact.
 */
final class BoxResampler {
    private BoxResampler() {}

    /**
     * Resamples a region.
     *
     * @return {@code outHeight * outWidth} means, row by row
     */
    static double[] resample(GrayImage image, Region region, int outHeight, int outWidth, double background) {
        Axis columns = new Axis(region.left(), region.width(), outWidth, image.width());
        Axis rows = new Axis(region.top(), region.height(), outHeight, image.height());
        int firstRow = rows.first[0];
        int endRow = rows.end[outHeight - 1];
        double[] narrow = new double[Math.max(0, endRow - firstRow) * outWidth];
        for (int y = firstRow; y < endRow; y++) {
            for (int i = 0; i < outWidth; i++) {
                double sum = 0;
                for (int x = columns.first[i]; x < columns.end[i]; x++) {
                    sum += columns.weight(i, x) * (image.pixel(x, y) - background);
                }
                narrow[(y - firstRow) * outWidth + i] = sum;
            }
        }
        double[] result = new double[outHeight * outWidth];
        for (int j = 0; j < outHeight; j++) {
            for (int i = 0; i < outWidth; i++) {
                double sum = 0;
                for (int y = rows.first[j]; y < rows.end[j]; y++) {
                    sum += rows.weight(j, y) * narrow[(y - firstRow) * outWidth + i];
                }
                result[j * outWidth + i] = background + sum;
            }
        }
        return result;
    }

    /** The cut of one axis into cells: which pixels each cell touches, and by how much. */
    private static final class Axis {
        private final double start;
        private final double extent;
        private final int cells;
        private final int[] first;
        private final int[] end;

        Axis(double start, double extent, int cells, int pixels) {
            this.start = start;
            this.extent = extent;
            this.cells = cells;
            this.first = new int[cells];
            this.end = new int[cells];
            for (int cell = 0; cell < cells; cell++) {
                first[cell] = Math.clamp((long) Math.floor(edge(cell)), 0, pixels);
                end[cell] = Math.clamp((long) Math.ceil(edge(cell + 1)), 0, pixels);
            }
        }

        /** Multiplied before divided: integer ratios give integer edges without rounding. */
        private double edge(int cell) {
            return start + extent * cell / cells;
        }

        /** The share of a cell that one pixel covers. */
        double weight(int cell, int pixel) {
            double low = edge(cell);
            double high = edge(cell + 1);
            double covered = Math.min(high, pixel + 1.0) - Math.max(low, pixel);
            return Math.max(0, covered) / (high - low);
        }
    }
}
