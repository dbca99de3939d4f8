package gazelle.models.quantise;

import gazelle.crypto.circuit.LookupTableCircuit;
import gazelle.models.network.Patches;
import gazelle.models.quantise.Stage.Branch;
import gazelle.models.quantise.Stage.Rectify;
import gazelle.models.quantise.Stage.Squares;
import gazelle.models.quantise.Stage.Tabulate;
import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.NetworkGraph;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Searches the weight scales, shift and width of one stage.
 *
 * <p>A candidate is a set of {@link StageUnits units}; the weights follow from it and from the steps of what they multiply, channel by
 * channel. Each is tried with every shift and width that could hold the activations.
 */
final class StageSearch {
    private static final int NARROWEST_ACTIVATION = 3;

    /** The number of sums among which the largest is near the largest of all. */
    private static final int FEWEST_SUMS = 4_096;

    private static final double CAP_TOLERANCE = 1e-6;

    /** No ring holds it. */
    private static final int LARGEST_OFFSET = 1 << LinearLayer.MAX_RING_BITS;

    /** A typical ring of the stage after, whose own width is not known yet; it weighs little. */
    private static final int TYPICAL_NEXT_RING = 18;

    private final Stage stage;
    private final QuantiserOptions options;
    private final ActivationCost cost;
    private final long nextCircuits;
    private final boolean alike;
    private final int rootBits;
    private final StageTarget target;
    private final Map<Integer, ExactTensor> tensors;
    private final int limit;

    /**
     * @param stage the stage
     * @param options widths and price
     * @param cost of circuits
     * @param nextCircuits circuits of the stages after, whose rings grow with this one's activation bits
     * @param alike whether all channels must get the same step
     * @param rootBits signed bits of what a square is taken of
     * @param target what the real stage gives
     * @param tensors the exact tensors that the stage takes, by number
     */
    StageSearch(
            Stage stage,
            QuantiserOptions options,
            ActivationCost cost,
            long nextCircuits,
            boolean alike,
            int rootBits,
            StageTarget target,
            Map<Integer, ExactTensor> tensors) {
        this.stage = stage;
        this.options = options;
        this.cost = cost;
        this.nextCircuits = nextCircuits;
        this.alike = alike;
        this.rootBits = rootBits;
        this.target = target;
        this.tensors = Map.copyOf(tensors);
        this.limit = (1 << (options.weightBits() - 1)) - 1;
    }

    /** The cheapest candidate. */
    LayerChoice best() {
        List<Gathered> gathered = stage.branches().stream().map(this::gathered).toList();
        // Candidates are independent and reduced in grid order, so the result does not depend on the number of threads.
        List<LayerChoice> choices = units(gathered).parallelStream()
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
    private static final class Gathered {
        private final Branch branch;
        private final Patches patches;
        private final List<int[]> columns;
        private final double[] weights;

        Gathered(Branch branch, Patches patches, List<int[]> columns, double[] weights) {
            this.branch = branch;
            this.patches = patches;
            this.columns = columns;
            this.weights = weights;
        }
    }

    private Gathered gathered(Branch branch) {
        ExactTensor input = tensor(branch.source());
        Patches patches = Patches.of(branch.linear().geometry(), branch.input());
        float[] real = branch.linear().weights();
        double[] weights = new double[real.length];
        for (int i = 0; i < real.length; i++) {
            weights[i] = real[i] * input.step(branch.linear().inputChannel(i, branch.input()));
        }
        return new Gathered(
                branch,
                patches,
                input.values().parallelStream().map(patches::gather).toList(),
                weights);
    }

    private List<StageUnits> units(List<Gathered> branches) {
        double[] largest = new double[target.channels()];
        boolean fewTerms = false;
        for (Gathered gathered : branches) {
            int perOutput = gathered.weights.length / largest.length;
            for (int i = 0; i < gathered.weights.length; i++) {
                largest[i / perOutput] = Math.max(largest[i / perOutput], Math.abs(gathered.weights[i]));
            }
            fewTerms |= gathered.branch.linear().geometry() instanceof Convolution c && c.groups() > 1;
        }
        StageUnits.Family family = new StageUnits.Family(largest, target.largestByChannel(), limit, fewTerms);
        if (stage.skip() != Stage.NO_SKIP) {
            return family.dividing(tensor(stage.skip()).steps());
        }
        return switch (stage.circuit()) {
            case Stage.Scores _ -> family.fine();
            case Rectify rectify
            when rectify.relu().isCapped() ->
                family.saturatingAt(rectify.relu().cap(), NARROWEST_ACTIVATION, options.activationBits());
            // Steps that differ by channel would become those of the sum to which the tensor is added; and the largest
            // of a
            // few sums says little about how large a channel's may be.
            case Tabulate _ -> family.uniform();
            case Rectify _, Squares _ ->
                alike || target.sumsByChannel() < FEWEST_SUMS ? family.uniform() : family.all();
        };
    }

    private boolean isCappedExactly() {
        return stage.skip() == Stage.NO_SKIP
                && stage.circuit() instanceof Rectify rectify
                && rectify.relu().isCapped();
    }

    private double cap() {
        return stage.circuit() instanceof Rectify rectify ? rectify.relu().cap() : Double.POSITIVE_INFINITY;
    }

    /** One unit's integers on every calibration image, with offsets, if there are any, and before biases. */
    private static final class Sums {
        private final List<int[]> weights;
        private final int[] offsets;
        private final List<int[]> sums;
        private final StageUnits units;

        Sums(List<int[]> weights, int[] offsets, List<int[]> sums, StageUnits units) {
            this.weights = weights;
            this.offsets = offsets;
            this.sums = sums;
            this.units = units;
        }
    }

    private List<LayerChoice> candidates(List<Gathered> branches, StageUnits units) {
        List<int[]> weights = new ArrayList<>();
        for (Gathered branch : branches) {
            int[] rounded = new int[branch.weights.length];
            int perOutput = rounded.length / units.channels();
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (int) Math.clamp(Math.rint(branch.weights[i] / units.of(i / perOutput)), -limit, limit);
            }
            weights.add(rounded);
        }
        int[] offsets = offsets(units);
        if (Arrays.stream(offsets).anyMatch(offset -> Math.abs(offset) >= LARGEST_OFFSET)) {
            return List.of();
        }
        int images = branches.getFirst().columns.size();
        List<int[]> sums = new ArrayList<>();
        for (int n = 0; n < images; n++) {
            Gathered main = branches.getFirst();
            int[] sum = IntegerKernel.multiply(weights.getFirst(), main.columns.get(n), main.patches);
            if (branches.size() > 1) {
                Gathered other = branches.getLast();
                IntegerKernel.addScaled(
                        sum, IntegerKernel.multiply(weights.getLast(), other.columns.get(n), other.patches), 0, 1);
            }
            if (stage.skip() != Stage.NO_SKIP) {
                IntegerKernel.addScaled(sum, tensor(stage.skip()).values().get(n), 0, units.skipScale());
            }
            for (int i = 0; i < offsets.length; i++) {
                sum[i] += offsets[i];
            }
            // Shift, bias and clamp keep order, so the largest sum of a window gives its largest activation.
            sums.add(IntegerKernel.largestOfWindows(sum, stage.sums(), stage.maxPool()));
        }
        return widths(new Sums(weights, offsets, sums, units));
    }

    /** Returns each sum's addition to its channel's bias, of all branches together; empty if no branch's outputs differ in that. */
    private int[] offsets(StageUnits units) {
        double[] real = new double[stage.sums().elements()];
        boolean none = true;
        for (Branch branch : stage.branches()) {
            float[] ofBranch = branch.linear().offsets();
            none &= ofBranch.length == 0;
            for (int i = 0; i < ofBranch.length; i++) {
                real[i] += ofBranch[i];
            }
        }
        if (none) {
            return new int[0];
        }
        int perChannel = real.length / units.channels();
        int[] rounded = new int[real.length];
        Arrays.setAll(rounded, i ->
                (int) Math.clamp(Math.rint(real[i] / units.of(i / perChannel)), -LARGEST_OFFSET, LARGEST_OFFSET));
        return rounded;
    }

    private List<LayerChoice> widths(Sums sums) {
        double[] biases = target.correctedBiases(sums.sums, sums.units);
        List<LayerChoice> choices = new ArrayList<>();
        switch (stage.circuit()) {
            case Stage.Scores _ -> addIfFits(choices, sums, biases, 0, 0, null);
            case Squares _ -> {
                for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
                    if (isPlausible(rootBits - 1, shift, sums)) {
                        addIfFits(choices, sums, biases, shift, rootBits, null);
                    }
                }
            }
            case Rectify _ -> {
                for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
                    for (int bits = NARROWEST_ACTIVATION; bits <= options.activationBits(); bits++) {
                        if (isCappedExactly() ? isCap(bits, shift, sums) : isPlausible(bits, shift, sums)) {
                            addIfFits(choices, sums, biases, shift, bits, null);
                        }
                    }
                }
            }
            case Tabulate tabulate -> {
                int widest = Math.min(options.activationBits() + 1, LookupTableCircuit.MAX_INDEX_BITS);
                for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
                    for (int bits = NARROWEST_ACTIVATION; bits <= widest; bits++) {
                        if (isPlausible(bits - 1, shift, sums)) {
                            double step = Math.scalb(sums.units.of(0), shift);
                            int magnitudeBits = Math.min(bits, options.activationBits());
                            Tabulation table = Tabulation.of(tabulate.function().curve(), bits, step, magnitudeBits);
                            addIfFits(choices, sums, biases, shift, bits, table);
                        }
                    }
                }
            }
        }
        return choices;
    }

    private boolean isCap(int bits, int shift, Sums sums) {
        return Math.abs(sums.units.of(0) * top(bits, shift) / cap() - 1) < CAP_TOLERANCE;
    }

    /** Returns true if the largest magnitude kept is near the largest there is. */
    private boolean isPlausible(int bits, int shift, Sums sums) {
        double needed = target.largestInUnits(sums.units);
        return top(bits, shift) >= needed / 8 && top(bits, shift) <= 4 * needed;
    }

    private static double top(int bits, int shift) {
        return Math.scalb((1 << bits) - 1.0, shift);
    }

    private void addIfFits(
            List<LayerChoice> choices,
            Sums sums,
            double[] realBiases,
            int shift,
            int activationBits,
            @Nullable Tabulation table) {
        long rounding = shift == 0 ? 0 : 1L << (shift - 1);
        long[] biases = new long[realBiases.length];
        Arrays.setAll(biases, c -> Math.round(realBiases[c]) + rounding);
        int ringBits = Math.max(ringBits(sums, biases, shift), table == null ? 0 : shift + activationBits);
        if (ringBits > LinearLayer.MAX_RING_BITS) {
            return;
        }
        boolean square = stage.circuit() instanceof Squares;
        double[] steps = sums.units.steps(shift);
        double error = target.error(sums.sums, biases, shift, activationBits, steps, table);
        int guardBits = NetworkGraph.guardBitsOfSum(stage.branches().size());
        int nextRing = Math.max(TYPICAL_NEXT_RING, 2 * activationBits);
        double circuits = stage.circuits().elements();
        double bytes = switch (stage.circuit()) {
            case Stage.Scores _ -> 0;
            case Squares _ -> circuits * cost.square(ringBits, guardBits, shift, activationBits, nextRing);
            case Tabulate _ -> circuits * cost.table(ringBits, guardBits, shift, activationBits, nextRing);
            case Rectify _ ->
                circuits * cost.relu(stage.windowElements(), ringBits, guardBits, shift, activationBits, nextRing);
        };
        int kept = table != null ? table.range().signedBits() - 1 : square ? 2 * (activationBits - 1) : activationBits;
        double price = options.errorPrice() * error + bytes + cost.bytesPerRingBit() * kept * nextCircuits;
        List<LinearWeights> weights = new ArrayList<>();
        for (int[] each : sums.weights) {
            weights.add(new LinearWeights(
                    each, weights.isEmpty() ? withOffsets(biases, sums.offsets) : new long[biases.length]));
        }
        choices.add(new LayerChoice(
                weights,
                sums.units.skipScale(),
                ringBits,
                shift,
                activationBits,
                table,
                Arrays.stream(steps)
                        .map(step -> table != null ? table.step() : square ? step * step : step)
                        .boxed()
                        .toList(),
                error,
                price));
    }

    private static long[] withOffsets(long[] biases, int[] offsets) {
        if (offsets.length == 0) {
            return biases;
        }
        long[] all = new long[offsets.length];
        Arrays.setAll(all, i -> biases[i / (all.length / biases.length)] + offsets[i]);
        return all;
    }

    /** The narrowest ring that no input can overflow, and that the circuits before and after can work with. */
    private int ringBits(Sums sums, long[] biases, int shift) {
        long[] low = biases.clone();
        long[] high = biases.clone();
        int[] offsets = sums.offsets;
        for (int c = 0; c < biases.length && offsets.length > 0; c++) {
            int perChannel = offsets.length / biases.length;
            IntSummaryStatistics ofChannel =
                    Arrays.stream(offsets, c * perChannel, (c + 1) * perChannel).summaryStatistics();
            low[c] += ofChannel.getMin();
            high[c] += ofChannel.getMax();
        }
        int bits = Math.max(shift + 2, 6);
        for (int b = 0; b < stage.branches().size(); b++) {
            Branch branch = stage.branches().get(b);
            ExactTensor input = tensor(branch.source());
            int[] weights = sums.weights.get(b);
            int perOutput = weights.length / biases.length;
            for (int i = 0; i < weights.length; i++) {
                ValueRange range = input.range(branch.linear().inputChannel(i, branch.input()));
                long one = weights[i] * range.low();
                long other = weights[i] * range.high();
                low[i / perOutput] += Math.min(one, other);
                high[i / perOutput] += Math.max(one, other);
            }
            // The circuit before needs a ring wider than its own result.
            bits = Math.max(bits, input.signedBits());
        }
        @Nullable ExactTensor skip = stage.skip() == Stage.NO_SKIP ? null : tensor(stage.skip());
        for (int c = 0; c < biases.length; c++) {
            if (skip != null) {
                low[c] += sums.units.skipScale() * skip.range(c).low();
                high[c] += sums.units.skipScale() * skip.range(c).high();
            }
            bits = Math.max(bits, new ValueRange(low[c], high[c]).signedBits());
        }
        return bits;
    }
}
