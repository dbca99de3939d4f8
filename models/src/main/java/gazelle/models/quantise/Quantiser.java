package gazelle.models.quantise;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatLinear;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.Patches;
import gazelle.models.quantise.QuantisedNetwork.StageReport;
import gazelle.protocol.model.Activation;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.FullyConnected;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns a floating-point network into integers, stage by stage, each measured on what the stages before really give. */
public final class Quantiser {
    /** Share of calibration pixels that the input's range may cut off at each end. */
    private static final double INPUT_TAIL = 0.0005;

    private static final double[] INPUT_STEPS_PER_UNIT = {3, 4, 5, 6, 8, 10, 12, 16, 24};

    private final List<Stage> stages;
    private final TensorShape inputShape;
    private final List<float[]> images;
    private final List<List<float[]>> targets;

    /**
     * Prepares a network for quantisation.
     *
     * @param network the real network
     * @param images calibration images, normalised, in the shape of its input; from training data only
     * @throws IllegalArgumentException if the network's layers do not alternate as the private protocol needs
     */
    public Quantiser(FloatNetwork network, List<float[]> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images: none (expected: at least one)");
        }
        this.stages = Equaliser.equalise(Stage.of(network));
        this.inputShape = network.input();
        this.images = List.copyOf(images);
        this.targets = targets(stages, images);
    }

    /** What each linear layer of the real network gives, the largest of each max-pooling window: [stage][image]. */
    private static List<List<float[]>> targets(List<Stage> stages, List<float[]> images) {
        List<List<float[]>> targets = new ArrayList<>();
        List<float[]> current = images;
        for (Stage stage : stages) {
            List<float[]> sums = current.parallelStream()
                    .map(input -> stage.linear().apply(input, stage.input()))
                    .map(all -> stage.maxPool() == null ? all : stage.maxPool().apply(all, stage.linearOutput()))
                    .toList();
            targets.add(sums);
            current = sums.parallelStream().map(sum -> reluAndPool(stage, sum)).toList();
        }
        return targets;
    }

    private static float[] reluAndPool(Stage stage, float[] sums) {
        float[] values = sums.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], 0);
        }
        TensorShape shape = stage.activationOutput();
        for (FloatAveragePool pool : stage.pools()) {
            values = pool.apply(values, shape);
            shape = pool.outputShape(shape);
        }
        return values;
    }

    /**
     * Quantises under the given options.
     *
     * @throws IllegalArgumentException if some layer fits no ring of the protocol
     */
    public QuantisedNetwork quantise(QuantiserOptions options) {
        List<LayerChoice> choices = new ArrayList<>();
        FirstChoice first = chooseFirst(options);
        choices.add(first.choice());
        List<int[]> inputs = next(stages.getFirst(), first.choice(), first.inputs());
        for (int i = 1; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            Stage before = stages.get(i - 1);
            LayerChoice previous = choices.getLast();
            ValueRange range = new ValueRange(0, (1L << previous.activationBits()) - 1).times(before.poolTerms());
            LayerChoice choice = search(i, options).best(inputs, previous.step() / before.poolTerms(), range);
            choices.add(choice);
            if (stage.relu()) {
                inputs = next(stage, choice, inputs);
            }
        }
        return assemble(first, choices, options);
    }

    private LayerSearch search(int stage, QuantiserOptions options) {
        boolean feedsActivations =
                stage + 1 < stages.size() && stages.get(stage + 1).relu();
        long nextOutputs =
                feedsActivations ? stages.get(stage + 1).linearOutput().elements() : 0;
        return new LayerSearch(stages.get(stage), options, nextOutputs, targets.get(stage));
    }

    /** The first stage together with the input's own scale and range. */
    private record FirstChoice(LayerChoice choice, InputSpec input, double scale, List<int[]> inputs) {}

    private FirstChoice chooseFirst(QuantiserOptions options) {
        double[] sorted = sortedPixels();
        double lowest = Math.min(0, sorted[(int) (INPUT_TAIL * sorted.length)]);
        double highest = Math.max(0, sorted[(int) ((1 - INPUT_TAIL) * (sorted.length - 1))]);
        LayerSearch search = search(0, options);
        List<FirstChoice> candidates = new ArrayList<>();
        for (double perUnit : INPUT_STEPS_PER_UNIT) {
            InputSpec spec = new InputSpec(
                    inputShape, (int) Math.floor(lowest * perUnit), Math.max(1, (int) Math.ceil(highest * perUnit)));
            List<int[]> inputs = images.stream()
                    .map(image -> QuantisedTensor.quantise(image, perUnit, spec).values())
                    .toList();
            LayerChoice choice = search.best(inputs, 1 / perUnit, new ValueRange(spec.low(), spec.high()));
            candidates.add(new FirstChoice(choice, spec, perUnit, inputs));
        }
        FirstChoice best = candidates.getFirst();
        for (FirstChoice candidate : candidates) {
            if (candidate.choice().price() < best.choice().price()) {
                best = candidate;
            }
        }
        return best;
    }

    private double[] sortedPixels() {
        double[] pixels = new double[images.size() * inputShape.elements()];
        int next = 0;
        for (float[] image : images) {
            for (float pixel : image) {
                pixels[next++] = pixel;
            }
        }
        Arrays.sort(pixels);
        return pixels;
    }

    private static List<int[]> next(Stage stage, LayerChoice choice, List<int[]> inputs) {
        Patches patches = Patches.of(stage.linear().geometry(), stage.input());
        int[] weights = choice.weights().weights();
        long[] biases = choice.weights().biases();
        return inputs.parallelStream()
                .map(input -> IntegerKernel.multiply(weights, patches.gather(input), patches))
                .map(sums -> IntegerKernel.largestOfWindows(sums, stage.linearOutput(), stage.maxPool()))
                .map(sums -> IntegerKernel.activate(sums, biases, choice.shift(), (1 << choice.activationBits()) - 1))
                .map(values -> IntegerKernel.pool(values, stage.activationOutput(), stage.pools()))
                .toList();
    }

    private QuantisedNetwork assemble(FirstChoice first, List<LayerChoice> choices, QuantiserOptions options) {
        List<Layer> layers = new ArrayList<>();
        List<LinearWeights> weights = new ArrayList<>();
        List<StageReport> reports = new ArrayList<>();
        int pools = 0;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            LayerChoice choice = choices.get(i);
            String input =
                    layers.isEmpty() ? Layer.NETWORK_INPUT : layers.getLast().name();
            layers.add(withWidths(stage.linear(), input, options.weightBits(), choice.ringBits()));
            weights.add(choice.weights());
            if (stage.relu()) {
                layers.add(activation(stage, i + 1, choice));
            }
            for (FloatAveragePool pool : stage.pools()) {
                AveragePool window = pool.window();
                layers.add(new AveragePool(
                        "pool" + ++pools,
                        layers.getLast().name(),
                        window.windowHeight(),
                        window.windowWidth(),
                        window.strideY(),
                        window.strideX()));
            }
            reports.add(report(
                    stage, choice, i + 1 < choices.size() ? choices.get(i + 1).ringBits() : 0));
        }
        layers.add(new ArgMax("label", layers.getLast().name()));
        NetworkSpec spec = new NetworkSpec(first.input(), layers);
        return new QuantisedNetwork(spec, new NetworkWeights(spec, weights), first.scale(), reports);
    }

    private static LinearLayer withWidths(FloatLinear linear, String input, int weightBits, int ringBits) {
        return switch (linear.geometry()) {
            case FullyConnected dense -> new FullyConnected(dense.name(), input, dense.outputs(), weightBits, ringBits);
            case Convolution c ->
                new Convolution(
                        c.name(),
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

    private static Layer activation(Stage stage, int number, LayerChoice choice) {
        String input = stage.linear().name();
        if (stage.maxPool() == null) {
            return new Activation("relu" + number, input, choice.shift(), choice.activationBits());
        }
        MaxPool window = stage.maxPool().window();
        return new MaxPool(
                "maxpool" + number,
                input,
                choice.shift(),
                choice.activationBits(),
                window.windowHeight(),
                window.windowWidth(),
                window.strideY(),
                window.strideX(),
                window.padTop(),
                window.padLeft(),
                window.padBottom(),
                window.padRight());
    }

    private static StageReport report(Stage stage, LayerChoice choice, int nextRingBits) {
        int activations = stage.relu() ? stage.activationOutput().elements() : 0;
        int largest =
                Arrays.stream(choice.weights().weights()).map(Math::abs).max().orElse(0);
        return new StageReport(
                stage.linear().name(),
                activations,
                choice.ringBits(),
                choice.shift(),
                choice.activationBits(),
                stage.relu()
                        ? ActivationCost.saturationBits(choice.ringBits(), choice.shift(), choice.activationBits())
                        : 0,
                largest,
                choice.relativeError(),
                stage.relu()
                        ? activations
                                * ActivationCost.bytes(
                                        stage.windowElements(),
                                        choice.ringBits(),
                                        choice.shift(),
                                        choice.activationBits(),
                                        nextRingBits)
                        : 0);
    }
}
