package gazelle.models.quantise;

import gazelle.models.network.Curve;
import gazelle.protocol.model.ValueRange;
import java.util.Arrays;
import java.util.List;

/** A curve as a table of integers: what a circuit looks up. */
final class Tabulation {
    private final int[] values;
    private final double step;

    private Tabulation(int[] values, double step) {
        this.values = values;
        this.step = step;
    }

    /**
     * The curve at the middle of every step of its argument, in units that make the largest magnitude 2^magnitudeBits - 1.
     *
     * @param indexBits width of the index, sign included
     * @param argumentStep real value of one unit of the index
     */
    static Tabulation of(Curve curve, int indexBits, double argumentStep, int magnitudeBits) {
        int half = 1 << (indexBits - 1);
        double[] real = new double[2 * half];
        Arrays.setAll(real, i -> curve.at((i - half) * argumentStep));
        double largest = Arrays.stream(real).map(Math::abs).max().orElseThrow();
        double step = Math.max(largest, Float.MIN_NORMAL) / ((1 << magnitudeBits) - 1);
        return new Tabulation(
                Arrays.stream(real)
                        .mapToInt(value -> (int) Math.rint(value / step))
                        .toArray(),
                step);
    }

    /** Real value of one unit of the values. */
    double step() {
        return step;
    }

    /** The values from the most negative index to the largest. */
    List<Integer> values() {
        return Arrays.stream(values).boxed().toList();
    }

    /** All values, and 0, with which a convolution pads. */
    ValueRange range() {
        return new ValueRange(
                Math.min(0, Arrays.stream(values).min().orElseThrow()),
                Math.max(0, Arrays.stream(values).max().orElseThrow()));
    }

    /** Replaces each sum by the value of clamp(floor(y / 2^shift)). */
    void lookUp(int[] sums, int shift) {
        int half = values.length / 2;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = values[half + Math.clamp(sums[i] >> shift, -half, half - 1)];
        }
    }
}
