package gazelle.models.compile;

import gazelle.models.data.LabelledImage;
import gazelle.protocol.model.InputCheck;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Learns the limits of a card's input checks from the training slices: all but the most unusual pass. */
final class LearnedChecks {
    private static final String HISTOGRAM_DISTANCE = "histogram-distance";

    /** Share of the training slices beyond each limit. */
    private static final double TAIL = 0.005;

    private LearnedChecks() {}

    /**
     * @param warnings sentence to show by measure
     * @param training slices that pass, but for the tails
     * @throws IllegalArgumentException if a measure is unknown
     */
    static List<InputCheck> learn(Map<String, String> warnings, List<LabelledImage> training) {
        List<InputMeasures> slices =
                training.stream().map(LabelledImage::measures).toList();
        List<InputCheck> checks = new ArrayList<>();
        warnings.forEach((name, warning) -> {
            if (name.equals(HISTOGRAM_DISTANCE)) {
                List<Double> reference = InputMeasures.meanHistogram(slices);
                double[] distances = ascending(slices, slice -> slice.histogramDistance(reference));
                checks.add(new InputCheck.HistogramDistance(reference, upper(distances), warning));
            } else {
                double[] values = ascending(slices, Measure.parse(name)::of);
                checks.add(new InputCheck.MeasureRange(name, values[tail(values)], upper(values), warning));
            }
        });
        return checks;
    }

    private static double[] ascending(List<InputMeasures> slices, ToDoubleFunction<InputMeasures> measure) {
        return slices.stream().mapToDouble(measure).sorted().toArray();
    }

    private static double upper(double[] ascending) {
        return ascending[ascending.length - 1 - tail(ascending)];
    }

    private static int tail(double[] ascending) {
        return (int) (TAIL * ascending.length);
    }
}
