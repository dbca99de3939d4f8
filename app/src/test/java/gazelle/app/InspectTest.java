package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.series.SliceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectTest {
    private static final Path SAMPLES = Path.of("..", "sample-images");

    @Test
    void tellsEncodingSizesAndTagsWithoutIdentifiers() {
        CommandRun.Outcome outcome = inspect("dicom/brain-pd-axial-14-rle.dcm");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("DICOM, RLE Lossless")
                .contains("256 x 256 pixels, 16 bits")
                .contains("series-description: FSE PD AXIAL")
                .contains("window: centre 388.0, width 776.0")
                .doesNotContain("ALICE");
        assertThat(inspect("dicom/brain-pd-axial-14-rle.dcm", "--identifiers").out())
                .contains("SAMPLE^ALICE");
    }

    @Test
    void printsJson() {
        JsonNode report = new JsonMapper()
                .readTree(inspect("nifti/brain-pd-axial.nii.gz", "--frame", "14", "--json")
                        .out());

        assertThat(report.get("format").asString()).isEqualTo("NIfTI");
        assertThat(report.get("encoding").asString()).isEqualTo("int16, little endian, gzip");
        assertThat(report.get("frames").asInt()).isEqualTo(20);
        assertThat(report.get("frame").asInt()).isEqualTo(14);
        assertThat(report.get("max").asDouble()).isEqualTo(880);
        assertThat(report.get("geometry").get("alongRow").get(0).asDouble()).isEqualTo(1);
    }

    @Test
    void writesTheStoredValues(@TempDir Path folder) throws Exception {
        Path png = folder.resolve("pixels.png");

        CommandRun.Outcome outcome = inspect("dicom/brain-pd-axial-14-jpeglossless.dcm", "--pixels", png.toString());

        assertThat(outcome.status()).isZero();
        assertThat(SliceReader.read(png).image().pixels())
                .containsExactly(SliceReader.read(SAMPLES.resolve("dicom/brain-pd-axial-14.dcm"))
                        .image()
                        .pixels());
    }

    @Test
    void namesTheCauseAndItsCode(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("slice.dcm"), "no image");

        CommandRun.Outcome refused = CommandRun.run("inspect", text.toString());
        CommandRun.Outcome outOfRange = inspect("png/brain-pd-axial-14.png", "--frame", "2");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("neither DICOM nor NIfTI").contains("[NOT_AN_IMAGE]");
        assertThat(outOfRange.status()).isEqualTo(2);
        assertThat(outOfRange.err()).contains("--frame: 2 (expected: 1 to 1)");
    }

    private static CommandRun.Outcome inspect(String sample, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "inspect";
        arguments[1] = SAMPLES.resolve(sample).toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.run(arguments);
    }
}
