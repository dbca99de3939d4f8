package gazelle.models.quantise;

import gazelle.models.network.FloatAveragePool;
import gazelle.protocol.model.TensorShape;
import gazelle.protocol.model.ValueRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Integers that stand for real values, on every calibration image; its arrays are not copied. */
final class ExactTensor {
    private final TensorShape shape;
    private final List<int[]> values;
    private final double[] steps;
    private final ValueRange[] ranges;

    /**
     * @param shape their shape
     * @param values one array for each image, in CHW order
     * @param steps real value of one unit, by channel
     * @param ranges all values that an image could make, by channel
     */
    private ExactTensor(TensorShape shape, List<int[]> values, double[] steps, ValueRange[] ranges) {
        this.shape = shape;
        this.values = List.copyOf(values);
        this.steps = steps;
        this.ranges = ranges;
    }

    /** One array for each image, in CHW order. */
    List<int[]> values() {
        return values;
    }

    /** Real value of one unit in a channel. */
    double step(int channel) {
        return steps[channel];
    }

    /** Real values of one unit, by channel. */
    double[] steps() {
        return steps.clone();
    }

    /** All values that an image could make in a channel. */
    ValueRange range(int channel) {
        return ranges[channel];
    }

    /** Values of one range. */
    static ExactTensor of(TensorShape shape, List<int[]> values, double[] steps, ValueRange range) {
        ValueRange[] ranges = new ValueRange[shape.channels()];
        Arrays.fill(ranges, range);
        return new ExactTensor(shape, values, steps, ranges);
    }

    /** Bits of the narrowest two's complement number that holds every value of every channel. */
    int signedBits() {
        return Arrays.stream(ranges).mapToInt(ValueRange::signedBits).max().orElse(1);
    }

    /** The sums over a pooling's windows: means in units of a fraction of the step. */
    ExactTensor pooled(FloatAveragePool pool) {
        long terms = (long) pool.window().windowHeight() * pool.window().windowWidth();
        TensorShape out = pool.outputShape(shape);
        return new ExactTensor(
                out,
                values.parallelStream()
                        .map(x -> IntegerKernel.sumWindows(x, shape, out, pool))
                        .toList(),
                Arrays.stream(steps).map(step -> step / terms).toArray(),
                Arrays.stream(ranges).map(range -> range.times(terms)).toArray(ValueRange[]::new));
    }

    /** The channels of several tensors one after the other. */
    static ExactTensor joined(TensorShape shape, List<ExactTensor> parts) {
        List<int[]> values = new ArrayList<>();
        for (int n = 0; n < parts.getFirst().values().size(); n++) {
            int image = n;
            values.add(parts.stream()
                    .flatMapToInt(part -> Arrays.stream(part.values().get(image)))
                    .toArray());
        }
        return new ExactTensor(
                shape,
                values,
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.steps))
                        .toArray(),
                parts.stream().flatMap(part -> Arrays.stream(part.ranges)).toArray(ValueRange[]::new));
    }
}
