package gazelle.models.simplify;

import gazelle.models.network.FloatAffine;
import gazelle.models.network.FloatLinear;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.TensorShape;
import java.util.Arrays;

/** Takes scales and shifts into the linear layer before or after them, or into each other. */
final class AffineFolding {
    private AffineFolding() {}

    /** The linear layer that computes {@code linear} and then {@code affine}; one pair of constants a channel. */
    static FloatLinear after(FloatLinear linear, FloatAffine affine) {
        float[] scales = affine.scales();
        float[] shifts = affine.shifts();
        float[] weights = linear.weights();
        float[] biases = linear.biases();
        float[] offsets = linear.offsets();
        int perOutput = weights.length / biases.length;
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scales[i / perOutput];
        }
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] *= scales[i / (offsets.length / biases.length)];
        }
        for (int c = 0; c < biases.length; c++) {
            biases[c] = biases[c] * scales[c] + shifts[c];
        }
        return linear.with(weights, biases, offsets);
    }

    /** Returns true if {@link #before} gives the same function: a convolution has one factor for each of its input channels. */
    static boolean fitsBefore(FloatAffine affine, FloatLinear linear, TensorShape input) {
        return linear.geometry() instanceof FullyConnected || affine.isByChannel(input);
    }

    /**
     * The linear layer that computes {@code affine} and then {@code linear}. Zero padding stands beside the shifts, which it does not
     * get: the outputs that see it take less of them.
     *
     * @param input the shape that both take
     */
    static FloatLinear before(FloatAffine affine, FloatLinear linear, TensorShape input) {
        float[] scales = affine.scales();
        float[] shifts = affine.shifts();
        float[] weights = linear.weights();
        float[] biases = linear.biases();
        int perOutput = weights.length / biases.length;
        boolean byChannel = affine.isByChannel(input);
        double[] added = new double[biases.length];
        for (int i = 0; i < weights.length; i++) {
            int constant = byChannel ? linear.inputChannel(i, input) : i % input.elements();
            added[i / perOutput] += (double) weights[i] * shifts[constant];
            weights[i] *= scales[constant];
        }
        for (int o = 0; o < biases.length; o++) {
            biases[o] = (float) (biases[o] + added[o]);
        }
        float[] offsets = linear.geometry() instanceof Convolution c && isPadded(c) && isShifted(affine)
                ? withoutPadding(affine, linear, c, input)
                : linear.offsets();
        return linear.with(weights, biases, offsets);
    }

    private static boolean isPadded(Convolution c) {
        return c.padTop() + c.padLeft() + c.padBottom() + c.padRight() > 0;
    }

    private static boolean isShifted(FloatAffine affine) {
        for (float shift : affine.shifts()) {
            if (shift != 0) {
                return true;
            }
        }
        return false;
    }

    /** The convolution's offsets less what the shifts would give where its kernel lies on padding. */
    private static float[] withoutPadding(FloatAffine affine, FloatLinear linear, Convolution c, TensorShape input) {
        TensorShape output = linear.outputShape(input);
        float[] shifts = affine.shifts();
        float[] weights = linear.weights();
        float[] offsets = linear.hasOffsets() ? linear.offsets() : new float[output.elements()];
        int kernel = c.kernelHeight() * c.kernelWidth();
        double[] shiftOfTap = new double[c.outChannels() * kernel];
        int perOutput = weights.length / c.outChannels();
        for (int i = 0; i < weights.length; i++) {
            shiftOfTap[i / perOutput * kernel + i % kernel] +=
                    (double) weights[i] * shifts[linear.inputChannel(i, input)];
        }
        for (int i = 0; i < offsets.length; i++) {
            int top = i / output.width() % output.height() * c.strideY() - c.padTop();
            int left = i % output.width() * c.strideX() - c.padLeft();
            double missing = 0;
            for (int tap = 0; tap < kernel; tap++) {
                int row = top + tap / c.kernelWidth();
                int column = left + tap % c.kernelWidth();
                if (row < 0 || row >= input.height() || column < 0 || column >= input.width()) {
                    missing += shiftOfTap[i / (output.height() * output.width()) * kernel + tap];
                }
            }
            offsets[i] = (float) (offsets[i] - missing);
        }
        return offsets;
    }

    /** Both, one after the other, on a tensor of {@code shape}. */
    static FloatAffine both(FloatAffine first, FloatAffine second, TensorShape shape) {
        boolean byChannel = first.isByChannel(shape) && second.isByChannel(shape);
        float[] scales = new float[byChannel ? shape.channels() : shape.elements()];
        float[] shifts = new float[scales.length];
        for (int i = 0; i < scales.length; i++) {
            int of1 = byChannel ? i : first.constantOf(i, shape);
            int of2 = byChannel ? i : second.constantOf(i, shape);
            scales[i] = first.scales()[of1] * second.scales()[of2];
            shifts[i] = first.shifts()[of1] * second.scales()[of2] + second.shifts()[of2];
        }
        return new FloatAffine(second.name(), scales, shifts);
    }

    /** The constants of some channels, as a layer of their own. */
    static FloatAffine channels(FloatAffine affine, String name, int from, int count) {
        return new FloatAffine(
                name,
                Arrays.copyOfRange(affine.scales(), from, from + count),
                Arrays.copyOfRange(affine.shifts(), from, from + count));
    }
}
