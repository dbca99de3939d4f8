package gazelle.models.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The real value of one unit of a stage's sum, for each channel: fine units clip the largest weights, coarse ones need a smaller ring.
 */
final class StageUnits {
    private final double[] units;
    private final int skipScale;

    private StageUnits(double[] units, int skipScale) {
        this.units = units;
        this.skipScale = skipScale;
    }

    int channels() {
        return units.length;
    }

    double of(int channel) {
        return units[channel];
    }

    /** Units of an exact skip's integers; 1 without a skip. */
    int skipScale() {
        return skipScale;
    }

    /** Real values of one unit after a shift. */
    double[] steps(int shift) {
        return Arrays.stream(units).map(unit -> Math.scalb(unit, shift)).toArray();
    }

    /**
     * The units worth trying for one stage.
     *
     * <p>They run over a geometric grid, in two profiles: the same for all channels; and for each channel as fine as its own weights,
     * but no finer than its activations allow to be kept with the others' shift.
     */
    static final class Family {
        private static final int FINEST = -4;
        private static final int COARSEST = 14;
        private static final double GRID_RATIO = Math.pow(2, 0.25);
        private static final double CHANNEL_GRID_RATIO = Math.pow(2, 0.5);

        /** The factor by which other images' sums may exceed the calibration images'. */
        private static final double HEADROOM = 1.25;

        private static final int MAX_SKIP_SCALE = 1 << 16;

        private final double[] weights;
        private final double[] sums;
        private final double base;
        private final double finest;
        private final double coarsest;

        /**
         * @param weights largest magnitude of a channel's weights, times the step of what they multiply
         * @param sums largest real sum of each channel
         * @param limit largest integer weight
         * @param fewTerms whether small weights are exact enough, as where every output has a handful of them
         */
        Family(double[] weights, double[] sums, int limit, boolean fewTerms) {
            double largest =
                    Math.max(Float.MIN_NORMAL, Arrays.stream(weights).max().orElse(0));
            this.base = largest / limit;
            this.weights = Arrays.stream(weights)
                    .map(weight -> Math.max(weight, largest * Math.scalb(1.0, -20)) / limit)
                    .toArray();
            this.sums = Arrays.stream(sums).map(sum -> sum * HEADROOM).toArray();
            this.finest = Math.pow(GRID_RATIO, FINEST);
            this.coarsest = fewTerms ? limit : Math.pow(GRID_RATIO, COARSEST);
        }

        private StageUnits uniform(double unit) {
            double[] units = new double[weights.length];
            Arrays.fill(units, unit);
            return new StageUnits(units, 1);
        }

        private List<Double> grid(double from, double to, double ratio) {
            List<Double> factors = new ArrayList<>();
            for (double factor = from; factor <= to * 1.000_001; factor *= ratio) {
                factors.add(factor);
            }
            return factors;
        }

        /** Returns the candidates for scores, which are compared: one unit, and none coarser than the weights need. */
        List<StageUnits> fine() {
            return grid(finest, 1, GRID_RATIO).stream()
                    .map(factor -> uniform(base * factor))
                    .toList();
        }

        /** The same for all channels. */
        List<StageUnits> uniform() {
            return grid(finest, coarsest, GRID_RATIO).stream()
                    .map(factor -> uniform(base * factor))
                    .toList();
        }

        /** Both profiles. */
        List<StageUnits> all() {
            List<StageUnits> all = new ArrayList<>(uniform());
            for (double factor : grid(finest, coarsest, CHANNEL_GRID_RATIO)) {
                double[] tops = new double[weights.length];
                Arrays.setAll(tops, c -> sums[c] / (weights[c] * factor));
                double[] sorted = Arrays.stream(tops).sorted().toArray();
                int least = Math.getExponent(Math.max(1, sorted[sorted.length / 2]));
                int most = Math.getExponent(Math.max(1, sorted[sorted.length - 1])) + 1;
                for (int bits = least; bits <= most; bits++) {
                    double top = Math.scalb(1.0, bits);
                    double[] units = new double[weights.length];
                    Arrays.setAll(units, c -> Math.max(weights[c] * factor, sums[c] / top));
                    all.add(new StageUnits(units, 1));
                }
            }
            return all;
        }

        /** Units of which a skip's steps are whole multiples, the same for every channel. */
        List<StageUnits> dividing(double[] skipSteps) {
            double ratio = 0;
            for (int c = 0; c < weights.length; c++) {
                ratio = Math.max(ratio, weights[c] / skipSteps[c]);
            }
            TreeSet<Integer> scales = new TreeSet<>();
            for (double factor : grid(finest, coarsest, GRID_RATIO)) {
                scales.add(Math.clamp(Math.round(1 / (ratio * factor)), 1, MAX_SKIP_SCALE));
            }
            return scales.stream()
                    .map(scale -> new StageUnits(
                            Arrays.stream(skipSteps).map(step -> step / scale).toArray(), scale))
                    .toList();
        }

        /** Units with which some shift and width saturate at a cap. */
        List<StageUnits> saturatingAt(double cap, int fewestBits, int mostBits) {
            TreeSet<Double> units = new TreeSet<>();
            for (int bits = fewestBits; bits <= mostBits; bits++) {
                double unit = cap / ((1 << bits) - 1);
                while (unit > base * coarsest) {
                    unit /= 2;
                }
                for (; unit >= base * finest; unit /= 2) {
                    units.add(unit);
                }
            }
            return units.stream().map(this::uniform).toList();
        }
    }
}
