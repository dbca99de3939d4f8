package gazelle.models.onnx;

import gazelle.models.network.FloatLinear;
import gazelle.models.network.NetworkDraft;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.TensorShape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A linear layer of zeros and ones that makes the choice of a {@link View}: a convolution, or a dense layer of few elements. */
final class SelectingLayer {
    private static final int MOST_STEPS = 64;
    private static final int MOST_WEIGHTS = 1 << 24;

    private final View view;
    private final TensorShape input;
    private final boolean channelsLast;
    private final int channels;
    private final int height;
    private final int width;

    private SelectingLayer(View view, TensorShape input, boolean channelsLast) {
        this.view = view;
        this.input = input;
        this.channelsLast = channelsLast;
        boolean image = view.rank() == 4;
        this.channels = image ? view.size(channelsLast ? 3 : 1) : view.size(1);
        this.height = image ? view.size(channelsLast ? 1 : 2) : 1;
        this.width = image ? view.size(channelsLast ? 2 : 3) : 1;
    }

    /**
     * @param view the choice; its dimensions are batch, channels, rows, columns, or batch, rows, columns, channels, or batch and features
     * @param input shape of the tensor that is chosen from
     */
    static Optional<SelectingLayer> of(View view, TensorShape input) {
        if ((view.rank() != 4 && view.rank() != 2) || view.size(0) != 1) {
            return Optional.empty();
        }
        SelectingLayer first = new SelectingLayer(view, input, false);
        if (first.geometry() != null || first.isSmallDense() || view.rank() == 2) {
            return first.geometry() != null || first.isSmallDense() ? Optional.of(first) : Optional.empty();
        }
        SelectingLayer last = new SelectingLayer(view, input, true);
        return last.geometry() != null || last.isSmallDense() ? Optional.of(last) : Optional.empty();
    }

    private boolean isSmallDense() {
        return height * width == 1 && (long) channels * input.elements() <= MOST_WEIGHTS;
    }

    /** The reading of one axis: rows or columns from {@code offset} of each output channel, every {@code step}. */
    private record Axis(int step, int before, int kernel, int after) {}

    /** A convolution's reading of the input: for each output channel the input channel and the place in the kernel. */
    private static final class Geometry {
        private final Axis rows;
        private final Axis columns;
        private final int[] source;
        private final int[] top;
        private final int[] left;

        Geometry(Axis rows, Axis columns, int[] source, int[] top, int[] left) {
            this.rows = rows;
            this.columns = columns;
            this.source = source;
            this.top = top;
            this.left = left;
        }
    }

    private int place(int channel, int row, int column) {
        return view.place(
                channelsLast ? (row * width + column) * channels + channel : (channel * height + row) * width + column);
    }

    private @Nullable Geometry geometry() {
        int[] source = new int[channels];
        int[] top = new int[channels];
        int[] left = new int[channels];
        int stepY = step(true);
        int stepX = step(false);
        for (int c = 0; c < channels; c++) {
            source[c] = View.ZERO;
            for (int i = 0; i < height * width && source[c] == View.ZERO; i++) {
                int place = place(c, i / width, i % width);
                if (place != View.ZERO) {
                    source[c] = place / (input.height() * input.width());
                    top[c] = place / input.width() % input.height() - i / width * stepY;
                    left[c] = place % input.width() - i % width * stepX;
                }
            }
            if (source[c] != View.ZERO && !reads(c, source[c], top[c], left[c], stepY, stepX)) {
                return null;
            }
        }
        Axis rows = axis(source, top, stepY, input.height(), height);
        Axis columns = axis(source, left, stepX, input.width(), width);
        return rows == null || columns == null ? null : new Geometry(rows, columns, source, top, left);
    }

    /** The rows, or columns, between neighbours: 1 where there are none. */
    private int step(boolean vertical) {
        for (int i = 0; i < channels * height * width; i++) {
            int row = i / width % height;
            int column = i % width;
            boolean last = vertical ? row == height - 1 : column == width - 1;
            if (!last) {
                int c = i / width / height;
                int here = place(c, row, column);
                int next = place(c, vertical ? row + 1 : row, vertical ? column : column + 1);
                if (here != View.ZERO && next != View.ZERO) {
                    int step = vertical
                            ? next / input.width() % input.height() - here / input.width() % input.height()
                            : next % input.width() - here % input.width();
                    return Math.max(1, step);
                }
            }
        }
        return 1;
    }

    private boolean reads(int channel, int source, int top, int left, int stepY, int stepX) {
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                int row = i * stepY + top;
                int column = j * stepX + left;
                boolean inside = row >= 0 && row < input.height() && column >= 0 && column < input.width();
                int expected = inside ? (source * input.height() + row) * input.width() + column : View.ZERO;
                if (place(channel, i, j) != expected) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The smallest kernel, with as little padding, that gives {@code outputs} of {@code inputs} rows; null if none does. */
    private static @Nullable Axis axis(int[] source, int[] offsets, int step, int inputs, int outputs) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int c = 0; c < offsets.length; c++) {
            if (source[c] != View.ZERO) {
                least = Math.min(least, offsets[c]);
                most = Math.max(most, offsets[c]);
            }
        }
        if (least > most) {
            least = 0;
            most = 0;
        }
        for (int before = Math.max(0, -least); before < MOST_STEPS && step <= MOST_STEPS; before++) {
            for (int kernel = Math.max(before, most + before) + 1; kernel <= MOST_STEPS; kernel++) {
                int after = Math.max(0, step * (outputs - 1) + kernel - before - inputs);
                int whole = inputs + before + after;
                if (after < kernel && whole >= kernel && (whole - kernel) / step + 1 == outputs) {
                    return new Axis(step, before, kernel, after);
                }
            }
        }
        return null;
    }

    Layout layout(TensorShape output) {
        return view.rank() == 2
                ? Layout.flattened(output)
                : channelsLast ? Layout.channelsLast(output) : Layout.image(output);
    }

    FloatLinear layer(NetworkDraft draft) {
        Geometry geometry = geometry();
        return geometry == null ? dense(draft) : convolution(draft, geometry);
    }

    private FloatLinear dense(NetworkDraft draft) {
        FullyConnected geometry = new FullyConnected(
                draft.freshName("select"),
                Layer.NETWORK_INPUT,
                channels,
                LinearLayer.MAX_WEIGHT_BITS,
                LinearLayer.MAX_RING_BITS);
        float[] weights = new float[channels * input.elements()];
        for (int c = 0; c < channels; c++) {
            int place = place(c, 0, 0);
            if (place != View.ZERO) {
                weights[c * input.elements() + place] = 1;
            }
        }
        return new FloatLinear(geometry, weights, new float[channels]);
    }

    private FloatLinear convolution(NetworkDraft draft, Geometry geometry) {
        Axis rows = geometry.rows;
        Axis columns = geometry.columns;
        int groups = groups(geometry.source);
        int ofGroup = input.channels() / groups;
        long count = (long) channels * ofGroup * rows.kernel() * columns.kernel();
        if (count > MOST_WEIGHTS) {
            throw new IllegalArgumentException("a choice of " + channels + " of " + input.channels() + " channels with "
                    + rows.kernel() + " x " + columns.kernel() + " pixels (expected: at most " + MOST_WEIGHTS
                    + " weights in all)");
        }
        Convolution convolution = new Convolution(
                draft.freshName("select"),
                Layer.NETWORK_INPUT,
                channels,
                rows.kernel(),
                columns.kernel(),
                rows.step(),
                columns.step(),
                rows.before(),
                columns.before(),
                rows.after(),
                columns.after(),
                groups,
                LinearLayer.MAX_WEIGHT_BITS,
                LinearLayer.MAX_RING_BITS);
        float[] weights = new float[(int) count];
        for (int c = 0; c < channels; c++) {
            if (geometry.source[c] != View.ZERO) {
                int channel = geometry.source[c] % ofGroup;
                int row = geometry.top[c] + rows.before();
                int column = geometry.left[c] + columns.before();
                weights[((c * ofGroup + channel) * rows.kernel() + row) * columns.kernel() + column] = 1;
            }
        }
        return new FloatLinear(convolution, weights, new float[channels]);
    }

    /** One group for each input channel where every output channel reads its own, else one for all. */
    private int groups(int[] source) {
        int each = channels / input.channels();
        for (int c = 0; c < channels; c++) {
            if (each * input.channels() != channels || (source[c] != View.ZERO && source[c] != c / each)) {
                return 1;
            }
        }
        return input.channels();
    }
}
