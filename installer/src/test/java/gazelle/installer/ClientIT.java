package gazelle.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client's distribution as a clinician runs it. */
@Timeout(120)
class ClientIT {
    private static final Path DICOM = Program.SAMPLES.resolve("brain-pd-axial-10.dcm");

    @TempDir
    Path folder;

    private Program.Outcome embedded(Object... images) throws Exception {
        Object[] arguments = new Object[images.length + 4];
        System.arraycopy(new Object[] {"classify", "--embedded", "--model", "brain-tumour"}, 0, arguments, 0, 4);
        System.arraycopy(images, 0, arguments, 4, images.length);
        return Program.gazelle(folder, arguments);
    }

    @Test
    void classifiesThroughALinkFromAnywhereWithSpacesInPaths() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("my programs"));
        Path link = Files.createSymbolicLink(bin.resolve("gazelle"), Program.CLIENT.resolve("bin/gazelle"));
        Files.copy(DICOM, folder.resolve("a slice.dcm"));
        try (Program program =
                Program.start(folder, link, "classify", "--embedded", "--model", "brain-tumour", "a slice.dcm")) {
            Program.Outcome outcome = program.awaitEnd(Duration.ofSeconds(60));
            assertThat(outcome.status()).as(outcome.err()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out())
                    .contains("a slice.dcm")
                    .contains("Most like: ")
                    .contains("This model cannot answer 'no tumour'.")
                    .contains("Research use only. Not for diagnosis.");
        }
    }

    @Test
    void namesEachBadImageAndClassifiesTheOthers() throws Exception {
        Path text = Files.writeString(folder.resolve("text.png"), "This is not a picture.");
        byte[] whole = Files.readAllBytes(DICOM);
        Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length / 2));
        Program.Outcome outcome = embedded("--json", text, cut, folder.resolve("none.dcm"), DICOM);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("text.png: ")
                .contains("cut.dcm: This DICOM file ends too early")
                .contains("none.dcm: ");
        assertThat(outcome.out()).hasLineCount(1).contains("\"label\":").contains("\"scores\":null");
    }

    @Test
    void refusesAnUnknownModelAndAnIncompleteCommandLine() throws Exception {
        Program.Outcome unknown = Program.gazelle(folder, "classify", "--embedded", "--model", "liver", DICOM);
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("no model of that name").contains("brain-tumour");
        Program.Outcome undecided = Program.gazelle(folder, "classify", "--model", "brain-tumour", DICOM);
        assertThat(undecided.status()).isEqualTo(2);
        assertThat(undecided.err()).contains("--embedded").contains("--server");
        assertThat(embedded().status()).isEqualTo(2);
    }

    /** As in containers, cron and some remote shells. */
    @Test
    void opensFilesOfAnyNameWhereNoLocaleIsSet() throws Exception {
        Path slice =
                Files.copy(DICOM, Files.createDirectory(folder.resolve("Kopf")).resolve("Sch\u00e4del MRT.dcm"));
        for (String locale : new String[] {"C", "POSIX", "xx_XX.UTF-8"}) {
            ProcessBuilder builder = new ProcessBuilder().directory(folder.toFile());
            builder.environment().put("LC_ALL", locale);
            try (Program program =
                    Program.start(builder, folder, Program.CLIENT.resolve("bin/gazelle"), "inspect", slice)) {
                Program.Outcome outcome = program.awaitEnd(Duration.ofSeconds(60));
                assertThat(outcome.status()).as(outcome.err()).isZero();
                assertThat(outcome.out()).contains("Sch\u00e4del MRT.dcm");
            }
        }
    }

    @Test
    void opensTheDesktop() throws Exception {
        ProcessBuilder builder = new ProcessBuilder().directory(folder.toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dglass.platform=Headless -Dprism.order=sw");
        try (Program desktop = Program.start(builder, folder, Program.CLIENT.resolve("bin/gazelle"))) {
            Thread.sleep(6_000);
            assertThat(desktop.isAlive()).as(desktop.err()).isTrue();
            assertThat(desktop.err().lines().filter(line -> !line.startsWith("Picked up")))
                    .as("nothing to complain about")
                    .isEmpty();
            desktop.terminate();
            desktop.awaitEnd(Duration.ofSeconds(5));
        }
    }
}
