package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.model.ModelFolder;
import gazelle.viewer.input.InputCheck;
import gazelle.viewer.input.InputCheck.Measure;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The input checks of brain-tumour's card on the sample images, none of which shows what it knows. */
class SampleImagesTest {
    private static final Path SAMPLES = Path.of("..", "sample-images");

    private static List<InputCheck> checks(String model) throws Exception {
        return ModelFolder.read(Path.of(model)).card().inputChecks().stream()
                .map(SampleImagesTest::check)
                .toList();
    }

    private static InputCheck check(gazelle.protocol.model.InputCheck check) {
        return switch (check) {
            case gazelle.protocol.model.InputCheck.HeaderWords words ->
                new InputCheck.HeaderWords(words.fields(), words.wanted(), words.unwanted());
            case gazelle.protocol.model.InputCheck.MeasureRange range ->
                new InputCheck.MeasureRange(Measure.parse(range.measure()), range.low(), range.high());
            case gazelle.protocol.model.InputCheck.HistogramDistance histogram ->
                new InputCheck.HistogramDistance(histogram.reference(), histogram.limit());
        };
    }

    private static long warnings(String model, SliceFile slice, Map<String, String> header) throws Exception {
        InputMeasures measures = InputMeasures.of(slice.image());
        return checks(model).stream()
                .filter(check -> check.warns(measures, header))
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brain-pd-axial-04.dcm",
                "brain-pd-axial-12.dcm",
                "brain-pd-axial-18.dcm",
                "head-flair-axial-implicit.dcm",
                "heart-cine-8bit.dcm"
            })
    void headersOfOtherSequencesAndOrgansWarn(String file) throws Exception {
        SliceFile slice = SliceReader.read(SAMPLES.resolve("dicom").resolve(file));
        assertThat(warnings("brain-tumour", slice, slice.info().headerFields())).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"brain-pd-axial-12-16bit.png", "brain-pd-axial-14.png", "abdomen-fat-axial.png"})
    void pixelsAloneWarnToo(String file) throws Exception {
        SliceFile slice = SliceReader.read(SAMPLES.resolve("png").resolve(file));
        assertThat(warnings("brain-tumour", slice, slice.info().headerFields())).isPositive();
    }

    @Test
    void aHeaderOfAContrastEnhancedHeadPasses() throws Exception {
        SliceFile slice = SliceReader.read(SAMPLES.resolve("png").resolve("head-t1-coronal.png"));
        Map<String, String> header =
                Map.of("modality", "MR", "body-part", "BRAIN", "series-description", "T1_SE_tra +C");
        assertThat(warnings("brain-tumour", slice, header)).isZero();
    }
}
