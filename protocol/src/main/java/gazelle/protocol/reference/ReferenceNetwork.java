package gazelle.protocol.reference;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.LookupTable;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.ResidualAdd;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A network computed in the clear with exact integers, layer by layer (docs/protocol/README.md section 2). */
public final class ReferenceNetwork {
    private final NetworkSpec spec;
    private final NetworkWeights weights;

    public ReferenceNetwork(NetworkSpec spec, NetworkWeights weights) {
        this.spec = spec;
        this.weights = weights;
    }

    /** Returns the index of the largest score, lowest on ties. */
    public int label(QuantisedTensor input) {
        return largest(scores(input), 1).get(0);
    }

    /** Returns the scores that the output layer compares. */
    public int[] scores(QuantisedTensor input) {
        NetworkGraph graph = spec.graph();
        int scores = graph.sources(spec.layers().size() - 1).getFirst();
        return layerOutputs(input).get(scores - 1).values();
    }

    /**
     * Returns the output of every layer, in order.
     *
     * @param input the network's input, in the shape and range of its specification
     */
    public List<QuantisedTensor> layerOutputs(QuantisedTensor input) {
        requireInput(input);
        NetworkGraph graph = spec.graph();
        List<QuantisedTensor> tensors = new ArrayList<>(spec.layers().size() + 1);
        tensors.add(input);
        for (int i = 0; i < spec.layers().size(); i++) {
            List<QuantisedTensor> inputs =
                    graph.sources(i).stream().map(tensors::get).toList();
            QuantisedTensor first = inputs.getFirst();
            tensors.add(
                    switch (spec.layers().get(i)) {
                        case Convolution convolution -> convolve(convolution, weights.of(convolution.name()), first);
                        case FullyConnected fullyConnected ->
                            multiply(fullyConnected, weights.of(fullyConnected.name()), first);
                        case ResidualAdd add -> sum(first, inputs.getLast(), add.skipScale());
                        case Activation activation -> activate(activation, first);
                        case MaxPool pool -> poolLargest(pool, first);
                        case Square square -> square(square, first);
                        case LookupTable table -> lookUp(table, first);
                        case AveragePool pool -> sumWindows(pool, first);
                        case GlobalAveragePool pool ->
                            sumWindows(
                                    new AveragePool(
                                            pool.name(),
                                            pool.input(),
                                            first.shape().height(),
                                            first.shape().width(),
                                            1,
                                            1),
                                    first);
                        case Concatenation _ -> concatenate(inputs, graph.shape(i + 1));
                        case ArgMax _ -> largest(first.values(), 1);
                        case TopK top -> largest(first.values(), top.count());
                        case Scores _ -> first;
                    });
        }
        return List.copyOf(tensors.subList(1, tensors.size()));
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
        int channelsOfGroup = in.channels() / layer.groups();
        int filtersOfGroup = out.channels() / layer.groups();
        int[] y = new int[out.elements()];
        for (int m = 0; m < out.channels(); m++) {
            long[] sums = new long[out.height() * out.width()];
            int first = m * sums.length;
            Arrays.setAll(sums, p -> linear.bias(first + p, out.elements()));
            int firstChannel = m / filtersOfGroup * channelsOfGroup;
            int weight = m * channelsOfGroup * layer.kernelHeight() * layer.kernelWidth();
            for (int c = firstChannel; c < firstChannel + channelsOfGroup; c++) {
                for (int a = 0; a < layer.kernelHeight(); a++) {
                    for (int b = 0; b < layer.kernelWidth(); b++) {
                        addWeighted(sums, w[weight++], x, c, a, b, layer, in, out);
                    }
                }
            }
            for (int p = 0; p < sums.length; p++) {
                y[first + p] = Math.toIntExact(sums[p]);
            }
        }
        return new QuantisedTensor(out, y);
    }

    /** Adds what one weight, at row a and column b of the kernel for channel c, contributes to every output position. */
    private static void addWeighted(
            long[] sums, int weight, int[] x, int c, int a, int b, Convolution layer, TensorShape in, TensorShape out) {
        int left = b - layer.padLeft();
        int firstColumn = Math.ceilDiv(Math.max(0, -left), layer.strideX());
        int endColumn = Math.min(out.width(), Math.ceilDiv(in.width() - left, layer.strideX()));
        for (int i = 0; i < out.height(); i++) {
            int row = i * layer.strideY() + a - layer.padTop();
            if (row < 0 || row >= in.height()) {
                continue;
            }
            int first = (c * in.height() + row) * in.width() + left;
            for (int j = firstColumn; j < endColumn; j++) {
                sums[i * out.width() + j] += (long) weight * x[first + j * layer.strideX()];
            }
        }
    }

    private static QuantisedTensor multiply(FullyConnected layer, LinearWeights linear, QuantisedTensor input) {
        int[] x = input.values();
        int[] w = linear.weights();
        int[] y = new int[layer.outputs()];
        for (int r = 0; r < y.length; r++) {
            long sum = linear.bias(r, y.length);
            for (int j = 0; j < x.length; j++) {
                sum += (long) w[r * x.length + j] * x[j];
            }
            y[r] = Math.toIntExact(sum);
        }
        return new QuantisedTensor(TensorShape.vector(y.length), y);
    }

    private static QuantisedTensor sum(QuantisedTensor main, QuantisedTensor skip, int skipScale) {
        int[] sums = main.values();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.addExact(sums[i], Math.multiplyExact(skipScale, skip.get(i)));
        }
        return new QuantisedTensor(main.shape(), sums);
    }

    private static QuantisedTensor activate(Activation layer, QuantisedTensor input) {
        int[] values = input.values();
        int largest = (1 << layer.activationBits()) - 1;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i] >> layer.shift(), 0, largest);
        }
        return new QuantisedTensor(input.shape(), values);
    }

    private static QuantisedTensor square(Square layer, QuantisedTensor input) {
        int[] values = input.values();
        int largest = (1 << (layer.rootBits() - 1)) - 1;
        for (int i = 0; i < values.length; i++) {
            int root = Math.clamp(values[i] >> layer.shift(), -largest - 1, largest);
            values[i] = root * root;
        }
        return new QuantisedTensor(input.shape(), values);
    }

    private static QuantisedTensor lookUp(LookupTable layer, QuantisedTensor input) {
        int[] values = input.values();
        Arrays.setAll(values, i -> layer.value(values[i]));
        return new QuantisedTensor(input.shape(), values);
    }

    private static QuantisedTensor poolLargest(MaxPool layer, QuantisedTensor input) {
        TensorShape in = input.shape();
        TensorShape out = layer.outputShape(in);
        int largest = (1 << layer.activationBits()) - 1;
        int[] y = new int[out.elements()];
        for (int c = 0; c < out.channels(); c++) {
            for (int i = 0; i < out.height(); i++) {
                for (int j = 0; j < out.width(); j++) {
                    int best = 0;
                    for (int a = 0; a < layer.windowHeight(); a++) {
                        int row = i * layer.strideY() + a - layer.padTop();
                        for (int b = 0; b < layer.windowWidth(); b++) {
                            int column = j * layer.strideX() + b - layer.padLeft();
                            if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                                int value = input.get((c * in.height() + row) * in.width() + column);
                                best = Math.max(best, Math.min(value >> layer.shift(), largest));
                            }
                        }
                    }
                    y[(c * out.height() + i) * out.width() + j] = best;
                }
            }
        }
        return new QuantisedTensor(out, y);
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

    private static QuantisedTensor concatenate(List<QuantisedTensor> inputs, TensorShape shape) {
        return new QuantisedTensor(
                shape,
                inputs.stream()
                        .flatMapToInt(input -> IntStream.of(input.values()))
                        .toArray());
    }

    /** Returns the indices of the {@code count} largest scores, descending, the lowest on ties. */
    private static QuantisedTensor largest(int[] scores, int count) {
        int[] ranked = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> scores[i]).reversed())
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        return new QuantisedTensor(TensorShape.vector(count), ranked);
    }
}
