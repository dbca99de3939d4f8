package gazelle.crypto.packing;

import java.util.Optional;

/**
 * A convolution cut into spatial tiles, parts of the input channels and parts of the filters.
 *
 * <p>A tile is a rectangle of outputs together with the rectangle of inputs it reads; neighbouring input rectangles overlap by the
 * kernel size less the stride. Without groups, with row pitch P, channel pitch Q and filter pitch S,
 *
 * <pre>
 *   x^[c Q + i P + j] = x[c, i, j]                       c in the channel part, (i, j) in the tile's input rectangle
 *   w^[m S + O - c Q - a P - b] = w[m, c, a, b]          O = (C-1) Q + (h-1) P + (w-1)
 *   y[m, i, j] at coefficient m S + O + i strideY P + j strideX
 * </pre>
 *
 * <p>Zero padding is shared: a row's right padding is the next row's left padding where a tile spans the whole width, and a
 * channel's bottom padding the next one's top padding where it spans the whole height. So P is the columns holding data and the
 * larger of the two paddings, not their sum. With data in [first, last] and outputs in [O, farthest], filters don't disturb each
 * other when S &gt; last (the filter before) and S &gt; farthest - first (the filter after), and nothing wraps round onto an output
 * when (M-1) S + max(last, farthest) &lt; N: what wraps lands below O.
 *
 * <p>Grouped convolutions put several groups into one request and one response. A product holds every pair (inputs of group g',
 * filters of group g) at the sum of their two slots of M S coefficients, and only the pairs g = g' are wanted. So groups lie where
 * no other pair can fall upon a wanted one: group t of a response has its inputs at slot a(t) and its filters at slot a(t), where
 * a = 0, 1, 3, 4, 9, 10, 12, 13, 27, ... are the numbers without a digit 2 in base 3. No three of those are in arithmetic
 * progression (Erdős and Turán 1936), so a(t) + a(t') = 2 a(t'') holds for t = t' = t'' alone. A request may hold D such
 * sets of groups, one for each of D responses, interleaved: group t of set d at slot a(t) D + d, its filters at slot
 * a(t) D + D - 1 - d, its outputs at slot 2 a(t) D + D - 1. The inputs of group t' of set d' then meet the filters of group t''
 * at slot (a(t') + a(t'')) D + D - 1 + d' - d, which is such a slot only when d' = d and t' = t''. Slots up to 2 a D + D - 1
 * must fit; what wraps round lands below slot D - 1. Depthwise 3 x 3 has two channels a response so at 32 x 32, four at 16 x 16.
 */
public final class ConvolutionPacking implements LinearPacking {
    private final ConvolutionGeometry geometry;
    private final int polyDegree;
    private final Cut cut;
    private final int filters;
    private final int rowPitch;
    private final int channelPitch;
    private final int filterPitch;
    private final int firstOutput;

    /**
     * The choices that a search makes.
     *
     * @param tileRows output rows of a tile
     * @param tileColumns output columns of a tile
     * @param channels input channels of each group in one request
     * @param groupsPerResponse groups of which one response holds outputs
     * @param setsPerRequest how many responses' groups one request holds (D)
     */
    record Cut(int tileRows, int tileColumns, int channels, int groupsPerResponse, int setsPerRequest) {
        /** A cut for a convolution with one group. */
        static Cut ofOneGroup(int tileRows, int tileColumns, int channels) {
            return new Cut(tileRows, tileColumns, channels, 1, 1);
        }

        /** Slots from the first to behind the last wanted one, and the slots before those. */
        long slots() {
            return (2L * spread(groupsPerResponse - 1) + 1) * setsPerRequest;
        }
    }

    private ConvolutionPacking(ConvolutionGeometry geometry, int polyDegree, Cut cut, Layout layout, int mostFilters) {
        this.geometry = geometry;
        this.polyDegree = polyDegree;
        this.cut = cut;
        this.rowPitch = Math.toIntExact(layout.rowPitch);
        this.channelPitch = Math.toIntExact(layout.channelPitch);
        this.filterPitch = Math.toIntExact(layout.filterPitch);
        this.firstOutput = Math.toIntExact(layout.firstOutput);
        // As few responses as possible, then as few filters in each as that allows: less noise.
        this.filters = equalParts(geometry.groupOutChannels(), mostFilters);
    }

    /** The packing with this cut, or empty when a polynomial is too short for it. */
    static Optional<LinearPacking> fitting(ConvolutionGeometry geometry, int polyDegree, Cut cut) {
        if (cut.channels > polyDegree || cut.groupsPerResponse > polyDegree) {
            return Optional.empty();
        }
        long slots = cut.slots();
        Layout layout = new Layout(geometry, cut);
        // The last slot's filters end with an output or data at reach: slots M S - S + reach < N.
        long room = polyDegree - 1 - layout.reach + layout.filterPitch;
        long mostFilters = room < 0 ? 0 : room / (layout.filterPitch * slots);
        return mostFilters < 1
                ? Optional.empty()
                : Optional.of(new ConvolutionPacking(geometry, polyDegree, cut, layout, Math.toIntExact(mostFilters)));
    }

    @Override
    public int polyDegree() {
        return polyDegree;
    }

    @Override
    public int tiles() {
        return tiles(geometry, cut.tileRows, cut.tileColumns);
    }

    /** Number of tiles of this size. */
    static int tiles(ConvolutionGeometry geometry, int tileRows, int tileColumns) {
        return Math.ceilDiv(geometry.outHeight(), tileRows) * Math.ceilDiv(geometry.outWidth(), tileColumns);
    }

    @Override
    public int inputGroups() {
        return Math.ceilDiv(sets(), cut.setsPerRequest) * channelParts();
    }

    @Override
    public int outputGroups() {
        return sets() * filterParts();
    }

    @Override
    public int firstInputGroup(int outputGroup) {
        return outputGroup / filterParts() / cut.setsPerRequest * channelParts();
    }

    @Override
    public int inputGroupsPerResponse() {
        return channelParts();
    }

    @Override
    public long weightsPerResponse() {
        return (long) cut.groupsPerResponse
                * filters
                * geometry.groupInChannels()
                * geometry.kernelHeight()
                * geometry.kernelWidth();
    }

    @Override
    public CoefficientMap inputMap(int tile, int inputGroup) {
        int top = tile / tilesAcross() * cut.tileRows * geometry.strideY() - geometry.padTop();
        int left = tile % tilesAcross() * cut.tileColumns * geometry.strideX() - geometry.padLeft();
        int bottom =
                Math.min(geometry.height(), top + extent(cut.tileRows, geometry.strideY(), geometry.kernelHeight()));
        int right =
                Math.min(geometry.width(), left + extent(cut.tileColumns, geometry.strideX(), geometry.kernelWidth()));
        int fromSet = inputGroup / channelParts() * cut.setsPerRequest;
        int toSet = Math.min(fromSet + cut.setsPerRequest, sets());
        CoefficientMap.Builder map = new CoefficientMap.Builder(polyDegree);
        for (int set = fromSet; set < toSet; set++) {
            for (int group = fromGroup(set); group < toGroup(set); group++) {
                int slot = spread(group - fromGroup(set)) * cut.setsPerRequest + set - fromSet;
                int fromChannel = inputGroup % channelParts() * cut.channels;
                int toChannel = Math.min(fromChannel + cut.channels, geometry.groupInChannels());
                for (int c = fromChannel; c < toChannel; c++) {
                    int plane = (group * geometry.groupInChannels() + c) * geometry.height();
                    int origin = slot * slotPitch() + (c - fromChannel) * channelPitch;
                    for (int y = Math.max(0, top); y < bottom; y++) {
                        int x = Math.max(0, left);
                        map.putRow(
                                (plane + y) * geometry.width() + x,
                                origin + (y - top) * rowPitch + (x - left),
                                1,
                                Math.max(0, right - x));
                    }
                }
            }
        }
        return map.build();
    }

    @Override
    public CoefficientMap weightMap(int inputGroup, int outputGroup) {
        int fromChannel = (inputGroup - firstInputGroup(outputGroup)) * cut.channels;
        int toChannel = Math.min(fromChannel + cut.channels, geometry.groupInChannels());
        int set = outputGroup / filterParts();
        CoefficientMap.Builder map = new CoefficientMap.Builder(polyDegree);
        for (int group = fromGroup(set); group < toGroup(set); group++) {
            int slot = (spread(group - fromGroup(set)) + 1) * cut.setsPerRequest - 1 - set % cut.setsPerRequest;
            for (int m = fromFilter(outputGroup); m < toFilter(outputGroup); m++) {
                int last = slot * slotPitch() + (m - fromFilter(outputGroup)) * filterPitch + firstOutput;
                for (int c = fromChannel; c < toChannel; c++) {
                    int plane = (group * geometry.groupOutChannels() + m) * geometry.groupInChannels() + c;
                    putKernel(map, plane, last - (c - fromChannel) * channelPitch);
                }
            }
        }
        return map.build();
    }

    /** Taps that only ever meet padding are left out: the pitches leave no room for them, and other filters' taps may lie there. */
    private void putKernel(CoefficientMap.Builder map, int plane, int last) {
        for (int a = 0; a < geometry.kernelHeight(); a++) {
            if (!geometry.rowMeetsData(a)) {
                continue;
            }
            for (int b = 0; b < geometry.kernelWidth(); b++) {
                if (geometry.columnMeetsData(b)) {
                    map.put(
                            (plane * geometry.kernelHeight() + a) * geometry.kernelWidth() + b,
                            last - a * rowPitch - b);
                }
            }
        }
    }

    @Override
    public CoefficientMap outputMap(int tile, int outputGroup) {
        int top = top(tile);
        int left = left(tile);
        int set = outputGroup / filterParts();
        CoefficientMap.Builder map = new CoefficientMap.Builder(outputCount(tile, outputGroup));
        for (int group = fromGroup(set); group < toGroup(set); group++) {
            int slot = (2 * spread(group - fromGroup(set)) + 1) * cut.setsPerRequest - 1;
            for (int m = fromFilter(outputGroup); m < toFilter(outputGroup); m++) {
                int plane = (group * geometry.groupOutChannels() + m) * geometry.outHeight();
                int origin = slot * slotPitch() + (m - fromFilter(outputGroup)) * filterPitch + firstOutput;
                for (int y = top; y < bottom(tile); y++) {
                    map.putRow(
                            (plane + y) * geometry.outWidth() + left,
                            origin + (y - top) * geometry.strideY() * rowPitch,
                            geometry.strideX(),
                            right(tile) - left);
                }
            }
        }
        return map.build();
    }

    @Override
    public int outputCount(int tile, int outputGroup) {
        int set = outputGroup / filterParts();
        return (toGroup(set) - fromGroup(set))
                * (toFilter(outputGroup) - fromFilter(outputGroup))
                * (bottom(tile) - top(tile))
                * (right(tile) - left(tile));
    }

    /** a(index): the binary digits of {@code index} read in base 3. */
    static int spread(int index) {
        int spread = 0;
        for (int bit = Integer.SIZE - Integer.numberOfLeadingZeros(index) - 1; bit >= 0; bit--) {
            spread = 3 * spread + ((index >> bit) & 1);
        }
        return spread;
    }

    private int sets() {
        return Math.ceilDiv(geometry.groups(), cut.groupsPerResponse);
    }

    private int channelParts() {
        return Math.ceilDiv(geometry.groupInChannels(), cut.channels);
    }

    private int filterParts() {
        return Math.ceilDiv(geometry.groupOutChannels(), filters);
    }

    private int fromGroup(int set) {
        return set * cut.groupsPerResponse;
    }

    private int toGroup(int set) {
        return Math.min(fromGroup(set) + cut.groupsPerResponse, geometry.groups());
    }

    private int fromFilter(int outputGroup) {
        return outputGroup % filterParts() * filters;
    }

    private int toFilter(int outputGroup) {
        return Math.min(fromFilter(outputGroup) + filters, geometry.groupOutChannels());
    }

    private int slotPitch() {
        return filters * filterPitch;
    }

    private int tilesAcross() {
        return Math.ceilDiv(geometry.outWidth(), cut.tileColumns);
    }

    private int top(int tile) {
        return tile / tilesAcross() * cut.tileRows;
    }

    private int bottom(int tile) {
        return Math.min(top(tile) + cut.tileRows, geometry.outHeight());
    }

    private int left(int tile) {
        return tile % tilesAcross() * cut.tileColumns;
    }

    private int right(int tile) {
        return Math.min(left(tile) + cut.tileColumns, geometry.outWidth());
    }

    private static int equalParts(int total, int most) {
        return Math.ceilDiv(total, Math.ceilDiv(total, most));
    }

    /** Input rows (or columns) that a number of output rows reads. */
    private static int extent(int outputs, int stride, int kernel) {
        return (outputs - 1) * stride + kernel;
    }

    /** The pitches for one cut; in longs, which hold them even when they are far too large. */
    private static final class Layout {
        final long rowPitch;
        final long channelPitch;
        final long filterPitch;
        final long firstOutput;
        /** The highest coefficient that the first filter's inputs or outputs occupy. */
        final long reach;

        Layout(ConvolutionGeometry geometry, Cut cut) {
            int rows = extent(cut.tileRows, geometry.strideY(), geometry.kernelHeight());
            int columns = extent(cut.tileColumns, geometry.strideX(), geometry.kernelWidth());
            Axis vertical = cut.tileRows == geometry.outHeight()
                    ? Axis.whole(rows, geometry.padTop(), geometry.height(), geometry.kernelHeight())
                    : new Axis(rows, 0, rows - 1);
            Axis horizontal = cut.tileColumns == geometry.outWidth()
                    ? Axis.whole(columns, geometry.padLeft(), geometry.width(), geometry.kernelWidth())
                    : new Axis(columns, 0, columns - 1);
            rowPitch = horizontal.pitch;
            channelPitch = rowPitch * vertical.pitch;
            long lastChannel = (cut.channels - 1) * channelPitch;
            firstOutput = lastChannel + (geometry.kernelHeight() - 1) * rowPitch + geometry.kernelWidth() - 1;
            long first = vertical.first * rowPitch + horizontal.first;
            long last = lastChannel + vertical.last * rowPitch + horizontal.last;
            long farthest = firstOutput
                    + (long) (cut.tileRows - 1) * geometry.strideY() * rowPitch
                    + (long) (cut.tileColumns - 1) * geometry.strideX();
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
