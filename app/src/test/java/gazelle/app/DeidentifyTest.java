package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.io.SliceReader;
import gazelle.viewer.io.SliceTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeidentifyTest {
    private static final Path DICOM = BundledModel.SAMPLES.resolve("dicom");

    @Test
    void writesFilesNamedByTheirNewUidsAndGoesOnAfterABadOne(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out");
        Path text = Files.writeString(folder.resolve("text.dcm"), "no image");

        CommandRun.Outcome outcome = CommandRun.run(
                "deidentify",
                "--out",
                out.toString(),
                DICOM.resolve("brain-pd-axial-10.dcm").toString(),
                text.toString(),
                DICOM.resolve("brain-pd-axial-12.dcm").toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("text.dcm: This file is neither DICOM");
        List<Path> written = outcome.out().lines().map(Path::of).toList();
        assertThat(written).hasSize(2).allSatisfy(file -> {
            var identifiers = SliceReader.read(file).info().identifiers();
            assertThat(file)
                    .hasFileName(
                            identifiers.value(SliceTag.Key.SOP_INSTANCE_UID).orElseThrow() + ".dcm");
            assertThat(identifiers.value(SliceTag.Key.PATIENT_NAME)).isEmpty();
        });
    }
}
