package gazelle.protocol.reference;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** A network computed in the clear with exact integers, layer by layer (protocol.md section 2). */
public final class ReferenceNetwork {
    private final NetworkSpec spec;
    private final NetworkWeights weights;

    public ReferenceNetwork(NetworkSpec spec, NetworkWeights weights) {
        this.spec = spec;
        this.weights = weights;
    }

    /** The label: index of the largest score, lowest on ties. */
    public int label(QuantisedTensor input) {
        return layerOutputs(input).getLast().get(0);
    }

    /** The scores that the output layer compares. */
    public int[] scores(QuantisedTensor input) {
        List<QuantisedTensor> outputs = layerOutputs(input);
        return outputs.get(outputs.size() - 2).values();
    }

    /**
     * What every layer gives, in order.
     *
     * @param input the network's input, in the shape and range of its specification
     */
    public List<QuantisedTensor> layerOutputs(QuantisedTensor input) {
        requireInput(input);
        List<QuantisedTensor> outputs = new ArrayList<>(spec.layers().size());
        QuantisedTensor current = input;
        int linear = 0;
        for (var layer : spec.layers()) {
            current = switch (layer) {
                case Convolution convolution -> convolve(convolution, weights.linear(linear++), current);
                case FullyConnected fullyConnected -> multiply(fullyConnected, weights.linear(linear++), current);
                case Activation activation -> activate(activation, current);
                case AveragePool pool -> sumWindows(pool, current);
                case ArgMax argMax -> argMax(argMax, current);
            };
            outputs.add(current);
        }
        return List.copyOf(outputs);
    }

    private void requireInput(QuantisedTensor input) {
        if (!input.shape().equals(spec.input().shape())) {
            throw new IllegalArgumentException(
                    "input: " + input.shape() + " (expected: " + spec.input().shape() + ")");
        }
        for (int value : input.values()) {
            if (value < spec.input().low() || value > spec.input().high()) {
                throw new IllegalArgumentException("input: a value is out of range (expected: "
                        + spec.input().low() + ".." + spec.input().high() + ")");
            }
        }
    }

    private static QuantisedTensor convolve(Convolution layer, LinearWeights linear, QuantisedTensor input) {
        TensorShape in = input.shape();
        TensorShape out = layer.outputShape(in);
        int[] x = input.values();
        int[] w = linear.weights();
        long[] biases = linear.biases();
        int[] y = new int[out.elements()];
        for (int m = 0; m < out.channels(); m++) {
            for (int i = 0; i < out.height(); i++) {
                for (int j = 0; j < out.width(); j++) {
                    long sum = biases[m];
                    for (int c = 0; c < in.channels(); c++) {
                        for (int a = 0; a < layer.kernelHeight(); a++) {
                            int row = i * layer.strideY() + a - layer.padTop();
                            if (row < 0 || row >= in.height()) {
                                continue;
                            }
                            for (int b = 0; b < layer.kernelWidth(); b++) {
                                int column = j * layer.strideX() + b - layer.padLeft();
                                if (column >= 0 && column < in.width()) {
                                    sum += (long) w[
                                                    ((m * in.channels() + c) * layer.kernelHeight() + a)
                                                                    * layer.kernelWidth()
                                                            + b]
                                            * x[(c * in.height() + row) * in.width() + column];
                                }
                            }
                        }
                    }
                    y[(m * out.height() + i) * out.width() + j] = Math.toIntExact(sum);
                }
            }
        }
        return new QuantisedTensor(out, y);
    }

    private static QuantisedTensor multiply(FullyConnected layer, LinearWeights linear, QuantisedTensor input) {
        int[] x = input.values();
        int[] w = linear.weights();
        long[] biases = linear.biases();
        int[] y = new int[layer.outputs()];
        for (int r = 0; r < y.length; r++) {
            long sum = biases[r];
            for (int j = 0; j < x.length; j++) {
                sum += (long) w[r * x.length + j] * x[j];
            }
            y[r] = Math.toIntExact(sum);
        }
        return new QuantisedTensor(TensorShape.vector(y.length), y);
    }

    private static QuantisedTensor activate(Activation layer, QuantisedTensor input) {
        int[] values = input.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i] >> layer.shift(), 0, layer.largest());
        }
        return new QuantisedTensor(input.shape(), values);
    }

    private static QuantisedTensor sumWindows(AveragePool layer, QuantisedTensor input) {
        TensorShape in = input.shape();
        TensorShape out = layer.outputShape(in);
        int[] x = input.values();
        int[] y = new int[out.elements()];
        for (int c = 0; c < out.channels(); c++) {
            for (int i = 0; i < out.height(); i++) {
                for (int j = 0; j < out.width(); j++) {
                    int sum = 0;
                    for (int a = 0; a < layer.windowHeight(); a++) {
                        for (int b = 0; b < layer.windowWidth(); b++) {
                            sum += x[
                                    (c * in.height() + i * layer.strideY() + a) * in.width() + j * layer.strideX() + b];
                        }
                    }
                    y[(c * out.height() + i) * out.width() + j] = sum;
                }
            }
        }
        return new QuantisedTensor(out, y);
    }

    private static QuantisedTensor argMax(ArgMax layer, QuantisedTensor input) {
        int best = 0;
        for (int i = 1; i < input.shape().elements(); i++) {
            if (input.get(i) > input.get(best)) {
                best = i;
            }
        }
        return new QuantisedTensor(layer.outputShape(input.shape()), new int[] {best});
    }
}
