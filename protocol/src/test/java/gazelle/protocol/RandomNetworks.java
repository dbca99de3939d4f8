package gazelle.protocol;

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
import gazelle.protocol.model.LookupTable;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.ResidualAdd;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.Square;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.TopK;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random networks of every layer kind there is, with rings that no input can overflow. */
public final class RandomNetworks {
    /** An exact tensor that later layers may take. */
    private record Exact(String name, TensorShape shape, ValueRange range) {}

    /** A linear output on its way to a circuit. */
    private record Scaled(String name, TensorShape shape, int ringBits) {}

    private final RandomGenerator random;
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, LinearWeights> weights = new HashMap<>();
    private int names;

    private RandomNetworks(RandomGenerator random) {
        this.random = random;
    }

    /** A network drawn from {@code random}: one to three blocks, then scores and an output. */
    public static CompiledModel draw(String name, RandomGenerator random) {
        // Some drawn widths need a wider ring than there is: then it draws again.
        return Stream.generate(() -> drawOnce(name, random))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A convolution that keeps height and width, a max pooling of its output, scores.
     *
     * @param pool the pooling, given the name of its input
     */
    public static CompiledModel pooled(
            String name, int channels, int height, int width, Function<String, MaxPool> pool, RandomGenerator random) {
        InputSpec input = new InputSpec(new TensorShape(1, height, width), -8, 7);
        RandomNetworks network = new RandomNetworks(random);
        Exact image = new Exact(Layer.NETWORK_INPUT, input.shape(), new ValueRange(input.low(), input.high()));
        Scaled convolved = network.sameShape(image, channels, 0);
        Exact pooled = network.added(pool.apply(convolved.name()), convolved);
        Scaled scores = network.fullyConnected("scores", pooled, 3);
        network.layers.add(new Scores("output", scores.name()));
        return network.compiled(name, input);
    }

    /**
     * Scores of a few numbers, and an output.
     *
     * @param output given the name of its input
     */
    public static CompiledModel scoring(
            String name, int classes, Function<String, OutputLayer> output, RandomGenerator random) {
        InputSpec input = new InputSpec(TensorShape.vector(6), -8, 7);
        RandomNetworks network = new RandomNetworks(random);
        Exact numbers = new Exact(Layer.NETWORK_INPUT, input.shape(), new ValueRange(input.low(), input.high()));
        network.layers.add(
                output.apply(network.fullyConnected("scores", numbers, classes).name()));
        return network.compiled(name, input);
    }

    private static Optional<CompiledModel> drawOnce(String name, RandomGenerator random) {
        InputSpec input = new InputSpec(
                new TensorShape(random.nextInt(1, 4), random.nextInt(3, 20), random.nextInt(3, 20)),
                -random.nextInt(0, 129),
                random.nextInt(1, 256));
        try {
            RandomNetworks network = new RandomNetworks(random);
            Exact current = new Exact(Layer.NETWORK_INPUT, input.shape(), new ValueRange(input.low(), input.high()));
            for (int blocks = random.nextInt(1, 4); blocks > 0; blocks--) {
                current = network.block(current);
            }
            network.addOutput(current);
            return Optional.of(network.compiled(name, input));
        } catch (IllegalArgumentException tooWide) {
            return Optional.empty();
        }
    }

    private CompiledModel compiled(String name, InputSpec input) {
        NetworkSpec spec = new NetworkSpec(input, layers);
        return new CompiledModel(
                card(name, spec.classCount(), spec.output().policy()), spec, new NetworkWeights(spec, weights));
    }

    /** A random input, at the ends of its range as often as within. */
    public static QuantisedTensor input(NetworkSpec spec, RandomGenerator random) {
        int low = spec.input().low();
        int high = spec.input().high();
        int[] values = IntStream.range(0, spec.input().shape().elements())
                .map(_ -> switch (random.nextInt(4)) {
                    case 0 -> low;
                    case 1 -> high;
                    default -> random.nextInt(low, high + 1);
                })
                .toArray();
        return new QuantisedTensor(spec.input().shape(), values);
    }

    /** A card that fits a network of {@code classes} classes. */
    public static ModelCard card(String name, int classes, ModelCard.OutputPolicy policy) {
        return new ModelCard(
                name,
                "1",
                "A random network",
                "Weights from a random generator; it means nothing.",
                IntStream.range(0, classes)
                        .mapToObj(i -> new ModelCard.ClassFigures("class " + i, 0, 0, 0))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "none", 1),
                List.of(),
                policy,
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("This model means nothing."),
                "Apache-2.0");
    }

    private String name(String kind) {
        return kind + names++;
    }

    private Exact block(Exact input) {
        Exact output = switch (random.nextInt(6)) {
            case 0 -> residualOfActivations(input);
            case 1 -> residualOfTwoLinear(input);
            case 2 -> expanded(input);
            default -> nonLinear(linear(input));
        };
        return switch (random.nextInt(5)) {
            case 0 -> averagePool(output);
            case 1 -> globalAveragePool(output);
            default -> output;
        };
    }

    /** relu(conv(x) + scale * x): the skip is exact. */
    private Exact residualOfActivations(Exact input) {
        Scaled main = sameShape(input, input.shape().channels(), 4);
        int scale = random.nextInt(1, 9);
        ResidualAdd add = new ResidualAdd(name("add"), main.name(), input.name(), scale);
        layers.add(add);
        return nonLinear(new Scaled(add.name(), main.shape(), main.ringBits()));
    }

    /** relu(conv(x) + conv'(x)): both are linear outputs in one ring. */
    private Exact residualOfTwoLinear(Exact input) {
        int channels = random.nextInt(1, 5);
        Scaled main = sameShape(input, channels, 2);
        Scaled skip = sameShape(input, channels, 2);
        int ringBits = Math.max(main.ringBits(), skip.ringBits());
        for (int i = layers.size() - 2; i < layers.size(); i++) {
            layers.set(i, withRing((Convolution) layers.get(i), ringBits));
        }
        ResidualAdd add = new ResidualAdd(name("add"), main.name(), skip.name(), 1);
        layers.add(add);
        return nonLinear(new Scaled(add.name(), main.shape(), ringBits));
    }

    /** Two branches over one input, concatenated. */
    private Exact expanded(Exact input) {
        Exact left = activation(sameShape(input, random.nextInt(1, 4), 0));
        Exact right = activation(sameShape(input, random.nextInt(1, 4), 0));
        Concatenation concatenation = new Concatenation(name("concat"), List.of(left.name(), right.name()));
        layers.add(concatenation);
        return new Exact(
                concatenation.name(),
                concatenation.outputShape(List.of(left.shape(), right.shape())),
                new ValueRange(0, Math.max(left.range().high(), right.range().high())));
    }

    private Scaled linear(Exact input) {
        return random.nextInt(4) > 0 ? convolution(input) : fullyConnected(name("fc"), input, random.nextInt(2, 40));
    }

    private Scaled convolution(Exact input) {
        int kernelHeight = random.nextInt(1, Math.min(6, input.shape().height() + 1));
        int kernelWidth = random.nextInt(1, Math.min(6, input.shape().width() + 1));
        int groups = random.nextBoolean() ? 1 : input.shape().channels();
        return add(
                new Convolution(
                        name("conv"),
                        input.name(),
                        groups * random.nextInt(1, 4),
                        kernelHeight,
                        kernelWidth,
                        random.nextInt(1, 4),
                        random.nextInt(1, 4),
                        random.nextInt(kernelHeight),
                        random.nextInt(kernelWidth),
                        random.nextInt(kernelHeight),
                        random.nextInt(kernelWidth),
                        groups,
                        random.nextInt(2, 9),
                        LinearLayer.MAX_RING_BITS),
                input,
                0);
    }

    /** A 3x3 or 1x1 convolution that keeps height and width. */
    private Scaled sameShape(Exact input, int channels, int moreRingBits) {
        int kernel = 1 + 2 * random.nextInt(2);
        return add(
                new Convolution(
                        name("conv"),
                        input.name(),
                        channels,
                        kernel,
                        kernel,
                        1,
                        1,
                        kernel / 2,
                        kernel / 2,
                        kernel / 2,
                        kernel / 2,
                        1,
                        random.nextInt(2, 7),
                        LinearLayer.MAX_RING_BITS),
                input,
                moreRingBits);
    }

    private Scaled fullyConnected(String name, Exact input, int outputs) {
        return add(
                new FullyConnected(name, input.name(), outputs, random.nextInt(2, 9), LinearLayer.MAX_RING_BITS),
                input,
                0);
    }

    /** Draws weights, and narrows the ring to what they need, or a little more: both must be exact. */
    private Scaled add(LinearLayer widest, Exact input, int moreRingBits) {
        int largest = (1 << (widest.weightBits() - 1)) - 1;
        int biases = random.nextInt(3) == 0 ? widest.outputShape(input.shape()).elements() : widest.outputChannels();
        LinearWeights drawn = new LinearWeights(
                random.ints(widest.weightCount(input.shape()), -largest, largest + 1)
                        .toArray(),
                random.longs(biases, -1000, 1000).toArray());
        int needed = Math.max(6, NetworkWeights.ringBitsNeeded(drawn, widest.outputChannels(), input.range()));
        int ringBits = needed + moreRingBits + random.nextInt(3) / 2;
        LinearLayer layer = switch (widest) {
            case Convolution convolution -> withRing(convolution, ringBits);
            case FullyConnected fc ->
                new FullyConnected(fc.name(), fc.input(), fc.outputs(), fc.weightBits(), ringBits);
        };
        layers.add(layer);
        weights.put(layer.name(), drawn);
        return new Scaled(layer.name(), layer.outputShape(input.shape()), ringBits);
    }

    private static Convolution withRing(Convolution c, int ringBits) {
        return new Convolution(
                c.name(),
                c.input(),
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
                c.weightBits(),
                ringBits);
    }

    private Exact nonLinear(Scaled input) {
        return switch (random.nextInt(5)) {
            case 0 -> square(input);
            case 1 -> maxPool(input);
            case 2 -> lookupTable(input);
            default -> activation(input);
        };
    }

    private Exact activation(Scaled input) {
        return added(
                new Activation(
                        name("relu"), input.name(), random.nextInt(0, input.ringBits() - 1), random.nextInt(1, 9)),
                input);
    }

    private Exact square(Scaled input) {
        // At most five bits are squared, so that the squares do not need a wider ring than there is.
        int shift = random.nextInt(input.ringBits() - 1);
        return added(new Square(name("square"), input.name(), shift, random.nextInt(1, 6)), input);
    }

    private Exact lookupTable(Scaled input) {
        int shift = random.nextInt(input.ringBits() - 1);
        List<Integer> values =
                random.ints(1L << random.nextInt(1, 7), -20, 50).boxed().toList();
        return added(new LookupTable(name("table"), input.name(), shift, values), input);
    }

    private Exact maxPool(Scaled input) {
        int windowHeight = random.nextInt(1, Math.min(4, input.shape().height() + 1));
        int windowWidth = random.nextInt(1, Math.min(4, input.shape().width() + 1));
        return added(
                new MaxPool(
                        name("max"),
                        input.name(),
                        random.nextInt(0, input.ringBits() - 1),
                        random.nextInt(1, 9),
                        windowHeight,
                        windowWidth,
                        random.nextInt(1, 4),
                        random.nextInt(1, 4),
                        random.nextInt(windowHeight),
                        random.nextInt(windowWidth),
                        random.nextInt(windowHeight),
                        random.nextInt(windowWidth)),
                input);
    }

    private Exact added(NonLinearLayer layer, Scaled input) {
        layers.add(layer);
        return new Exact(layer.name(), layer.outputShape(List.of(input.shape())), layer.outputRange(input.ringBits()));
    }

    private Exact averagePool(Exact input) {
        AveragePool pool = new AveragePool(
                name("pool"),
                input.name(),
                random.nextInt(1, Math.min(4, input.shape().height() + 1)),
                random.nextInt(1, Math.min(4, input.shape().width() + 1)),
                random.nextInt(1, 4),
                random.nextInt(1, 4));
        layers.add(pool);
        return new Exact(
                pool.name(),
                pool.outputShape(input.shape()),
                input.range().times((long) pool.windowHeight() * pool.windowWidth()));
    }

    private Exact globalAveragePool(Exact input) {
        GlobalAveragePool pool = new GlobalAveragePool(name("global"), input.name());
        layers.add(pool);
        return new Exact(
                pool.name(),
                pool.outputShape(input.shape()),
                input.range()
                        .times((long) input.shape().height() * input.shape().width()));
    }

    private void addOutput(Exact input) {
        int classes = random.nextInt(2, 12);
        Scaled scores = fullyConnected("scores", input, classes);
        OutputLayer output = switch (random.nextInt(3)) {
            case 0 -> new ArgMax("output", scores.name());
            case 1 -> new TopK("output", scores.name(), random.nextInt(1, Math.min(classes, 5) + 1));
            default -> new Scores("output", scores.name());
        };
        layers.add(output);
    }
}
