package gazelle.models.quantise;

import gazelle.models.network.FloatAveragePool;
import gazelle.models.network.FloatConcatenation;
import gazelle.models.network.FloatLayer;
import gazelle.models.network.FloatMaxPool;
import gazelle.models.network.FloatNetwork;
import gazelle.models.network.Patches;
import gazelle.models.quantise.Stage.Branch;
import gazelle.models.simplify.Simplifier;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.ValueRange;
import gazelle.protocol.profile.LinkProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a floating-point network into integers, stage by stage, each measured on what the stages before really give. */
public final class Quantiser {
    /** Share of calibration pixels that the input's range may cut off at each end. */
    private static final double INPUT_TAIL = 0.0005;

    private static final double[] INPUT_LEVELS = {12, 16, 24, 32, 48, 64, 96, 128, 192, 255, 511, 1023};

    /** Numbers that the largest layer's inputs may have as matrices, all images together: 256 MB. */
    private static final long MAX_COLUMNS = 1L << 26;

    /** Multiplications of one candidate for every layer, all images together: a second or two. */
    private static final long MAX_PRODUCTS = 1L << 31;

    private static final int FEWEST_IMAGES = 8;
    private static final int FEWEST_ROOT_BITS = 4;
    private static final int MOST_ROOT_BITS = 8;

    private final FloatNetwork network;
    private final List<Stage> stages;
    private final List<float[]> images;
    private final int[] lastNeeded;
    private final List<StageTarget> targets;
    private final ActivationCost cost = new ActivationCost(LinkProfile.LAN);

    /**
     * Prepares a network for quantisation.
     *
     * @param network the real network
     * @param images calibration images, normalised, in the shape of its input; from training data only. Of many images as
     *     many are taken, evenly, as memory and time allow
     * @throws IllegalArgumentException if the network has no form that the private protocol can compute
     */
    public Quantiser(FloatNetwork network, List<float[]> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images: none (expected: at least one)");
        }
        this.network = Equaliser.equalise(Simplifier.simplify(network, images));
        this.stages = Stage.of(this.network);
        long columns = 1;
        long products = 1;
        for (Stage stage : stages) {
            for (Branch branch : stage.branches()) {
                Patches patches = Patches.of(branch.linear().geometry(), branch.input());
                columns = Math.max(columns, patches.size());
                products += (long) branch.linear().weights().length * patches.positions();
            }
        }
        long fitting = Math.max(FEWEST_IMAGES, Math.min(MAX_COLUMNS / columns, MAX_PRODUCTS / products));
        int count = (int) Math.min(images.size(), fitting);
        List<float[]> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(images.get((int) ((long) i * images.size() / count)));
        }
        this.images = List.copyOf(chosen);
        this.lastNeeded = lastNeeded();
        this.targets = targets();
    }

    /** For each exact tensor the last one that is computed from it. */
    private int[] lastNeeded() {
        int[] last = new int[network.nodes().size() + 1];
        for (Stage stage : stages) {
            for (Branch branch : stage.branches()) {
                last[branch.source()] = Math.max(last[branch.source()], stage.output());
            }
            if (stage.skip() != Stage.NO_SKIP) {
                last[stage.skip()] = Math.max(last[stage.skip()], stage.output());
            }
        }
        for (int i = 0; i < network.nodes().size(); i++) {
            FloatLayer layer = network.nodes().get(i).layer();
            if (layer instanceof FloatAveragePool || layer instanceof FloatConcatenation) {
                for (int source : network.nodes().get(i).sources()) {
                    last[source] = Math.max(last[source], i + 1);
                }
            }
        }
        return last;
    }

    /** Returns the number of circuits that one inference needs, without the output's. */
    public long circuits() {
        return stages.stream()
                .filter(stage -> !stage.givesScores())
                .mapToLong(stage -> stage.circuits().elements())
                .sum();
    }

    /** The network in the protocol's form, equalised: what the integers are measured by. */
    public FloatNetwork simplified() {
        return network;
    }

    private List<StageTarget> targets() {
        List<List<float[]>> sums = new ArrayList<>();
        stages.forEach(_ -> sums.add(new ArrayList<>()));
        for (float[] image : images) {
            List<float[]> tensors = network.tensors(image);
            for (int i = 0; i < stages.size(); i++) {
                Stage stage = stages.get(i);
                float[] sum = tensors.get(sumOf(stage));
                FloatMaxPool pool = stage.maxPool();
                sums.get(i).add(pool == null ? sum : pool.apply(sum, stage.sums()));
            }
        }
        List<StageTarget> all = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            all.add(new StageTarget(stages.get(i), sums.get(i)));
        }
        return all;
    }

    private int sumOf(Stage stage) {
        int tensor = stage.output();
        if (stage.givesScores()) {
            return tensor;
        }
        int below = network.nodes().get(tensor - 1).sources().getFirst();
        return stage.maxPool() == null
                ? below
                : network.nodes().get(below - 1).sources().getFirst();
    }

    /**
     * Quantises under the given options.
     *
     * @throws IllegalArgumentException if some layer fits no ring of the protocol
     */
    public QuantisedNetwork quantise(QuantiserOptions options) {
        List<List<Integer>> rootBits = rootBits();
        if (rootBits.size() == 1) {
            return new Run(options, rootBits.getFirst()).quantised();
        }
        QuantisedNetwork best = null;
        double bestPrice = Double.POSITIVE_INFINITY;
        IllegalArgumentException refused = new IllegalArgumentException("squares: no width fits");
        for (List<Integer> roots : rootBits) {
            try {
                QuantisedNetwork candidate = new Run(options, roots).quantised();
                double price = candidate.activationBytes()
                        + options.errorPrice() * candidate.stages().getLast().relativeError();
                if (price < bestPrice) {
                    best = candidate;
                    bestPrice = price;
                }
            } catch (IllegalArgumentException noRing) {
                refused = noRing;
            }
        }
        if (best == null) {
            throw refused;
        }
        return best;
    }

    /**
     * The root bits to try for each square: squares double the bits that the next ring has to hold, which a search stage by
     * stage does not foresee. Two squares are tried in every combination, more of them alike.
     */
    private List<List<Integer>> rootBits() {
        int squares = (int) stages.stream()
                .filter(stage -> stage.circuit() instanceof Stage.Squares)
                .count();
        List<List<Integer>> all = new ArrayList<>();
        if (squares == 0) {
            return List.of(List.of());
        }
        for (int first = FEWEST_ROOT_BITS; first <= MOST_ROOT_BITS; first++) {
            if (squares == 2) {
                for (int second = FEWEST_ROOT_BITS; second <= MOST_ROOT_BITS; second++) {
                    all.add(List.of(first, second));
                }
            } else {
                all.add(Collections.nCopies(squares, first));
            }
        }
        return all;
    }

    /** One quantisation: its tensors and choices so far. */
    private final class Run {
        private final QuantiserOptions options;
        private final List<Integer> rootBits;
        private final Map<Integer, ExactTensor> tensors = new HashMap<>();
        private final List<LayerChoice> choices = new ArrayList<>();

        Run(QuantiserOptions options, List<Integer> rootBits) {
            this.options = options;
            this.rootBits = rootBits;
        }

        QuantisedNetwork quantised() {
            Input input = chooseInput();
            tensors.put(0, input.tensor());
            int next = 0;
            for (int i = 0; i < network.nodes().size(); i++) {
                int tensor = i + 1;
                FloatNetwork.Node node = network.nodes().get(i);
                if (next < stages.size() && stages.get(next).output() == tensor) {
                    Stage stage = stages.get(next);
                    LayerChoice choice = search(next).best();
                    choices.add(choice);
                    if (!stage.givesScores()) {
                        tensors.put(tensor, output(stage, choice));
                    }
                    next++;
                } else {
                    passOn(node, tensor);
                }
                tensors.keySet().removeIf(number -> lastNeeded[number] <= tensor);
            }
            return new Assembly(network, stages, choices, options, cost).network(input.spec(), input.scale());
        }

        private void passOn(FloatNetwork.Node node, int tensor) {
            FloatLayer layer = node.layer();
            if (layer instanceof FloatAveragePool pool) {
                tensors.put(tensor, exact(node.sources().getFirst()).pooled(pool));
            } else if (layer instanceof FloatConcatenation) {
                List<ExactTensor> parts =
                        node.sources().stream().map(this::exact).toList();
                tensors.put(tensor, ExactTensor.joined(network.shapes().get(tensor), parts));
            }
        }

        private ExactTensor exact(int number) {
            ExactTensor tensor = tensors.get(number);
            if (tensor == null) {
                throw new IllegalStateException("tensor " + number + " is not there (expected: computed before)");
            }
            return tensor;
        }

        private int rootBits(int number) {
            int square = (int) stages.subList(0, number).stream()
                    .filter(stage -> stage.circuit() instanceof Stage.Squares)
                    .count();
            return square < rootBits.size() ? rootBits.get(square) : 0;
        }

        private StageSearch search(int number) {
            Stage stage = stages.get(number);
            long nextCircuits = stages.stream()
                    .filter(later -> !later.givesScores() && takes(later, stage.output()))
                    .mapToLong(later -> later.sums().elements())
                    .sum();
            boolean skipped = stages.stream().anyMatch(later -> comesFrom(later.skip(), stage.output()));
            return new StageSearch(
                    stage, options, cost, nextCircuits, skipped, rootBits(number), targets.get(number), tensors);
        }

        /** Returns true if a stage takes a tensor, directly or through poolings and joins. */
        private boolean takes(Stage stage, int tensor) {
            return stage.skip() == tensor
                    || stage.branches().stream().anyMatch(branch -> comesFrom(branch.source(), tensor));
        }

        private boolean comesFrom(int tensor, int origin) {
            if (tensor == origin || tensor <= 0) {
                return tensor == origin;
            }
            FloatNetwork.Node node = network.nodes().get(tensor - 1);
            boolean local = node.layer() instanceof FloatAveragePool || node.layer() instanceof FloatConcatenation;
            return local && node.sources().stream().anyMatch(source -> comesFrom(source, origin));
        }

        private ExactTensor output(Stage stage, LayerChoice choice) {
            List<int[]> values = new ArrayList<>();
            LinearWeights main = choice.weights().getFirst();
            for (int n = 0; n < images.size(); n++) {
                int[] sum = new int[stage.sums().elements()];
                Arrays.setAll(sum, i -> Math.toIntExact(main.bias(i, sum.length)));
                for (int b = 0; b < stage.branches().size(); b++) {
                    Branch branch = stage.branches().get(b);
                    Patches patches = Patches.of(branch.linear().geometry(), branch.input());
                    int[] columns =
                            patches.gather(exact(branch.source()).values().get(n));
                    int[] weights = choice.weights().get(b).weights();
                    IntegerKernel.addScaled(sum, IntegerKernel.multiply(weights, columns, patches), 0, 1);
                }
                if (stage.skip() != Stage.NO_SKIP) {
                    IntegerKernel.addScaled(sum, exact(stage.skip()).values().get(n), 0, choice.skipScale());
                }
                if (choice.table() != null) {
                    choice.table().lookUp(sum, choice.shift());
                    values.add(sum);
                    continue;
                }
                int[] largest = IntegerKernel.largestOfWindows(sum, stage.sums(), stage.maxPool());
                values.add(
                        stage.circuit() instanceof Stage.Squares
                                ? IntegerKernel.square(largest, choice.shift(), choice.activationBits())
                                : IntegerKernel.activate(largest, choice.shift(), (1 << choice.activationBits()) - 1));
            }
            double[] steps =
                    choice.steps().stream().mapToDouble(Double::doubleValue).toArray();
            long high = stage.circuit() instanceof Stage.Squares
                    ? 1L << (2 * (choice.activationBits() - 1))
                    : (1L << choice.activationBits()) - 1;
            ValueRange range = choice.table() != null ? choice.table().range() : new ValueRange(0, high);
            return ExactTensor.of(stage.circuits(), values, steps, range);
        }

        /** The network's input with the scale for which the stages that take it are cheapest. */
        private Input chooseInput() {
            double[] sorted = sortedPixels();
            double lowest = Math.min(0, sorted[(int) (INPUT_TAIL * sorted.length)]);
            double highest = Math.max(0, sorted[(int) ((1 - INPUT_TAIL) * (sorted.length - 1))]);
            double extent = Math.max(highest - lowest, Float.MIN_NORMAL);
            TensorShape shape = network.input();
            double bestPrice = Double.POSITIVE_INFINITY;
            Input best = null;
            for (double levels : INPUT_LEVELS) {
                double perUnit = levels / extent;
                InputSpec spec = new InputSpec(
                        shape, (int) Math.floor(lowest * perUnit), Math.max(1, (int) Math.ceil(highest * perUnit)));
                List<int[]> values = images.stream()
                        .map(image ->
                                QuantisedTensor.quantise(image, perUnit, spec).values())
                        .toList();
                double[] steps = new double[shape.channels()];
                Arrays.fill(steps, 1 / perUnit);
                ExactTensor tensor = ExactTensor.of(shape, values, steps, new ValueRange(spec.low(), spec.high()));
                Input candidate = new Input(spec, perUnit, tensor);
                double price = priceOf(candidate);
                if (best == null || price < bestPrice) {
                    best = candidate;
                    bestPrice = price;
                }
            }
            if (best == null) {
                throw new IllegalStateException("no input scale was tried");
            }
            return best;
        }

        private double priceOf(Input input) {
            Stage first = stages.getFirst();
            boolean alone = first.branches().stream().allMatch(branch -> branch.source() == 0) && first.skip() <= 0;
            if (!alone) {
                return -input.scale();
            }
            return new StageSearch(
                            first, options, cost, 0, false, rootBits(0), targets.getFirst(), Map.of(0, input.tensor()))
                    .best()
                    .price();
        }
    }

    /** The input's integers. */
    private record Input(InputSpec spec, double scale, ExactTensor tensor) {}

    private double[] sortedPixels() {
        double[] pixels = new double[images.size() * network.input().elements()];
        int next = 0;
        for (float[] image : images) {
            for (float pixel : image) {
                pixels[next++] = pixel;
            }
        }
        Arrays.sort(pixels);
        return pixels;
    }
}
