package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.model.CheckedSlice;
import gazelle.protocol.model.ModelFolder;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.Measure;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The input checks of brain-tumour's card on the sample images, none of which shows what it knows. */
class SampleImagesTest {
    private static final Path SAMPLES = Path.of("..", "sample-images");

    /** A slice with a header of its own. */
    private record Measured(InputMeasures measures, Map<String, String> header) implements CheckedSlice {
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

    private static long warnings(String model, SliceFile slice, Map<String, String> header) throws Exception {
        CheckedSlice measured = new Measured(InputMeasures.of(slice.image()), header);
        return ModelFolder.read(Path.of(model)).card().inputChecks().stream()
                .filter(check -> check.isFailedBy(measured))
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
