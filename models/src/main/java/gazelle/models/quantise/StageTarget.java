package gazelle.models.quantise;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real stage's sums on the calibration images, the largest of each max-pooling window: integers are measured by them. */
final class StageTarget {
    /** The weight of a channel's most negative sum of a ReLU: it needs no width above the shift, but room in the ring. */
    private static final double UNUSED_SIDE = 0.125;

    private final Stage stage;
    private final List<float[]> sums;
    private final double[] means;
    private final double squares;
    private final double[] largest;

    StageTarget(Stage stage, List<float[]> sums) {
        this.stage = stage;
        this.sums = List.copyOf(sums);
        this.means = new double[stage.main().linear().geometry().outputChannels()];
        int perBias = sums.getFirst().length / means.length;
        double ownSquares = 0;
        this.largest = new double[means.length];
        boolean bothSides = stage.circuit() instanceof Stage.Squares || stage.circuit() instanceof Stage.Tabulate;
        for (float[] tensor : sums) {
            for (int i = 0; i < tensor.length; i++) {
                double applied = stage.applied(tensor[i]);
                means[i / perBias] += tensor[i];
                ownSquares += applied * applied;
                double size = tensor[i] >= 0 || bothSides ? Math.abs(tensor[i]) : -tensor[i] * UNUSED_SIDE;
                largest[i / perBias] = Math.max(largest[i / perBias], size);
            }
        }
        for (int c = 0; c < means.length; c++) {
            means[c] /= (double) perBias * sums.size();
        }
        this.squares = Math.max(ownSquares, Double.MIN_NORMAL);
    }

    int channels() {
        return means.length;
    }

    /** Returns the number of sums seen of each channel. */
    long sumsByChannel() {
        return (long) sums.size() * sums.getFirst().length / means.length;
    }

    /** The largest magnitude of each channel's sums; of negative ones, if a ReLU drops them, a fraction. */
    double[] largestByChannel() {
        return largest.clone();
    }

    /** The largest of them in its channel's units. */
    double largestInUnits(StageUnits units) {
        double most = 0;
        for (int c = 0; c < largest.length; c++) {
            most = Math.max(most, largest[c] / units.of(c));
        }
        return most;
    }

    /** Real biases in units of the sum that give each channel the mean of the real layer (Nagel et al., section 4.2). */
    double[] correctedBiases(List<int[]> integerSums, StageUnits units) {
        double[] biases = new double[means.length];
        int perBias = integerSums.getFirst().length / biases.length;
        for (int[] tensor : integerSums) {
            for (int i = 0; i < tensor.length; i++) {
                biases[i / perBias] -= tensor[i];
            }
        }
        for (int c = 0; c < biases.length; c++) {
            biases[c] = biases[c] / ((double) perBias * integerSums.size()) + means[c] / units.of(c);
        }
        return biases;
    }

    /**
     * Mean squared error of what the integer stage gives over its mean square.
     *
     * @param integerSums without biases
     * @param bits what the circuit keeps: unsigned of a ReLU, signed of a square's root or a table's index; of scores everything
     * @param steps real value of one unit after the shift, by channel
     * @param table the table, if the circuit looks up in one
     */
    double error(
            List<int[]> integerSums, long[] biases, int shift, int bits, double[] steps, @Nullable Tabulation table) {
        double sum = 0;
        for (int n = 0; n < integerSums.size(); n++) {
            if (table != null) {
                sum += tabulated(integerSums.get(n), sums.get(n), biases, shift, table);
                continue;
            }
            sum += switch (stage.circuit()) {
                case Stage.Rectify rectify ->
                    rectified(
                            integerSums.get(n),
                            sums.get(n),
                            biases,
                            shift,
                            (1 << bits) - 1,
                            steps,
                            rectify.relu().cap());
                case Stage.Squares _, Stage.Tabulate _ ->
                    applied(integerSums.get(n), sums.get(n), biases, shift, bits, steps);
                case Stage.Scores _ -> applied(integerSums.get(n), sums.get(n), biases, shift, Integer.SIZE, steps);
            };
        }
        return sum / squares;
    }

    /** The inner loop of the search. */
    private static double rectified(
            int[] tensor, float[] real, long[] biases, int shift, int saturation, double[] steps, float cap) {
        double sum = 0;
        int perBias = tensor.length / biases.length;
        for (int c = 0; c < biases.length; c++) {
            int bias = Math.toIntExact(biases[c]);
            for (int i = c * perBias; i < (c + 1) * perBias; i++) {
                int kept = Math.clamp((tensor[i] + bias) >> shift, 0, saturation);
                double difference = kept * steps[c] - Math.min(Math.max(real[i], 0), cap);
                sum += difference * difference;
            }
        }
        return sum;
    }

    private double tabulated(int[] tensor, float[] real, long[] biases, int shift, Tabulation table) {
        double sum = 0;
        int perBias = tensor.length / biases.length;
        int[] outputs = new int[tensor.length];
        Arrays.setAll(outputs, i -> tensor[i] + (int) biases[i / perBias]);
        table.lookUp(outputs, shift);
        for (int i = 0; i < tensor.length; i++) {
            double difference = outputs[i] * table.step() - stage.applied(real[i]);
            sum += difference * difference;
        }
        return sum;
    }

    private double applied(int[] tensor, float[] real, long[] biases, int shift, int bits, double[] steps) {
        double sum = 0;
        int largest = (1 << (bits - 1)) - 1;
        int perBias = tensor.length / biases.length;
        for (int i = 0; i < tensor.length; i++) {
            int kept = Math.clamp((tensor[i] + biases[i / perBias]) >> shift, -largest - 1, largest);
            double difference = stage.applied(kept * steps[i / perBias]) - stage.applied(real[i]);
            sum += difference * difference;
        }
        return sum;
    }
}
