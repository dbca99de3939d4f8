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
        int perOutput = weights.length / biases.length;
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scales[i / perOutput];
        }
        for (int c = 0; c < biases.length; c++) {
            biases[c] = biases[c] * scales[c] + shifts[c];
        }
        return linear.with(weights, biases);
    }

    /** Whether {@link #before} gives the same function: a shift would also have to stand in the zero padding. */
    static boolean fitsBefore(FloatAffine affine, FloatLinear linear, TensorShape input) {
        return switch (linear.geometry()) {
            case FullyConnected _ -> true;
            case Convolution c -> {
                boolean padded = c.padTop() + c.padLeft() + c.padBottom() + c.padRight() > 0;
                boolean shifted = false;
                for (float shift : affine.shifts()) {
                    shifted |= shift != 0;
                }
                yield affine.isByChannel(input) && !(padded && shifted);
            }
        };
    }

    /**
     * The linear layer that computes {@code affine} and then {@code linear}.
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
        return linear.with(weights, biases);
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
