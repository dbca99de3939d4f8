package gazelle.models.quantise;

import gazelle.models.network.Patches;
import gazelle.models.quantise.Stage.Branch;
import gazelle.models.quantise.Stage.Rectify;
import gazelle.models.quantise.Stage.Squares;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Searches the weight scale, shift and width of one stage.
 *
 * <p>A candidate is a <em>unit</em>, the real value of one unit of the sum: the weights follow from it and from the steps of what
 * they multiply, channel by channel. Units run over a geometric grid: fine ones clip the largest weights, coarse ones need a smaller
 * ring. An exact skip must be a whole number of units, and a capped ReLU must saturate at its cap; both narrow the grid.
 */
final class StageSearch {
    private static final int FINEST = -4;
    private static final int COARSEST = 14;
    private static final double GRID_RATIO = Math.pow(2, 0.25);
    private static final int NARROWEST_ACTIVATION = 3;
    private static final int MAX_SKIP_SCALE = 1 << 16;
    private static final double CAP_TOLERANCE = 1e-6;

    /** A typical ring of the stage after, whose own width is not known yet; it weighs little. */
    private static final int TYPICAL_NEXT_RING = 18;

    private final Stage stage;
    private final QuantiserOptions options;
    private final ActivationCost cost;
    private final long nextCircuits;
    private final StageTarget target;
    private final Map<Integer, ExactTensor> tensors;
    private final int limit;

    /**
     * @param stage the stage
     * @param options widths and price
     * @param cost of circuits
     * @param nextCircuits circuits of the stages after, whose rings grow with this one's activation bits
     * @param target what the real stage gives
     * @param tensors the exact tensors that the stage takes, by number
     */
    StageSearch(
            Stage stage,
            QuantiserOptions options,
            ActivationCost cost,
            long nextCircuits,
            StageTarget target,
            Map<Integer, ExactTensor> tensors) {
        this.stage = stage;
        this.options = options;
        this.cost = cost;
        this.nextCircuits = nextCircuits;
        this.target = target;
        this.tensors = Map.copyOf(tensors);
        this.limit = (1 << (options.weightBits() - 1)) - 1;
    }

    /** The cheapest candidate. */
    LayerChoice best() {
        List<Gathered> gathered = stage.branches().stream().map(this::gathered).toList();
        // Candidates are independent and reduced in grid order, so the result does not depend on the number of threads.
        List<LayerChoice> choices = units().parallelStream()
                .map(unit -> candidates(gathered, unit))
                .flatMap(List::stream)
                .toList();
        return choices.stream()
                .min(Comparator.comparingDouble(LayerChoice::price))
                .orElseThrow(
                        () -> new IllegalArgumentException(stage.main().linear().name()
                                + ": no ring of at most " + LinearLayer.MAX_RING_BITS
                                + " bits holds this layer (use fewer weight or activation bits)"));
    }

    private ExactTensor tensor(int number) {
        ExactTensor tensor = tensors.get(number);
        if (tensor == null) {
            throw new IllegalStateException("tensor " + number + " is not there (expected: computed before)");
        }
        return tensor;
    }

    /** A branch with its inputs as matrices, and its weights in units of its inputs. */
    private record Gathered(Branch branch, Patches patches, List<int[]> columns, double[] weights) {}

    private Gathered gathered(Branch branch) {
        ExactTensor input = tensor(branch.source());
        Patches patches = Patches.of(branch.linear().geometry(), branch.input());
        float[] real = branch.linear().weights();
        double[] weights = new double[real.length];
        for (int i = 0; i < real.length; i++) {
            weights[i] = real[i] * input.steps()[branch.linear().inputChannel(i, branch.input())];
        }
        return new Gathered(
                branch,
                patches,
                input.values().parallelStream().map(patches::gather).toList(),
                weights);
    }

    /** The real values that one unit of the sum may have, ascending. */
    private List<Double> units() {
        double largest = Float.MIN_NORMAL;
        boolean fewTerms = false;
        for (Branch branch : stage.branches()) {
            double[] steps = tensor(branch.source()).steps();
            float[] weights = branch.linear().weights();
            for (int i = 0; i < weights.length; i++) {
                largest = Math.max(
                        largest, Math.abs(weights[i] * steps[branch.linear().inputChannel(i, branch.input())]));
            }
            fewTerms |= branch.linear().geometry() instanceof Convolution c && c.groups() > 1;
        }
        double finest = largest / limit * Math.pow(GRID_RATIO, FINEST);
        // With few terms small weights are exact enough, down to 1 where every weight is the same.
        double coarsest = fewTerms ? largest : largest / limit * Math.pow(GRID_RATIO, COARSEST);
        if (stage.givesScores()) {
            coarsest = largest / limit;
        }
        TreeSet<Double> units = new TreeSet<>();
        for (double unit = finest; unit <= coarsest * 1.000_001; unit *= GRID_RATIO) {
            if (stage.skip() != Stage.NO_SKIP) {
                double skipStep = tensor(stage.skip()).steps()[0];
                units.add(skipStep / Math.clamp(Math.round(skipStep / unit), 1, MAX_SKIP_SCALE));
            } else {
                units.add(unit);
            }
        }
        return new ArrayList<>(isCappedExactly() ? cappedUnits(finest, coarsest) : units);
    }

    private boolean isCappedExactly() {
        return stage.skip() == Stage.NO_SKIP
                && stage.circuit() instanceof Rectify rectify
                && rectify.relu().isCapped();
    }

    /** Units with which some shift and width saturate at the cap. */
    private TreeSet<Double> cappedUnits(double finest, double coarsest) {
        double cap = cap();
        TreeSet<Double> units = new TreeSet<>();
        for (int bits = NARROWEST_ACTIVATION; bits <= options.activationBits(); bits++) {
            for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
                double unit = Math.scalb(cap / ((1 << bits) - 1), -shift);
                if (unit >= finest && unit <= coarsest) {
                    units.add(unit);
                }
            }
        }
        return units;
    }

    private double cap() {
        return stage.circuit() instanceof Rectify rectify ? rectify.relu().cap() : Double.POSITIVE_INFINITY;
    }

    /** One unit's integers on every calibration image, before biases. */
    private record Sums(List<int[]> weights, int skipScale, List<int[]> sums, double unit) {}

    private List<LayerChoice> candidates(List<Gathered> branches, double unit) {
        List<int[]> weights = new ArrayList<>();
        for (Gathered branch : branches) {
            int[] rounded = new int[branch.weights().length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (int) Math.clamp(Math.rint(branch.weights()[i] / unit), -limit, limit);
            }
            weights.add(rounded);
        }
        int skipScale = stage.skip() == Stage.NO_SKIP
                ? 1
                : (int) Math.rint(tensor(stage.skip()).steps()[0] / unit);
        int images = branches.getFirst().columns().size();
        List<int[]> sums = new ArrayList<>();
        for (int n = 0; n < images; n++) {
            Gathered main = branches.getFirst();
            int[] sum =
                    IntegerKernel.multiply(weights.getFirst(), main.columns().get(n), main.patches());
            if (branches.size() > 1) {
                Gathered other = branches.getLast();
                IntegerKernel.addScaled(
                        sum,
                        IntegerKernel.multiply(
                                weights.getLast(), other.columns().get(n), other.patches()),
                        0,
                        1);
            }
            if (stage.skip() != Stage.NO_SKIP) {
                IntegerKernel.addScaled(sum, tensor(stage.skip()).values().get(n), 0, skipScale);
            }
            // Shift, bias and clamp keep order, so the largest sum of a window gives its largest activation.
            sums.add(IntegerKernel.largestOfWindows(sum, stage.sums(), stage.maxPool()));
        }
        return widths(new Sums(weights, skipScale, sums, unit));
    }

    private List<LayerChoice> widths(Sums sums) {
        double[] biases = target.correctedBiases(sums.sums(), sums.unit());
        List<LayerChoice> choices = new ArrayList<>();
        switch (stage.circuit()) {
            case Stage.Scores _ -> addIfFits(choices, sums, biases, 0, 0);
            case Squares _ -> {
                for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
                    addIfFits(choices, sums, biases, shift, 0);
                }
            }
            case Rectify _ -> {
                for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
                    for (int bits = NARROWEST_ACTIVATION; bits <= options.activationBits(); bits++) {
                        double step = Math.scalb(sums.unit(), shift);
                        double top = Math.scalb(step, bits);
                        boolean plausible = isCappedExactly()
                                ? Math.abs(step * ((1 << bits) - 1) / cap() - 1) < CAP_TOLERANCE
                                : top >= target.largest() / 8 && top <= 4 * target.largest();
                        if (plausible) {
                            addIfFits(choices, sums, biases, shift, bits);
                        }
                    }
                }
            }
        }
        return choices;
    }

    private void addIfFits(List<LayerChoice> choices, Sums sums, double[] realBiases, int shift, int activationBits) {
        long rounding = shift == 0 ? 0 : 1L << (shift - 1);
        long[] biases = new long[realBiases.length];
        Arrays.setAll(biases, c -> Math.round(realBiases[c]) + rounding);
        int ringBits = ringBits(sums, biases, shift);
        int rootBits = ringBits - shift;
        boolean square = stage.circuit() instanceof Squares;
        if (ringBits > LinearLayer.MAX_RING_BITS
                || square && (rootBits < NARROWEST_ACTIVATION || rootBits > options.activationBits())) {
            return;
        }
        double step = Math.scalb(sums.unit(), shift);
        double error = target.error(
                sums.sums(), biases, shift, stage.givesScores() || square ? 0 : (1 << activationBits) - 1, step);
        int guardBits = stage.other() == null ? 2 : 3;
        int nextRing = Math.max(TYPICAL_NEXT_RING, 2 * (square ? rootBits : activationBits));
        double circuits = stage.circuits().elements();
        double bytes = switch (stage.circuit()) {
            case Stage.Scores _ -> 0;
            case Squares _ -> circuits * cost.square(ringBits, guardBits, shift, nextRing);
            case Rectify _ ->
                circuits * cost.relu(stage.windowElements(), ringBits, guardBits, shift, activationBits, nextRing);
        };
        int kept = square ? 2 * (rootBits - 1) : activationBits;
        double price = options.errorPrice() * error + bytes + cost.bytesPerRingBit() * kept * nextCircuits;
        List<LinearWeights> weights = new ArrayList<>();
        for (int[] each : sums.weights()) {
            weights.add(new LinearWeights(each, weights.isEmpty() ? biases : new long[biases.length]));
        }
        choices.add(new LayerChoice(
                weights,
                sums.skipScale(),
                ringBits,
                shift,
                square ? rootBits : activationBits,
                square ? step * step : step,
                error,
                price));
    }

    /** The narrowest ring that no input can overflow, and that the circuits before and after can work with. */
    private int ringBits(Sums sums, long[] biases, int shift) {
        long[] low = biases.clone();
        long[] high = biases.clone();
        int bits = Math.max(shift + 2, 6);
        for (int b = 0; b < stage.branches().size(); b++) {
            Branch branch = stage.branches().get(b);
            ExactTensor input = tensor(branch.source());
            int[] weights = sums.weights().get(b);
            int perOutput = weights.length / biases.length;
            for (int i = 0; i < weights.length; i++) {
                ValueRange range = input.ranges()[branch.linear().inputChannel(i, branch.input())];
                long one = weights[i] * range.low();
                long other = weights[i] * range.high();
                low[i / perOutput] += Math.min(one, other);
                high[i / perOutput] += Math.max(one, other);
            }
            // The circuit before needs a ring wider than its own result.
            bits = Math.max(bits, 65 - Long.numberOfLeadingZeros(input.high()));
        }
        @Nullable ExactTensor skip = stage.skip() == Stage.NO_SKIP ? null : tensor(stage.skip());
        for (int c = 0; c < biases.length; c++) {
            if (skip != null) {
                low[c] += sums.skipScale() * skip.ranges()[c].low();
                high[c] += sums.skipScale() * skip.ranges()[c].high();
            }
            bits = Math.max(bits, new ValueRange(low[c], high[c]).signedBits());
        }
        return bits;
    }
}
