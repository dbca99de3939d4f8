package gazelle.models.simplify;

import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatLinear;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.TensorShape;
import java.util.Arrays;
import java.util.Optional;

/** Makes one linear layer of two that follow each other, where that does not multiply the work. */
final class LinearMerging {
    /** The most weights of a merged layer, as a multiple of those of the two together. */
    private static final long LARGEST_GROWTH = 16;

    /** The most weights if one of the layers only chooses: they are zeros nearly all. */
    private static final long MOST_OF_CHOICES = 1L << 20;

    private static final int MAX_KERNEL_SIDE = 64;

    private LinearMerging() {}

    /**
     * The layer that computes {@code first} and then {@code second}; empty if none does, or at too high a cost.
     *
     * @param input the shape that {@code first} takes
     */
    static Optional<FloatLinear> merge(FloatLinear first, TensorShape input, FloatLinear second) {
        TensorShape between = first.outputShape(input);
        if (first.geometry() instanceof FullyConnected && second.geometry() instanceof Convolution then) {
            return second.outputShape(between).elements() == then.outChannels()
                    ? merge(first, input, ofOnePixel(second, then, between))
                    : Optional.empty();
        }
        long weights = switch (second.geometry()) {
            case FullyConnected dense -> (long) dense.outputs() * input.elements();
            case Convolution then ->
                first.geometry() instanceof Convolution before
                                && !first.hasOffsets()
                                && (isUnpadded(then) || readsSinglePixels(before))
                        ? (long) then.outChannels()
                                * (input.channels() / groups(before, then))
                                * side(before.kernelHeight(), before.strideY(), then.kernelHeight())
                                * side(before.kernelWidth(), before.strideX(), then.kernelWidth())
                        : Long.MAX_VALUE;
        };
        long most = LARGEST_GROWTH * (first.weights().length + second.weights().length);
        if (weights > (Choices.isChoice(first) || Choices.isChoice(second) ? Math.max(most, MOST_OF_CHOICES) : most)) {
            return Optional.empty();
        }
        return switch (second.geometry()) {
            case FullyConnected dense -> Optional.of(dense(first, input, second, dense, between));
            case Convolution then ->
                first.geometry() instanceof Convolution before
                                && side(before.kernelHeight(), before.strideY(), then.kernelHeight()) <= MAX_KERNEL_SIDE
                                && side(before.kernelWidth(), before.strideX(), then.kernelWidth()) <= MAX_KERNEL_SIDE
                        ? Optional.of(
                                isUnpadded(then)
                                        ? convolution(first, before, input, second, then, between)
                                        : convolution(
                                                first.with(
                                                        first.weights(), new float[before.outChannels()], new float[0]),
                                                before,
                                                input,
                                                withBiasesOf(first, second, between),
                                                then,
                                                between))
                        : Optional.empty();
        };
    }

    /** The second layer with the first one's biases, which its padding does not get. */
    private static FloatLinear withBiasesOf(FloatLinear first, FloatLinear second, TensorShape between) {
        float[] ones = new float[between.channels()];
        Arrays.fill(ones, 1);
        return AffineFolding.before(new FloatAffine(first.name(), ones, first.biases()), second, between);
    }

    /** A convolution of a vector that gives a vector, as the dense layer that it is. */
    private static FloatLinear ofOnePixel(FloatLinear second, Convolution then, TensorShape between) {
        float[] weights = second.weights();
        float[] dense = new float[then.outChannels() * between.channels()];
        int kernel = then.kernelHeight() * then.kernelWidth();
        int perFilter = weights.length / then.outChannels();
        for (int i = 0; i < weights.length; i++) {
            if (i % kernel == then.padTop() * then.kernelWidth() + then.padLeft()) {
                dense[i / perFilter * between.channels() + second.inputChannel(i, between)] = weights[i];
            }
        }
        float[] biases = second.biases();
        float[] offsets = second.offsets();
        for (int o = 0; o < offsets.length; o++) {
            biases[o] += offsets[o];
        }
        return new FloatLinear(
                new FullyConnected(then.name(), then.input(), then.outChannels(), then.weightBits(), then.ringBits()),
                dense,
                biases);
    }

    /** Groups of the two together: channels that neither mixes stay apart. */
    private static int groups(Convolution before, Convolution then) {
        int fewer = Math.min(before.groups(), then.groups());
        return Math.max(before.groups(), then.groups()) % fewer == 0 ? fewer : 1;
    }

    /** Zeros around what such a layer gives are what it gives of zeros around its input. */
    private static boolean readsSinglePixels(Convolution c) {
        return c.kernelHeight() * c.kernelWidth() == 1 && isUnpadded(c);
    }

    private static boolean isUnpadded(Convolution c) {
        return c.padTop() + c.padLeft() + c.padBottom() + c.padRight() == 0;
    }

    /** The kernel that sees what a kernel of {@code then} sees through one of {@code before}. */
    private static int side(int before, int stride, int then) {
        return before + stride * (then - 1);
    }

    /** Applies the transpose of the first layer to each row of the second. */
    private static FloatLinear dense(
            FloatLinear first, TensorShape input, FloatLinear second, FullyConnected dense, TensorShape between) {
        float[] rows = second.weights();
        float[] weights = first.weights();
        float[] firstBiases = first.biases();
        float[] offsets = first.hasOffsets() ? first.offsets() : new float[between.elements()];
        float[] biases = second.biases();
        float[] merged = new float[dense.outputs() * input.elements()];
        int perBias = between.elements() / firstBiases.length;
        for (int o = 0; o < dense.outputs(); o++) {
            double[] row = new double[input.elements()];
            double bias = biases[o];
            for (int y = 0; y < between.elements(); y++) {
                double factor = rows[o * between.elements() + y];
                bias += factor * (firstBiases[y / perBias] + offsets[y]);
                addTransposed(row, factor, y, first, weights, input, between);
            }
            for (int i = 0; i < row.length; i++) {
                merged[o * row.length + i] = (float) row[i];
            }
            biases[o] = (float) bias;
        }
        return new FloatLinear(
                new FullyConnected(dense.name(), dense.input(), dense.outputs(), dense.weightBits(), dense.ringBits()),
                merged,
                biases);
    }

    /** Adds {@code factor} times the weights of output element {@code y} at the inputs that it reads. */
    private static void addTransposed(
            double[] row,
            double factor,
            int y,
            FloatLinear first,
            float[] weights,
            TensorShape in,
            TensorShape between) {
        switch (first.geometry()) {
            case FullyConnected _ -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += factor * weights[y * row.length + i];
                }
            }
            case Convolution c -> {
                int channelsOfGroup = in.channels() / c.groups();
                int filter = y / (between.height() * between.width());
                int top = y / between.width() % between.height() * c.strideY() - c.padTop();
                int left = y % between.width() * c.strideX() - c.padLeft();
                int firstChannel = filter / (c.outChannels() / c.groups()) * channelsOfGroup;
                int next = filter * channelsOfGroup * c.kernelHeight() * c.kernelWidth();
                for (int channel = firstChannel; channel < firstChannel + channelsOfGroup; channel++) {
                    for (int i = top; i < top + c.kernelHeight(); i++) {
                        for (int j = left; j < left + c.kernelWidth(); j++, next++) {
                            if (i >= 0 && i < in.height() && j >= 0 && j < in.width()) {
                                row[(channel * in.height() + i) * in.width() + j] += factor * weights[next];
                            }
                        }
                    }
                }
            }
        }
    }

    private static FloatLinear convolution(
            FloatLinear first,
            Convolution before,
            TensorShape input,
            FloatLinear second,
            Convolution then,
            TensorShape between) {
        int rows = side(before.kernelHeight(), before.strideY(), then.kernelHeight());
        int columns = side(before.kernelWidth(), before.strideX(), then.kernelWidth());
        float[] firstWeights = first.weights();
        float[] firstBiases = first.biases();
        float[] weights = second.weights();
        float[] biases = second.biases();
        int groups = groups(before, then);
        int perGroup = input.channels() / groups;
        double[] merged = new double[then.outChannels() * perGroup * rows * columns];
        int channelsOfGroup = input.channels() / before.groups();
        int kernel = before.kernelHeight() * before.kernelWidth();
        int thenKernel = then.kernelHeight() * then.kernelWidth();
        int perFilter = weights.length / biases.length;
        for (int i = 0; i < weights.length; i++) {
            int filter = i / perFilter;
            int middle = second.inputChannel(i, between);
            int rowOffset = i % thenKernel / then.kernelWidth() * before.strideY();
            int columnOffset = i % then.kernelWidth() * before.strideX();
            biases[filter] += weights[i] * firstBiases[middle];
            int firstChannel = middle / (before.outChannels() / before.groups()) * channelsOfGroup;
            for (int k = 0; k < channelsOfGroup * kernel; k++) {
                int channel = (firstChannel + k / kernel) % perGroup;
                int row = rowOffset + k % kernel / before.kernelWidth();
                int column = columnOffset + k % before.kernelWidth();
                merged[((filter * perGroup + channel) * rows + row) * columns + column] +=
                        (double) weights[i] * firstWeights[middle * channelsOfGroup * kernel + k];
            }
        }
        float[] rounded = new float[merged.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) merged[i];
        }
        boolean unpadded = isUnpadded(then);
        Convolution geometry = new Convolution(
                then.name(),
                then.input(),
                then.outChannels(),
                rows,
                columns,
                before.strideY() * then.strideY(),
                before.strideX() * then.strideX(),
                before.padTop() + before.strideY() * then.padTop(),
                before.padLeft() + before.strideX() * then.padLeft(),
                unpadded
                        ? before.padBottom()
                        : below(input.height(), between.height() + then.padBottom(), before.strideY()),
                unpadded
                        ? before.padRight()
                        : below(input.width(), between.width() + then.padRight(), before.strideX()),
                groups,
                then.weightBits(),
                then.ringBits());
        return new FloatLinear(geometry, rounded, biases, second.offsets());
    }

    /** The padding at the end of {@code size} rows of which every {@code stride}th is read, {@code outputs} in all. */
    private static int below(int size, int outputs, int stride) {
        return Math.max(0, (outputs - 1) * stride + 1 - size);
    }
}
