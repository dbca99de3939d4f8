package gazelle.app.service;

import gazelle.protocol.model.CheckedSlice;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.Measure;
import gazelle.viewer.slice.SliceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A slice as the input checks of a model's card see it; measured on this computer only.
 *
 * @param measures of the picture
 * @param header the fields of its file, by the names of the checks
 */
record MeasuredSlice(InputMeasures measures, Map<String, String> header) implements CheckedSlice {
    static MeasuredSlice of(SliceFile slice) {
        return new MeasuredSlice(InputMeasures.of(slice.image()), slice.info().headerFields());
    }

    @Override
    public Optional<String> headerField(String name) {
        return Optional.ofNullable(header.get(name));
    }

    @Override
    public double measure(String name) {
        return Measure.parse(name).of(measures);
    }

    @Override
    public double histogramDistance(List<Double> reference) {
        return measures.histogramDistance(reference);
    }
}
