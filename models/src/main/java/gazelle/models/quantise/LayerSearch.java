package gazelle.models.quantise;

import gazelle.models.network.Patches;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Searches the weight scale, shift and width of one stage.
 *
 * <p>The weight scale is free, so candidates run over a geometric grid: fine scales clip the largest weights, coarse ones
 * need a smaller ring. Since step_out = step_in * scale * 2^s, each scale with each shift is one candidate activation step.
 */
final class LayerSearch {
    private static final int FINEST = -4;
    private static final int COARSEST = 14;
    private static final double GRID_RATIO = Math.pow(2, 0.25);
    private static final int NARROWEST_ACTIVATION = 3;

    /** A typical ring of the stage after, whose own width is not known yet; it weighs little. */
    private static final int TYPICAL_NEXT_RING = 18;

    private final Stage stage;
    private final QuantiserOptions options;
    private final long nextOutputs;
    private final List<float[]> targets;
    private final double[] targetMeans;
    private final double targetSquares;
    private final double targetLargest;

    /**
     * @param stage the stage
     * @param nextOutputs activations of the stage after, whose ring grows with this one's activation bits
     * @param targets what the real linear layer gives for each calibration image, the largest of each max-pooling window
     */
    LayerSearch(Stage stage, QuantiserOptions options, long nextOutputs, List<float[]> targets) {
        this.stage = stage;
        this.options = options;
        this.nextOutputs = nextOutputs;
        this.targets = targets;
        this.targetMeans = channelMeans(targets);
        double squares = 0;
        double largest = 0;
        for (float[] target : targets) {
            for (float value : target) {
                double kept = kept(value);
                squares += kept * kept;
                largest = Math.max(largest, Math.abs(value));
            }
        }
        this.targetSquares = Math.max(squares, Double.MIN_NORMAL);
        this.targetLargest = largest;
    }

    private double kept(double value) {
        return stage.relu() ? Math.max(value, 0) : value;
    }

    private double[] channelMeans(List<float[]> values) {
        double[] means = new double[stage.linear().geometry().biasCount()];
        int perBias = values.getFirst().length / means.length;
        for (float[] tensor : values) {
            for (int i = 0; i < tensor.length; i++) {
                means[i / perBias] += tensor[i];
            }
        }
        for (int c = 0; c < means.length; c++) {
            means[c] /= (double) perBias * values.size();
        }
        return means;
    }

    /**
     * The cheapest candidate.
     *
     * @param inputs the stage's integer inputs, one for each calibration image
     * @param inputStep real value of one unit of them
     * @param range all values an input can take
     */
    LayerChoice best(List<int[]> inputs, double inputStep, ValueRange range) {
        Patches patches = Patches.of(stage.linear().geometry(), stage.input());
        List<int[]> columns = inputs.stream().map(patches::gather).toList();
        // Candidates are independent and reduced in grid order, so the result does not depend on the number of threads.
        List<LayerChoice> choices = IntStream.rangeClosed(FINEST, stage.relu() ? COARSEST : 0)
                .parallel()
                .mapToObj(step -> candidates(patches, columns, inputStep, range, Math.pow(GRID_RATIO, step)))
                .flatMap(List::stream)
                .toList();
        return choices.stream()
                .min(Comparator.comparingDouble(LayerChoice::price))
                .orElseThrow(() -> new IllegalArgumentException(stage.linear().name()
                        + ": no ring of at most " + LinearLayer.MAX_RING_BITS
                        + " bits holds this layer (use fewer weight or activation bits)"));
    }

    private List<LayerChoice> candidates(
            Patches patches, List<int[]> columns, double inputStep, ValueRange range, double coarseness) {
        float[] real = stage.linear().weights();
        int limit = (1 << (options.weightBits() - 1)) - 1;
        double largest = 0;
        for (float weight : real) {
            largest = Math.max(largest, Math.abs(weight));
        }
        double scale = Math.max(largest, Float.MIN_NORMAL) / limit * coarseness;
        int[] weights = new int[real.length];
        for (int i = 0; i < real.length; i++) {
            weights[i] = (int) Math.clamp(Math.rint(real[i] / scale), -limit, limit);
        }
        List<int[]> sums = columns.stream()
                .map(matrix -> IntegerKernel.multiply(weights, matrix, patches))
                // Shift, bias and clamp keep order, so the largest sum of a window gives its largest activation.
                .map(all -> IntegerKernel.largestOfWindows(all, stage.linearOutput(), stage.maxPool()))
                .toList();
        double[] biases = correctedBiases(sums, inputStep * scale);
        List<LayerChoice> choices = new ArrayList<>();
        if (!stage.relu()) {
            addIfFits(choices, weights, biases, sums, inputStep * scale, range, 0, 0);
            return choices;
        }
        for (int shift = 0; shift < LinearLayer.MAX_RING_BITS - 2; shift++) {
            for (int bits = NARROWEST_ACTIVATION; bits <= options.activationBits(); bits++) {
                double top = inputStep * scale * Math.scalb(1.0, shift + bits);
                if (top >= targetLargest / 8 && top <= 4 * targetLargest) {
                    addIfFits(choices, weights, biases, sums, inputStep * scale, range, shift, bits);
                }
            }
        }
        return choices;
    }

    /** Real biases in units of y that give each channel the mean of the real layer (Nagel et al., section 4.2). */
    private double[] correctedBiases(List<int[]> sums, double unit) {
        double[] biases = new double[targetMeans.length];
        int perBias = sums.getFirst().length / biases.length;
        for (int[] tensor : sums) {
            for (int i = 0; i < tensor.length; i++) {
                biases[i / perBias] -= tensor[i];
            }
        }
        for (int c = 0; c < biases.length; c++) {
            biases[c] = biases[c] / ((double) perBias * sums.size()) + targetMeans[c] / unit;
        }
        return biases;
    }

    private void addIfFits(
            List<LayerChoice> choices,
            int[] weights,
            double[] realBiases,
            List<int[]> sums,
            double unit,
            ValueRange range,
            int shift,
            int activationBits) {
        long rounding = shift == 0 ? 0 : 1L << (shift - 1);
        long[] biases = new long[realBiases.length];
        Arrays.setAll(biases, c -> Math.round(realBiases[c]) + rounding);
        LinearWeights linear = new LinearWeights(weights, biases);
        int ringBits = Math.max(NetworkWeights.ringBitsNeeded(linear, range), Math.max(shift + 2, 6));
        // The activation before needs a ring wider than its own result.
        ringBits = Math.max(ringBits, 65 - Long.numberOfLeadingZeros(range.high()));
        if (ringBits > LinearLayer.MAX_RING_BITS) {
            return;
        }
        double step = unit * Math.scalb(1.0, shift);
        double error = stage.relu()
                ? activationError(sums, biases, shift, (1 << activationBits) - 1, step)
                : linearError(sums, biases, step);
        double price = options.errorPrice() * error;
        if (stage.relu()) {
            price += (double) targets.getFirst().length
                            * ActivationCost.bytes(
                                    stage.windowElements(), ringBits, shift, activationBits, TYPICAL_NEXT_RING)
                    + (double) ActivationCost.BYTES_PER_RING_BIT * activationBits * nextOutputs;
        }
        choices.add(new LayerChoice(linear, ringBits, shift, activationBits, step, error, price));
    }

    private double activationError(List<int[]> sums, long[] biases, int shift, int largest, double step) {
        double squares = 0;
        for (int n = 0; n < sums.size(); n++) {
            int[] tensor = sums.get(n);
            float[] target = targets.get(n);
            int perBias = tensor.length / biases.length;
            for (int c = 0; c < biases.length; c++) {
                int bias = Math.toIntExact(biases[c]);
                for (int i = c * perBias; i < (c + 1) * perBias; i++) {
                    int kept = Math.clamp((tensor[i] + bias) >> shift, 0, largest);
                    double difference = kept * step - Math.max(target[i], 0);
                    squares += difference * difference;
                }
            }
        }
        return squares / targetSquares;
    }

    private double linearError(List<int[]> sums, long[] biases, double step) {
        double squares = 0;
        for (int n = 0; n < sums.size(); n++) {
            for (int i = 0; i < sums.get(n).length; i++) {
                int channel = i / (sums.get(n).length / biases.length);
                double difference = (sums.get(n)[i] + biases[channel]) * step - targets.get(n)[i];
                squares += difference * difference;
            }
        }
        return squares / targetSquares;
    }
}
