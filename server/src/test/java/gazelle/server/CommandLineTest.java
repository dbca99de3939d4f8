package gazelle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = GazelleServer.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        return commandLine.execute(arguments);
    }

    private int serve(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {
                    "serve",
                    "--models",
                    folder.resolve("m").toString(),
                    "--state",
                    folder.resolve("s").toString()
                },
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return run(arguments);
    }

    @Test
    void refusesOtherComputersUnlessToldSo() {
        assertThat(serve("--port", "0", "--bind", "0.0.0.0")).isEqualTo(2);
        assertThat(err.toString()).contains("--allow-anonymous").doesNotContain("\tat ");
    }

    @Test
    void refusesImpossiblePortsAndLimits() {
        assertThat(serve("--port", "70000")).isEqualTo(2);
        assertThat(serve("--port", "0", "--max-sessions", "0")).isEqualTo(2);
        assertThat(serve("--port", "0", "--setup-timeout", "0")).isEqualTo(2);
        assertThat(serve("--port", "0", "--idle-timeout", "0")).isEqualTo(2);
        assertThat(serve("--port", "0", "--inference-timeout", "-1")).isEqualTo(2);
        assertThat(serve("--port", "many")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--port: 70000 (expected: 0 to 65535)")
                .contains("--max-sessions: 0 (expected: at least 1)")
                .contains("--setup-timeout: 0 (expected: at least 1)")
                .contains("--idle-timeout: 0 (expected: at least 1)")
                .contains("--inference-timeout: -1 (expected: at least 1)")
                .contains("many")
                .doesNotContain("\tat ");
    }

    @Test
    void saysInOneLineThatThereAreNoModels() {
        assertThat(serve("--port", "0")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("gazelle-server: ")
                .contains("is not a folder")
                .hasLineCount(1);
    }
}
