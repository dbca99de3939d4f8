package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceTag;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
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

    @Test
    void refusesAPictureThatSeemsToHoldWritingUnlessAllowed(@TempDir Path folder) throws Exception {
        Path named = Files.write(
                folder.resolve("named.dcm"), withWriting(Files.readAllBytes(DICOM.resolve("brain-pd-axial-14.dcm"))));
        Path out = folder.resolve("out");

        CommandRun.Outcome refused = CommandRun.run("deidentify", "--out", out.toString(), named.toString());

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("There seems to be writing").contains("Nothing was written");
        assertThat(out).doesNotExist();
        CommandRun.Outcome allowed =
                CommandRun.run("deidentify", "--allow-burned-in-text", "--out", out.toString(), named.toString());
        assertThat(allowed.status()).isZero();
        assertThat(out).isDirectoryContaining("glob:**.dcm");
    }

    @Test
    void leavesNothingBehindWhereItCannotWrite(@TempDir Path folder) throws Exception {
        Path out = Files.writeString(folder.resolve("occupied"), "a file");

        CommandRun.Outcome outcome = CommandRun.run(
                "deidentify",
                "--out",
                out.toString(),
                DICOM.resolve("brain-pd-axial-10.dcm").toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("could not be written");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    /** The file with a name drawn over its pixels, which are its last bytes: 256 x 256 of 16 bits, little endian. */
    private static byte[] withWriting(byte[] file) {
        int side = 256;
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = picture.createGraphics();
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        pen.drawString("DOE^JANE 1960-02-11", 8, 20);
        pen.dispose();
        int first = file.length - 2 * side * side;
        for (int i = 0; i < side * side; i++) {
            if (picture.getRaster().getSample(i % side, i / side, 0) > 127) {
                file[first + 2 * i] = (byte) 0xB8;
                file[first + 2 * i + 1] = 0x0B;
            }
        }
        return file;
    }
}
