package gazelle.viewer.input;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures of a slice that tell whether it resembles the slices that a model was trained on.
 *
 * <p>Everything is measured on the slice resampled to {@value #SIDE} x {@value #SIDE} cells, so that the scan's
 * resolution and its noise matter little. The foreground is what stands out from the air, as for {@link Crop#HEAD}.
 *
 * @param foregroundShare share of the frame that is foreground, 0..1
 * @param headAspect height of the foreground's box over its width; 0 if nothing stands out
 * @param histogram share of the foreground in each of {@value #BINS} equal steps of brightness from the darkest value to
 *     the foreground's 99th percentile; zeros if there is no foreground
 */
public record InputMeasures(double foregroundShare, double headAspect, List<Double> histogram) {
    /** Bins of a histogram. */
    public static final int BINS = 16;

    private static final int SIDE = 64;
    private static final double TOP_PERCENTILE = 0.99;

    public InputMeasures {
        histogram = List.copyOf(histogram);
        if (histogram.size() != BINS) {
            throw new IllegalArgumentException("histogram: " + histogram.size() + " bins (expected: " + BINS + ")");
        }
    }

    /** Measures a slice. */
    public static InputMeasures of(GrayImage slice) {
        if (slice.min() == slice.max()) {
            return nothing();
        }
        Region frame = Region.whole(slice).grownToShape(SIDE, SIDE);
        double[] cells = BoxResampler.resample(slice, frame, SIDE, SIDE, slice.min());
        float[] pixels = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            pixels[i] = (float) cells[i];
        }
        GrayImage small = new GrayImage(SIDE, SIDE, pixels);
        if (small.min() == small.max()) {
            return nothing();
        }
        double[] foreground = HeadRegion.foreground(small).sorted().toArray();
        return new InputMeasures(
                (double) foreground.length / pixels.length, aspect(small), histogram(foreground, small.min()));
    }

    private static InputMeasures nothing() {
        return new InputMeasures(0, 0, histogram(new double[0], 0));
    }

    private static double aspect(GrayImage image) {
        try {
            Region box = HeadRegion.box(image);
            return box.height() / box.width();
        } catch (UnsuitableImageException empty) {
            return 0;
        }
    }

    private static List<Double> histogram(double[] ascending, double darkest) {
        double[] shares = new double[BINS];
        if (ascending.length > 0) {
            double top = ascending[(int) (TOP_PERCENTILE * (ascending.length - 1))];
            for (double value : ascending) {
                int bin = (int) ((value - darkest) / (top - darkest) * BINS);
                shares[Math.min(BINS - 1, bin)] += 1.0 / ascending.length;
            }
        }
        return Arrays.stream(shares).boxed().toList();
    }

    /**
     * Sum of the absolute differences to another histogram, 0 for the same and 2 for no overlap.
     *
     * @param reference shares of {@value #BINS} bins
     */
    public double histogramDistance(List<Double> reference) {
        if (reference.size() != BINS) {
            throw new IllegalArgumentException("reference: " + reference.size() + " bins (expected: " + BINS + ")");
        }
        double sum = 0;
        for (int i = 0; i < BINS; i++) {
            sum += Math.abs(histogram.get(i) - reference.get(i));
        }
        return sum;
    }

    /** The bin-wise mean of the histograms of at least one slice. */
    public static List<Double> meanHistogram(List<InputMeasures> slices) {
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("slices: none (expected: at least one)");
        }
        return IntStream.range(0, BINS)
                .mapToObj(bin -> slices.stream()
                        .mapToDouble(slice -> slice.histogram().get(bin))
                        .average()
                        .orElse(0))
                .toList();
    }
}
