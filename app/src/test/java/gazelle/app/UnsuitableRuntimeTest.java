package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program on a virtual machine that leaves the processor's instructions for constant time unused. */
@Timeout(120)
class UnsuitableRuntimeTest {
    private static String refusal(String instructions, String exposed) {
        return "Java does not use " + instructions
                + " instructions here: this processor has none, or they were switched off. " + exposed
                + " would show in how long things take, and everything would be slow. Use a computer that has them, with a "
                + "usual Java; to try it out all the same, add --slow-and-not-constant-time.";
    }

    private static String complaint(String option, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                GazelleApp.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // No window opens in a test, whatever the computer has.
        builder.environment().remove("DISPLAY");
        builder.environment().remove("WAYLAND_DISPLAY");
        Process process = builder.start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        return said;
    }

    private static String classify(String option, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "classify",
                "--embedded",
                "--models",
                BundledModel.FOLDER.resolve("none").toString(),
                "--model",
                "brain-tumour",
                BundledModel.SAMPLES.resolve("png/brain-pd-axial-10.png").toString()));
        arguments.addAll(Arrays.asList(more));
        return complaint(option, arguments.toArray(String[]::new));
    }

    @Test
    void classifyRefusesItUnlessTold() throws Exception {
        assertThat(classify("-XX:-UseFMA").strip())
                .isEqualTo("gazelle: Nothing was classified. " + refusal("FMA", "The image"));
        assertThat(classify("-XX:-UseAES").strip())
                .isEqualTo("gazelle: Nothing was classified. " + refusal("AES", "The image"));
        assertThat(classify("-XX:TieredStopAtLevel=1"))
                .contains("optimising compiler is switched off (-XX:TieredStopAtLevel=1)")
                .contains("Start the program without that option;");
        assertThat(classify("-XX:-UseAES", "--slow-and-not-constant-time"))
                .as("allowed, it goes on to the next complaint")
                .contains("There is no folder of models");
    }

    @Test
    void theDesktopRefusesIt() throws Exception {
        assertThat(complaint("-XX:-UseFMA")).contains("gazelle: " + refusal("FMA", "Images"));
    }
}
