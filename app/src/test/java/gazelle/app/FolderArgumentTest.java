package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and discs as people have them, given to {@code classify} and {@code deidentify}. */
class FolderArgumentTest {
    private static final Path SLICE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-10.dcm");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void makeADisc() throws Exception {
        write("cd/DICOM/IM1", Files.readAllBytes(SLICE));
        write("cd/AUTORUN.INF", "[autorun]".getBytes(StandardCharsets.US_ASCII));
        write("cd/REPORT.PDF", "%PDF-1.4".getBytes(StandardCharsets.US_ASCII));
        write("cd/logo.gif", "GIF89a".getBytes(StandardCharsets.US_ASCII));
        write("cd/viewer.jar", "PK\003\004".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void classifiesTheSlicesOfALinkedDiscAndLeavesOutTheRest() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("cd"));

        CommandRun.Outcome outcome = classify(link);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.contains("\"class\"")))
                .hasSize(1);
        assertThat(outcome.err())
                .contains("logo.gif: Left out. This is a GIF picture")
                .contains("REPORT.PDF: Left out. This is a PDF document")
                .contains("viewer.jar: Left out. This is a ZIP archive")
                .contains("AUTORUN.INF: Left out, as it holds no picture");
    }

    @Test
    void classifiesWhatTheDirectoryOfADiscNames() throws Exception {
        write("cd/DICOMDIR", "no directory".getBytes(StandardCharsets.US_ASCII));

        CommandRun.Outcome outcome = classify(folder.resolve("cd/DICOMDIR"));

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains(Path.of("cd", "DICOM", "IM1").toString().replace("\\", "\\\\"));
        assertThat(outcome.err()).contains("DICOMDIR cannot be followed; all files beside it were looked at instead.");
    }

    @Test
    void doesNotSayThatAllIsWellWhereNothingWasClassified() throws Exception {
        write("texts/a.txt", "no picture".getBytes(StandardCharsets.US_ASCII));

        CommandRun.Outcome outcome = classify(folder.resolve("texts"));

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("No slice was found in it, so nothing was classified");
    }

    @Test
    void saysWhatAnArgumentHoldsThatNoFileCanHave() {
        StringBuilder name = new StringBuilder("Sch").appendCodePoint(0xFFFD).append("del.dcm");

        assertThat(GazelleApp.refusalOf(name.toString()))
                .hasValueSatisfying(
                        message -> assertThat(message).contains("character set").contains("LC_ALL=C.UTF-8"));
        assertThat(GazelleApp.refusalOf("Schädel.dcm")).isEmpty();
    }

    @Test
    void deidentifiesFoldersAndArchivesWithOneMapping() throws Exception {
        write("cd/DICOM/IM2", Files.readAllBytes(BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-12.dcm")));
        Path out = folder.resolve("out");

        CommandRun.Outcome outcome = CommandRun.run(
                "deidentify", "--out", out.toString(), folder.resolve("cd").toString(), SLICE.toString());

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().lines()).hasSize(2);
        assertThat(outcome.err())
                .contains("REPORT.PDF: Left out, as it is no DICOM file")
                .contains("This is the same instance as ")
                .contains("IM1, which was written. Nothing more was written.")
                .doesNotContain("Check the folder and the disk");
        CommandRun.Outcome series = CommandRun.run(
                "inspect", "--identifiers", outcome.out().lines().toList().getFirst());
        CommandRun.Outcome other = CommandRun.run(
                "inspect", "--identifiers", outcome.out().lines().toList().getLast());
        assertThat(line(series, "series-instance-uid")).contains("2.25.").isEqualTo(line(other, "series-instance-uid"));
        assertThat(line(series, "study-instance-uid")).contains("2.25.").isEqualTo(line(other, "study-instance-uid"));
    }

    @Test
    void namesAnInstanceThatIsThereTwiceWithOtherContent() throws Exception {
        byte[] other = Files.readAllBytes(SLICE);
        other[other.length - 1]++;
        write("other.dcm", other);

        CommandRun.Outcome outcome = CommandRun.run(
                "deidentify",
                "--out",
                folder.resolve("out").toString(),
                SLICE.toString(),
                folder.resolve("other.dcm").toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("calls itself the same instance as").contains("its content differs");
    }

    @Test
    void refusesToDeidentifyAFolderWithoutDicom() throws Exception {
        write("texts/a.txt", "no picture".getBytes(StandardCharsets.US_ASCII));

        CommandRun.Outcome outcome = CommandRun.run(
                "deidentify",
                "--out",
                folder.resolve("out").toString(),
                folder.resolve("texts").toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("There is no DICOM file in it");
    }

    private static CommandRun.Outcome classify(Path path) throws Exception {
        return CommandRun.run(
                "classify",
                "--embedded",
                "--models",
                BundledModel.MODELS.resolve("slice-plane").toString(),
                "--model",
                "slice-plane",
                "--json",
                path.toString());
    }

    private static String line(CommandRun.Outcome outcome, String name) {
        return outcome.out()
                .lines()
                .filter(line -> line.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(String name, byte[] content) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
