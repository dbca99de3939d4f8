package gazelle.crypto.packing;

import java.util.Optional;

/**
 * A convolution cut into spatial tiles, groups of input channels and groups of filters.
 *
 * <p>A tile is a rectangle of outputs together with the rectangle of inputs it reads; neighbouring input rectangles overlap by the
 * kernel size less the stride. With row pitch P, channel pitch Q and filter pitch S,
 *
 * <pre>
 *   x^[c Q + i P + j] = x[c, i, j]                       c in the channel group, (i, j) in the tile's input rectangle
 *   w^[m S + O - c Q - a P - b] = w[m, c, a, b]          O = (C-1) Q + (h-1) P + (w-1)
 *   y[m, i, j] at coefficient m S + O + i strideY P + j strideX
 * </pre>
 *
 * <p>Zero padding is shared: a row's right padding is the next row's left padding where a tile spans the whole width, and a
 * channel's bottom padding the next one's top padding where it spans the whole height. So P is the columns holding data and the
 * larger of the two paddings, not their sum. With data in [first, last] and outputs in [O, farthest], filters don't disturb each
 * other when S &gt; last (the filter before) and S &gt; farthest - first (the filter after), and nothing wraps round onto an output
 * when (M-1) S + max(last, farthest) &lt; N: what wraps lands below O.
 */
public final class ConvolutionPacking implements LinearPacking {
    private final ConvolutionGeometry geometry;
    private final int polyDegree;
    private final int tileRows;
    private final int tileColumns;
    private final int channels;
    private final int filters;
    private final int rowPitch;
    private final int channelPitch;
    private final int filterPitch;
    private final int firstOutput;

    private ConvolutionPacking(
            ConvolutionGeometry geometry, int polyDegree, int tileRows, int tileColumns, int channels, Layout layout) {
        this.geometry = geometry;
        this.polyDegree = polyDegree;
        this.tileRows = tileRows;
        this.tileColumns = tileColumns;
        this.channels = channels;
        this.rowPitch = Math.toIntExact(layout.rowPitch);
        this.channelPitch = Math.toIntExact(layout.channelPitch);
        this.filterPitch = Math.toIntExact(layout.filterPitch);
        this.firstOutput = Math.toIntExact(layout.firstOutput);
        int mostFilters = Math.toIntExact(1 + (polyDegree - 1 - layout.reach) / layout.filterPitch);
        // As few responses as possible, then as few filters in each as that allows: less noise.
        this.filters = Math.ceilDiv(geometry.outChannels(), Math.ceilDiv(geometry.outChannels(), mostFilters));
    }

    /** The packing with these tile and group sizes, or empty when a polynomial is too short for it. */
    static Optional<LinearPacking> fitting(
            ConvolutionGeometry geometry, int polyDegree, int tileRows, int tileColumns, int channels) {
        if (channels > polyDegree) {
            return Optional.empty();
        }
        Layout layout = new Layout(geometry, tileRows, tileColumns, channels);
        return layout.reach < polyDegree
                ? Optional.of(new ConvolutionPacking(geometry, polyDegree, tileRows, tileColumns, channels, layout))
                : Optional.empty();
    }

    @Override
    public int polyDegree() {
        return polyDegree;
    }

    @Override
    public int tiles() {
        return Math.ceilDiv(geometry.outHeight(), tileRows) * tilesAcross();
    }

    @Override
    public int inputGroups() {
        return Math.ceilDiv(geometry.inChannels(), channels);
    }

    @Override
    public int outputGroups() {
        return Math.ceilDiv(geometry.outChannels(), filters);
    }

    @Override
    public long weightsPerResponse() {
        return (long) filters * geometry.inChannels() * geometry.kernelHeight() * geometry.kernelWidth();
    }

    @Override
    public CoefficientMap inputMap(int tile, int inputGroup) {
        int top = tile / tilesAcross() * tileRows * geometry.strideY() - geometry.padTop();
        int left = tile % tilesAcross() * tileColumns * geometry.strideX() - geometry.padLeft();
        int bottom = Math.min(geometry.height(), top + extent(tileRows, geometry.strideY(), geometry.kernelHeight()));
        int right = Math.min(geometry.width(), left + extent(tileColumns, geometry.strideX(), geometry.kernelWidth()));
        int fromChannel = inputGroup * channels;
        int toChannel = Math.min(fromChannel + channels, geometry.inChannels());
        CoefficientMap.Builder map = new CoefficientMap.Builder(polyDegree);
        for (int c = fromChannel; c < toChannel; c++) {
            for (int y = Math.max(0, top); y < bottom; y++) {
                for (int x = Math.max(0, left); x < right; x++) {
                    map.put(
                            (c * geometry.height() + y) * geometry.width() + x,
                            (c - fromChannel) * channelPitch + (y - top) * rowPitch + (x - left));
                }
            }
        }
        return map.build();
    }

    @Override
    public CoefficientMap weightMap(int inputGroup, int outputGroup) {
        int fromChannel = inputGroup * channels;
        int toChannel = Math.min(fromChannel + channels, geometry.inChannels());
        int fromFilter = outputGroup * filters;
        int toFilter = Math.min(fromFilter + filters, geometry.outChannels());
        CoefficientMap.Builder map = new CoefficientMap.Builder(polyDegree);
        for (int m = fromFilter; m < toFilter; m++) {
            for (int c = fromChannel; c < toChannel; c++) {
                for (int a = 0; a < geometry.kernelHeight(); a++) {
                    for (int b = 0; b < geometry.kernelWidth(); b++) {
                        int kernel = (m * geometry.inChannels() + c) * geometry.kernelHeight() + a;
                        map.put(
                                kernel * geometry.kernelWidth() + b,
                                (m - fromFilter) * filterPitch
                                        + firstOutput
                                        - (c - fromChannel) * channelPitch
                                        - a * rowPitch
                                        - b);
                    }
                }
            }
        }
        return map.build();
    }

    @Override
    public CoefficientMap outputMap(int tile, int outputGroup) {
        int top = tile / tilesAcross() * tileRows;
        int left = tile % tilesAcross() * tileColumns;
        int bottom = Math.min(top + tileRows, geometry.outHeight());
        int right = Math.min(left + tileColumns, geometry.outWidth());
        int fromFilter = outputGroup * filters;
        int toFilter = Math.min(fromFilter + filters, geometry.outChannels());
        CoefficientMap.Builder map =
                new CoefficientMap.Builder((toFilter - fromFilter) * (bottom - top) * (right - left));
        for (int m = fromFilter; m < toFilter; m++) {
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    map.put(
                            (m * geometry.outHeight() + y) * geometry.outWidth() + x,
                            (m - fromFilter) * filterPitch
                                    + firstOutput
                                    + (y - top) * geometry.strideY() * rowPitch
                                    + (x - left) * geometry.strideX());
                }
            }
        }
        return map.build();
    }

    private int tilesAcross() {
        return Math.ceilDiv(geometry.outWidth(), tileColumns);
    }

    /** Input rows (or columns) that a number of output rows reads. */
    private static int extent(int outputs, int stride, int kernel) {
        return (outputs - 1) * stride + kernel;
    }

    /** The pitches for one choice of tile and channel group; in longs, which hold them even when they are far too large. */
    private static final class Layout {
        final long rowPitch;
        final long channelPitch;
        final long filterPitch;
        final long firstOutput;
        /** The highest coefficient that the first filter's inputs or outputs occupy. */
        final long reach;

        Layout(ConvolutionGeometry geometry, int tileRows, int tileColumns, int channels) {
            int rows = extent(tileRows, geometry.strideY(), geometry.kernelHeight());
            int columns = extent(tileColumns, geometry.strideX(), geometry.kernelWidth());
            Axis vertical = tileRows == geometry.outHeight()
                    ? Axis.whole(rows, geometry.padTop(), geometry.height(), geometry.kernelHeight())
                    : new Axis(rows, 0, rows - 1);
            Axis horizontal = tileColumns == geometry.outWidth()
                    ? Axis.whole(columns, geometry.padLeft(), geometry.width(), geometry.kernelWidth())
                    : new Axis(columns, 0, columns - 1);
            rowPitch = horizontal.pitch;
            channelPitch = rowPitch * vertical.pitch;
            long lastChannel = (channels - 1) * channelPitch;
            firstOutput = lastChannel + (geometry.kernelHeight() - 1) * rowPitch + geometry.kernelWidth() - 1;
            long first = vertical.first * rowPitch + horizontal.first;
            long last = lastChannel + vertical.last * rowPitch + horizontal.last;
            long farthest = firstOutput
                    + (long) (tileRows - 1) * geometry.strideY() * rowPitch
                    + (long) (tileColumns - 1) * geometry.strideX();
            reach = Math.max(last, farthest);
            filterPitch = Math.max(last, farthest - first) + 1;
        }
    }

    /**
     * Rows, or columns, of a tile's input rectangle.
     *
     * @param pitch how many one channel, or row, takes up
     * @param first the first that can hold data
     * @param last the last that can hold data
     */
    private record Axis(int pitch, int first, int last) {
        /** The axis of a tile that spans the whole output, where padding can be shared. */
        static Axis whole(int extent, int padBefore, int size, int kernel) {
            int data = Math.max(0, Math.min(size, extent - padBefore));
            int padAfter = Math.max(0, extent - padBefore - data);
            // The kernel's own columns must stay distinct even where there is less data than kernel.
            int pitch = Math.max(kernel, data + Math.max(padBefore, padAfter));
            return new Axis(pitch, padBefore, Math.max(0, padBefore + data - 1));
        }
    }
}
