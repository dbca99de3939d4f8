package gazelle.benchmarks.extraction;

import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.TensorShape;

/** A linear layer of the network under attack: the input that each of its weights multiplies, and the weights known so far. */
final class TappedLayer {
    private final int index;
    private final LinearLayer layer;
    private final TensorShape in;
    private final TensorShape out;
    private final int perFilter;
    private final int[] weights;
    private final long[] biases;

    /**
     * @param index index of the layer in its network
     */
    TappedLayer(NetworkSpec spec, int index) {
        NetworkGraph graph = spec.graph();
        this.index = index;
        this.layer = (LinearLayer) spec.layers().get(index);
        this.in = graph.inputShapes(index).getFirst();
        this.out = graph.shape(index + 1);
        this.weights = new int[layer.weightCount(in)];
        this.biases = new long[layer.outputChannels()];
        this.perFilter = weights.length / biases.length;
        if (layer instanceof Convolution convolution && convolution.groups() != 1) {
            throw new IllegalArgumentException(
                    layer.name() + " groups: " + convolution.groups() + " (expected: 1; this attack reads no other)");
        }
    }

    int index() {
        return index;
    }

    LinearLayer layer() {
        return layer;
    }

    /** Returns the number of filters, or of outputs of a fully connected layer. */
    int filters() {
        return biases.length;
    }

    /** Returns the number of weights of one filter. */
    int perFilter() {
        return perFilter;
    }

    int outputs() {
        return out.elements();
    }

    int inputs() {
        return in.elements();
    }

    /** Returns the largest weight that the public width allows. */
    int largestWeight() {
        return (1 << (layer.weightBits() - 1)) - 1;
    }

    /** Returns the filter that makes an output. */
    int filterOf(int output) {
        return output / (out.height() * out.width());
    }

    /** Returns an output of a filter to which all of the filter's weights contribute. */
    int outputOf(int filter) {
        int output = (filter * out.height() + out.height() / 2) * out.width() + out.width() / 2;
        for (int weight = 0; weight < perFilter; weight++) {
            if (input(output, weight) < 0) {
                throw new IllegalArgumentException(
                        layer.name() + ": no output in the middle sees the whole kernel (expected: a larger input)");
            }
        }
        return output;
    }

    /** Returns the element of the layer's input that a filter's weight multiplies for an output; -1 for padding. */
    int input(int output, int weight) {
        return switch (layer) {
            case FullyConnected _ -> weight;
            case Convolution c -> {
                int kernel = c.kernelHeight() * c.kernelWidth();
                int row = output / out.width() % out.height() * c.strideY()
                        - c.padTop()
                        + weight % kernel / c.kernelWidth();
                int column = output % out.width() * c.strideX() - c.padLeft() + weight % c.kernelWidth();
                boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
                yield inside ? (weight / kernel * in.height() + row) * in.width() + column : -1;
            }
        };
    }

    int weight(int filter, int number) {
        return weights[filter * perFilter + number];
    }

    void learnWeight(int filter, int number, long value) {
        weights[filter * perFilter + number] = Math.toIntExact(value);
    }

    long bias(int filter) {
        return biases[filter];
    }

    void learnBias(int filter, long value) {
        biases[filter] = value;
    }

    /** Takes the whole layer as known: the attack peels it before those in front of it. */
    void know(LinearWeights known) {
        int[] all = known.weights();
        System.arraycopy(all, 0, weights, 0, all.length);
        for (int filter = 0; filter < biases.length; filter++) {
            biases[filter] = known.bias(filter, biases.length);
        }
    }

    /** Returns the weights and biases learned so far, in the server's form. */
    LinearWeights learned() {
        return new LinearWeights(weights, biases);
    }
}
