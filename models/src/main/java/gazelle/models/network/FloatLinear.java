package gazelle.models.network;

import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.TensorShape;

/** A convolution or fully connected layer: its geometry in the compiled network's terms, with real weights. */
public final class FloatLinear implements SingleInputFloatLayer {
    private final LinearLayer geometry;
    private final float[] weights;
    private final float[] biases;
    private final float[] offsets;

    /**
     * A layer whose outputs have their channel's bias.
     *
     * @param geometry a convolution or fully connected layer; its widths mean nothing here
     * @param weights OIHW, or row-major [output][input]; finite, copied
     * @param biases one for each output channel or output; finite, copied
     */
    public FloatLinear(LinearLayer geometry, float[] weights, float[] biases) {
        this(geometry, weights, biases, new float[0]);
    }

    /**
     * A layer that takes a constant which was added before it, but not to its zero padding: at the border that differs by output.
     *
     * @param geometry a convolution or fully connected layer; its widths mean nothing here
     * @param weights OIHW, or row-major [output][input]; finite, copied
     * @param biases one for each output channel or output; finite, copied
     * @param offsets what each output, CHW, adds to its channel's bias; none, or one for each output; finite, copied
     */
    public FloatLinear(LinearLayer geometry, float[] weights, float[] biases, float[] offsets) {
        requireFinite(geometry.name() + " weights", weights);
        requireFinite(geometry.name() + " biases", biases);
        requireFinite(geometry.name() + " offsets", offsets);
        if (biases.length != geometry.outputChannels()) {
            throw new IllegalArgumentException(
                    geometry.name() + " biases: " + biases.length + " (expected: " + geometry.outputChannels() + ")");
        }
        this.geometry = geometry;
        this.weights = weights.clone();
        this.biases = biases.clone();
        this.offsets = offsets.clone();
    }

    static void requireFinite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(what + ": " + value + " (expected: finite)");
            }
        }
    }

    /** Geometry and name. */
    public LinearLayer geometry() {
        return geometry;
    }

    /** The same geometry under another name, with an input and widths. */
    public LinearLayer geometry(String name, String input, int weightBits, int ringBits) {
        return switch (geometry) {
            case FullyConnected dense -> new FullyConnected(name, input, dense.outputs(), weightBits, ringBits);
            case Convolution c ->
                new Convolution(
                        name,
                        input,
                        c.outChannels(),
                        c.kernelHeight(),
                        c.kernelWidth(),
                        c.strideY(),
                        c.strideX(),
                        c.padTop(),
                        c.padLeft(),
                        c.padBottom(),
                        c.padRight(),
                        c.groups(),
                        weightBits,
                        ringBits);
        };
    }

    /** A copy of the weights. */
    public float[] weights() {
        return weights.clone();
    }

    /** A copy of the biases. */
    public float[] biases() {
        return biases.clone();
    }

    /** A copy of what each output adds to its channel's bias; empty if none adds anything. */
    public float[] offsets() {
        return offsets.clone();
    }

    /** Returns true if outputs of one channel have different biases. */
    public boolean hasOffsets() {
        return offsets.length > 0;
    }

    /** The input channel that weight {@code index} multiplies, for an input of that shape. */
    public int inputChannel(int index, TensorShape input) {
        return switch (geometry) {
            case FullyConnected _ -> index % input.elements() / (input.height() * input.width());
            case Convolution c -> {
                int channelsOfGroup = input.channels() / c.groups();
                int kernel = c.kernelHeight() * c.kernelWidth();
                int filter = index / (channelsOfGroup * kernel);
                yield filter / (c.outChannels() / c.groups()) * channelsOfGroup + index / kernel % channelsOfGroup;
            }
        };
    }

    /** The same layer with other constants. */
    public FloatLinear with(float[] otherWeights, float[] otherBiases, float[] otherOffsets) {
        return new FloatLinear(geometry, otherWeights, otherBiases, otherOffsets);
    }

    @Override
    public String name() {
        return geometry.name();
    }

    @Override
    public TensorShape outputShape(TensorShape input) {
        TensorShape output = geometry.outputShape(input);
        if (weights.length != geometry.weightCount(input)) {
            throw new IllegalArgumentException(name() + " weights: " + weights.length + " (expected: "
                    + geometry.weightCount(input) + " for the input " + input + ")");
        }
        if (hasOffsets() && offsets.length != output.elements()) {
            throw new IllegalArgumentException(name() + " offsets: " + offsets.length + " (expected: "
                    + output.elements() + " for the input " + input + ")");
        }
        return output;
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        TensorShape out = outputShape(shape);
        Patches patches = Patches.of(geometry, shape);
        float[] columns = patches.gather(input);
        int terms = patches.terms();
        int positions = patches.positions();
        float[] output = new float[out.elements()];
        for (int m = 0; m < biases.length; m++) {
            int firstColumn = patches.firstTerm(m) * positions;
            if (positions == 1) {
                output[m] = dot(m * terms, columns, firstColumn, terms) + biases[m];
            } else {
                float[] sums = new float[positions];
                for (int k = 0; k < terms; k++) {
                    addScaled(sums, columns, firstColumn + k * positions, weights[m * terms + k]);
                }
                for (int p = 0; p < positions; p++) {
                    output[m * positions + p] = sums[p] + biases[m];
                }
            }
        }
        for (int i = 0; i < offsets.length; i++) {
            output[i] += offsets[i];
        }
        return output;
    }

    private float dot(int firstWeight, float[] x, int firstTerm, int terms) {
        float sum = 0;
        for (int k = 0; k < terms; k++) {
            sum += weights[firstWeight + k] * x[firstTerm + k];
        }
        return sum;
    }

    private static void addScaled(float[] sums, float[] columns, int from, float weight) {
        for (int p = 0; p < sums.length; p++) {
            sums[p] += weight * columns[from + p];
        }
    }
}
