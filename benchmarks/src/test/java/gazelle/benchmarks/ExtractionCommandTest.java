package gazelle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The command as a user calls it, on a model that comes with the project. */
@Timeout(300)
class ExtractionCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = GazelleBench.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void readsThirtyWeightsOfTheLastLayerInFiveInferencesFromScores() {
        int status = run(
                "extraction",
                "--model",
                "brain-tumour",
                "--output",
                "scores",
                "--weights",
                "30",
                "--seconds",
                "0",
                "--models",
                "../models");
        assertThat(status).as(err.toString()).isZero();
        // 10 columns of 5 bits in words of 14, and one inference for the biases.
        assertThat(out.toString())
                .containsPattern("\\| dense2 +\\| +192 \\| +30 \\+ 3 \\| +33 \\| +4 \\+ 1 \\| +0\\.13 \\|")
                .contains("brain-tumour, scores: 1 of 6 layers")
                .contains("measured: 5 inferences in 5 sessions");
        assertThat(err.toString()).contains("brain-tumour: dense2: 33 of 33 right");
    }

    @Test
    void rejectsWhatItDoesNotKnow() {
        assertThat(run("extraction", "--output", "logits")).isEqualTo(2);
        assertThat(err.toString()).contains("--output: logits (expected: label, top-k or scores)");
        assertThat(run("extraction", "--weights", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--weights: 0 (expected: at least 1)");
    }
}
