package gazelle.benchmarks.networks;

import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Builds a network layer by layer with uniform random weights of 6 bits and 6-bit activations; every ring is the smallest that no
 * input can overflow, every shift keeps the top 6 bits of it.
 */
final class RandomWeightNetwork {
    static final int WEIGHT_BITS = 6;
    static final int ACTIVATION_BITS = 6;

    private static final int SQUARE_BITS = 5;
    private static final int LARGEST_BIAS = 1_000;

    private final String name;
    private final SplittableRandom random;
    private final InputSpec input;
    private final List<Layer> layers = new ArrayList<>();
    private final List<LinearWeights> weights = new ArrayList<>();
    private TensorShape shape;
    private ValueRange range;
    private int ringBits;

    RandomWeightNetwork(String name, TensorShape shape) {
        this.name = name;
        this.random = new SplittableRandom(name.hashCode());
        this.shape = shape;
        this.input = new InputSpec(shape, 0, (1 << ACTIVATION_BITS) - 1);
        this.range = new ValueRange(input.low(), input.high());
    }

    private String previous() {
        return layers.isEmpty() ? Layer.NETWORK_INPUT : layers.getLast().name();
    }

    private String next(String kind) {
        return kind + (layers.size() + 1);
    }

    RandomWeightNetwork convolution(int filters, int kernel, int stride, int padding) {
        String layer = next("conv");
        String source = previous();
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
        String source = previous();
        return linear(l -> new FullyConnected(layer, source, outputs, WEIGHT_BITS, l));
    }

    private interface WithRing {
        LinearLayer layer(int ringBits);
    }

    private RandomWeightNetwork linear(WithRing kind) {
        LinearLayer widest = kind.layer(LinearLayer.MAX_RING_BITS);
        int largest = (1 << (WEIGHT_BITS - 1)) - 1;
        LinearWeights drawn = new LinearWeights(
                random.ints(widest.weightCount(shape), -largest, largest + 1).toArray(),
                random.longs(widest.biasCount(), -LARGEST_BIAS, LARGEST_BIAS).toArray());
        ringBits = NetworkWeights.ringBitsNeeded(drawn, range);
        layers.add(kind.layer(ringBits));
        weights.add(drawn);
        shape = widest.outputShape(shape);
        return this;
    }

    RandomWeightNetwork relu() {
        layers.add(new Activation(next("relu"), previous(), ringBits - 1 - ACTIVATION_BITS, ACTIVATION_BITS));
        range = new ValueRange(0, (1 << ACTIVATION_BITS) - 1);
        return this;
    }

    RandomWeightNetwork square() {
        Square square = new Square(next("square"), previous(), ringBits - SQUARE_BITS);
        layers.add(square);
        range = square.outputRange(ringBits);
        return this;
    }

    RandomWeightNetwork reluMaxPool(int window) {
        MaxPool pool = new MaxPool(
                next("max"),
                previous(),
                ringBits - 1 - ACTIVATION_BITS,
                ACTIVATION_BITS,
                window,
                window,
                window,
                window,
                0,
                0,
                0,
                0);
        layers.add(pool);
        shape = pool.outputShape(shape);
        range = pool.outputRange(ringBits);
        return this;
    }

    RandomWeightNetwork averagePool(int window) {
        AveragePool pool = new AveragePool(next("pool"), previous(), window, window, window, window);
        layers.add(pool);
        shape = pool.outputShape(shape);
        range = range.times((long) window * window);
        return this;
    }

    CompiledModel label() {
        layers.add(new ArgMax("label", previous()));
        NetworkSpec spec = new NetworkSpec(input, layers);
        return new CompiledModel(card(spec), spec, new NetworkWeights(spec, weights));
    }

    private ModelCard card(NetworkSpec spec) {
        return new ModelCard(
                name,
                "1",
                "GAZELLE's network " + name,
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
