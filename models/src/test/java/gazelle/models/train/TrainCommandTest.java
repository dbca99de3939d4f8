package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import gazelle.models.GazelleModels;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                GazelleModels.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = line.execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    @Test
    void namesTheNetworksThatItKnows() {
        Outcome outcome = run("train", "alexnet", "--data", folder.toString(), "--out", folder.toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("alexnet: no such network (expected: brain-tumour, brain-tumour-lesion, cifar10, mnist-a,")
                .doesNotContain("\tat ");
    }

    @Test
    void saysHowToBuildWhatIsMissing() {
        assumeFalse(Trainer.engineIsThere(), "this build has the training engine");
        Outcome outcome = run("train", "mnist-a", "--data", folder.toString(), "--out", folder.toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("Maven profile 'training'").doesNotContain("\tat ");
    }
}
