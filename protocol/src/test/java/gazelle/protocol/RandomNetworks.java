package gazelle.protocol;

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
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random networks of every layer kind there is, with the tightest rings that no input can overflow. */
public final class RandomNetworks {
    private final RandomGenerator random;
    private final List<Layer> layers = new ArrayList<>();
    private final List<LinearWeights> weights = new ArrayList<>();
    private TensorShape shape;
    private ValueRange range;

    private RandomNetworks(RandomGenerator random, InputSpec input) {
        this.random = random;
        this.shape = input.shape();
        this.range = new ValueRange(input.low(), input.high());
    }

    /** A network drawn from {@code random}: one to three hidden layers, then scores and their arg-max. */
    public static CompiledModel draw(String name, RandomGenerator random) {
        // Some drawn widths need a wider ring than there is: then it draws again.
        return Stream.generate(() -> drawOnce(name, random))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<CompiledModel> drawOnce(String name, RandomGenerator random) {
        InputSpec input = new InputSpec(
                new TensorShape(random.nextInt(1, 4), random.nextInt(3, 20), random.nextInt(3, 20)),
                -random.nextInt(0, 129),
                random.nextInt(1, 256));
        RandomNetworks network = new RandomNetworks(random, input);
        int hidden = random.nextInt(1, 4);
        for (int i = 0; i < hidden; i++) {
            network.addLinear(i, random.nextInt(4) > 0);
            network.addActivation(i);
            if (random.nextBoolean()) {
                network.addPool(i);
            }
        }
        network.addScores(random.nextInt(2, 12));
        try {
            NetworkSpec spec = new NetworkSpec(input, network.layers);
            return Optional.of(
                    new CompiledModel(card(name, spec.classCount()), spec, new NetworkWeights(spec, network.weights)));
        } catch (IllegalArgumentException tooWide) {
            return Optional.empty();
        }
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
    public static ModelCard card(String name, int classes) {
        return new ModelCard(
                name,
                "1",
                "A random network",
                "Weights from a random generator; it means nothing.",
                IntStream.range(0, classes)
                        .mapToObj(i -> new ModelCard.ClassFigures("class " + i, 0, 0, 0))
                        .toList(),
                new ModelCard.InputPreparation("box", "none", "none", 1),
                ModelCard.OutputPolicy.LABEL,
                new ModelCard.TestFigures("none", 0, 0, 0),
                List.of("This model means nothing."),
                "Apache-2.0");
    }

    private void addLinear(int index, boolean convolution) {
        int weightBits = random.nextInt(2, 9);
        if (convolution) {
            int kernelHeight = random.nextInt(1, Math.min(6, shape.height() + 1));
            int kernelWidth = random.nextInt(1, Math.min(6, shape.width() + 1));
            Convolution widest = new Convolution(
                    "conv" + index,
                    random.nextInt(1, 7),
                    kernelHeight,
                    kernelWidth,
                    random.nextInt(1, 4),
                    random.nextInt(1, 4),
                    random.nextInt(kernelHeight),
                    random.nextInt(kernelWidth),
                    random.nextInt(kernelHeight),
                    random.nextInt(kernelWidth),
                    weightBits,
                    LinearLayer.MAX_RING_BITS);
            LinearWeights drawn = drawWeights(widest);
            add(
                    new Convolution(
                            widest.name(),
                            widest.outChannels(),
                            kernelHeight,
                            kernelWidth,
                            widest.strideY(),
                            widest.strideX(),
                            widest.padTop(),
                            widest.padLeft(),
                            widest.padBottom(),
                            widest.padRight(),
                            weightBits,
                            ringBits(drawn)),
                    drawn);
        } else {
            addFullyConnected("fc" + index, random.nextInt(2, 40), weightBits);
        }
    }

    private void addScores(int classes) {
        addFullyConnected("scores", classes, random.nextInt(2, 9));
        layers.add(new ArgMax("label"));
    }

    private void addFullyConnected(String name, int outputs, int weightBits) {
        LinearWeights drawn = drawWeights(new FullyConnected(name, outputs, weightBits, LinearLayer.MAX_RING_BITS));
        add(new FullyConnected(name, outputs, weightBits, ringBits(drawn)), drawn);
    }

    private void add(LinearLayer layer, LinearWeights drawn) {
        shape = layer.outputShape(shape);
        layers.add(layer);
        weights.add(drawn);
    }

    private LinearWeights drawWeights(LinearLayer layer) {
        int largest = (1 << (layer.weightBits() - 1)) - 1;
        int[] drawn =
                random.ints(layer.weightCount(shape), -largest, largest + 1).toArray();
        long[] biases = random.longs(layer.biasCount(), -1000, 1000).toArray();
        return new LinearWeights(drawn, biases);
    }

    /** The tightest ring, or a little more: both must be exact. */
    private int ringBits(LinearWeights drawn) {
        int needed = Math.max(6, NetworkWeights.ringBitsNeeded(drawn, range));
        return Math.min(LinearLayer.MAX_RING_BITS, needed + random.nextInt(3) / 2);
    }

    private void addActivation(int index) {
        int ringBits = ((LinearLayer) layers.getLast()).ringBits();
        int activationBits = random.nextInt(1, 9);
        Activation activation = new Activation("relu" + index, random.nextInt(0, ringBits - 1), activationBits);
        layers.add(activation);
        range = new ValueRange(0, activation.largest());
    }

    private void addPool(int index) {
        AveragePool pool = new AveragePool(
                "pool" + index,
                random.nextInt(1, Math.min(4, shape.height() + 1)),
                random.nextInt(1, Math.min(4, shape.width() + 1)),
                random.nextInt(1, 4),
                random.nextInt(1, 4));
        layers.add(pool);
        shape = pool.outputShape(shape);
        range = range.times((long) pool.windowHeight() * pool.windowWidth());
    }
}
