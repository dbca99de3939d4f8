package gazelle.server;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.server.identity.IdentityStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = GazelleServer.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.setOut(new PrintWriter(out, true));
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
    void renewsTheCertificateOfAStateFolder() throws Exception {
        assertThat(run("renew", "--state", folder.resolve("s").toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("gazelle-server: there is no key in the state folder ")
                .hasLineCount(1);
        TlsIdentity made = new IdentityStore(folder.resolve("s"))
                .loadOrCreate(new SecureRandom(), Instant.now().minus(Duration.ofDays(2_000)));
        assertThat(run("renew", "--state", folder.resolve("s").toString())).isZero();
        LocalDate end = LocalDate.ofInstant(Instant.now().plus(Duration.ofDays(3 * 365)), ZoneOffset.UTC);
        assertThat(out.toString())
                .containsAnyOf("valid until " + end, "valid until " + end.minusDays(1))
                .contains("Start the server again: one that is running goes on with the old certificate.")
                .contains("SHA-256 of the server's public key, as before: " + made.fingerprint());
    }

    @Test
    void refusesAProcessorWithoutTheInstructionsForConstantTime() throws Exception {
        for (String option : new String[] {"-XX:-UseFMA", "-XX:-UseAES"}) {
            String instructions = option.substring("-XX:-Use".length());
            assertThat(serveInAProcess(option))
                    .isEqualTo("gazelle-server: Java does not use " + instructions
                            + " instructions here: this processor has none, or they were switched off. Secrets would show in "
                            + "how long things take, and everything would be slow. Use a computer that has them, with a usual "
                            + "Java; to try it out all the same, add --slow-and-not-constant-time.");
            assertThat(serveInAProcess(option, "--slow-and-not-constant-time"))
                    .as("allowed, it goes on to the next complaint")
                    .contains("is not a folder");
        }
    }

    private String serveInAProcess(String option, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                GazelleServer.class.getName(),
                "serve",
                "--models",
                folder.resolve("m").toString(),
                "--port",
                "0",
                "--state",
                folder.resolve("s").toString()));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return said.strip();
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
