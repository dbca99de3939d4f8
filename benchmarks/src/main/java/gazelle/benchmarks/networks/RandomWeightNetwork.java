package gazelle.benchmarks.networks;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Builds a network layer by layer with uniform random weights of 6 bits and 6-bit activations; every ring is the smallest that no
 * input can overflow, every shift keeps the top 6 bits of it.
 */
final class RandomWeightNetwork {
    static final int WEIGHT_BITS = 6;
    static final int ACTIVATION_BITS = 6;

    private static final ValueRange ACTIVATIONS = new ValueRange(0, (1 << ACTIVATION_BITS) - 1);
    private static final int SQUARE_BITS = 5;
    private static final int LARGEST_BIAS = 1_000;

    private final String name;
    private final SplittableRandom random;
    private final InputSpec input;
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, LinearWeights> weights = new HashMap<>();
    private Tensor tensor;
    private int ringBits;

    /** The output of a layer: the next layer takes it, or a later one to which the builder goes {@link #back}. */
    record Tensor(String name, TensorShape shape, ValueRange range) {}

    RandomWeightNetwork(String name, TensorShape shape) {
        this.name = name;
        this.random = new SplittableRandom(name.hashCode());
        this.input = new InputSpec(shape, 0, (1 << ACTIVATION_BITS) - 1);
        this.tensor = new Tensor(Layer.NETWORK_INPUT, shape, new ValueRange(input.low(), input.high()));
    }

    /** The output of the last layer. */
    Tensor here() {
        return tensor;
    }

    /** Makes the next layer take an earlier layer's output. */
    RandomWeightNetwork back(Tensor earlier) {
        tensor = earlier;
        return this;
    }

    private RandomWeightNetwork add(Layer layer, ValueRange range) {
        layers.add(layer);
        tensor = new Tensor(layer.name(), layer.outputShape(List.of(tensor.shape())), range);
        return this;
    }

    private String next(String kind) {
        return kind + (layers.size() + 1);
    }

    RandomWeightNetwork convolution(int filters, int kernel, int stride, int padding) {
        String layer = next("conv");
        String source = tensor.name();
        return linear(l -> new Convolution(
                layer,
                source,
                filters,
                kernel,
                kernel,
                stride,
                stride,
                padding,
                padding,
                padding,
                padding,
                1,
                WEIGHT_BITS,
                l));
    }

    RandomWeightNetwork fullyConnected(int outputs) {
        String layer = next("fc");
        String source = tensor.name();
        return linear(l -> new FullyConnected(layer, source, outputs, WEIGHT_BITS, l));
    }

    private interface WithRing {
        LinearLayer layer(int ringBits);
    }

    private RandomWeightNetwork linear(WithRing kind) {
        LinearLayer widest = kind.layer(LinearLayer.MAX_RING_BITS);
        int largest = (1 << (WEIGHT_BITS - 1)) - 1;
        return linear(
                kind,
                new LinearWeights(
                        random.ints(widest.weightCount(tensor.shape()), -largest, largest + 1)
                                .toArray(),
                        random.longs(widest.outputChannels(), -LARGEST_BIAS, LARGEST_BIAS)
                                .toArray()));
    }

    private RandomWeightNetwork linear(WithRing kind, LinearWeights drawn) {
        int channels = kind.layer(LinearLayer.MAX_RING_BITS).outputChannels();
        ringBits = NetworkWeights.ringBitsNeeded(drawn, channels, tensor.range());
        LinearLayer layer = kind.layer(ringBits);
        weights.put(layer.name(), drawn);
        return add(layer, tensor.range());
    }

    /** Takes every channel as a score: a network's output follows a linear layer, and this one changes nothing. */
    RandomWeightNetwork scores() {
        String layer = next("scores");
        String source = tensor.name();
        int channels = tensor.shape().channels();
        return linear(
                l -> new Convolution(layer, source, channels, 1, 1, 1, 1, 0, 0, 0, 0, channels, 2, l),
                new LinearWeights(IntStream.range(0, channels).map(_ -> 1).toArray(), new long[channels]));
    }

    RandomWeightNetwork relu() {
        return add(new Activation(next("relu"), tensor.name(), shift(), ACTIVATION_BITS), ACTIVATIONS);
    }

    private int shift() {
        return ringBits - 1 - ACTIVATION_BITS;
    }

    RandomWeightNetwork square() {
        Square square = new Square(next("square"), tensor.name(), ringBits - SQUARE_BITS, SQUARE_BITS);
        return add(square, square.outputRange(ringBits));
    }

    RandomWeightNetwork reluMaxPool(int window, int stride) {
        return add(
                new MaxPool(
                        next("max"),
                        tensor.name(),
                        shift(),
                        ACTIVATION_BITS,
                        window,
                        window,
                        stride,
                        stride,
                        0,
                        0,
                        0,
                        0),
                ACTIVATIONS);
    }

    RandomWeightNetwork averagePool(int window) {
        return add(
                new AveragePool(next("pool"), tensor.name(), window, window, window, window),
                tensor.range().times((long) window * window));
    }

    RandomWeightNetwork globalAveragePool() {
        return add(
                new GlobalAveragePool(next("pool"), tensor.name()),
                tensor.range()
                        .times((long) tensor.shape().height() * tensor.shape().width()));
    }

    /** Joins the channels of two branches of activations. */
    RandomWeightNetwork concatenation(Tensor first, Tensor second) {
        Concatenation layer = new Concatenation(next("concat"), List.of(first.name(), second.name()));
        layers.add(layer);
        tensor = new Tensor(layer.name(), layer.outputShape(List.of(first.shape(), second.shape())), ACTIVATIONS);
        return this;
    }

    CompiledModel label() {
        layers.add(new ArgMax("label", tensor.name()));
        NetworkSpec spec = new NetworkSpec(input, layers);
        return new CompiledModel(card(spec), spec, new NetworkWeights(spec, weights));
    }

    private ModelCard card(NetworkSpec spec) {
        return new ModelCard(
                name,
                "1",
                "Network " + name,
                "Random weights, to measure the protocol.",
                IntStream.range(0, spec.classCount())
                        .mapToObj(i -> new ModelCard.ClassFigures(Integer.toString(i), 0, 0, 0))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "unit", input.high()),
                List.of(),
                spec.output().policy(),
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("Random weights: its answers mean nothing."),
                "Apache-2.0");
    }
}
