package gazelle.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's distribution as an administrator runs it, asked by the client's distribution. */
@Timeout(180)
class ServerIT {
    private static final String KEY = "SHA-256 of the server's public key: ";
    private static final String LISTENING = "listening on ";
    private static final Path DICOM = Program.SAMPLES.resolve("brain-pd-axial-10.dcm");
    private static final Path PNG = Program.SAMPLES.resolve("head-t1-sagittal.png");

    @TempDir
    Path folder;

    private Program server(Object... more) throws Exception {
        Object[] arguments = new Object[more.length + 5];
        Object[] first = {
            "serve", "--models", Program.CLIENT.resolve("models"), "--state", folder.resolve("state of the server")
        };
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return Program.start(folder, Program.SERVER.resolve("bin/gazelle-server"), arguments);
    }

    @Test
    void classifiesForAClientRefusesAWrongKeyAndStopsWhenTold() throws Exception {
        try (Program server = server("--port", "0")) {
            String fingerprint = server.awaitLine(KEY);
            String address = server.awaitLine(LISTENING);
            assertThat(address).startsWith("127.0.0.1:");
            assertThat(server.out()).contains("model brain-tumour version ");

            Program.Outcome remote = Program.gazelle(
                    folder,
                    "classify",
                    "--server",
                    address,
                    "--trust",
                    fingerprint,
                    "--model",
                    "brain-tumour",
                    "--json",
                    DICOM,
                    PNG);
            assertThat(remote.status()).as(remote.err()).isZero();
            Program.Outcome embedded =
                    Program.gazelle(folder, "classify", "--embedded", "--model", "brain-tumour", "--json", DICOM, PNG);
            assertThat(embedded.status()).as(embedded.err()).isZero();
            List<String> remoteLines = remote.out().lines().toList();
            List<String> embeddedLines = embedded.out().lines().toList();
            assertThat(remoteLines).hasSize(2);
            for (int i = 0; i < 2; i++) {
                JsonNode there = new JsonMapper().readTree(remoteLines.get(i));
                JsonNode here = new JsonMapper().readTree(embeddedLines.get(i));
                assertThat(there.get("label").asInt())
                        .isEqualTo(here.get("label").asInt());
                assertThat(there.get("bytesDown").asLong())
                        .as("three-halves garbling over a network, half gates within a process")
                        .isLessThan(here.get("bytesDown").asLong());
            }

            Program.Outcome distrusted = Program.gazelle(
                    folder,
                    "classify",
                    "--server",
                    address,
                    "--trust",
                    "ab".repeat(32),
                    "--model",
                    "brain-tumour",
                    DICOM);
            assertThat(distrusted.status()).isEqualTo(1);
            assertThat(distrusted.err()).contains("is not the one you trust").contains(fingerprint);

            server.terminate();
            assertThat(server.awaitEnd(Duration.ofSeconds(5)).status()).isIn(0, 143);
            Program.Outcome absent = Program.gazelle(
                    folder, "classify", "--server", address, "--trust", fingerprint, "--model", "brain-tumour", DICOM);
            assertThat(absent.status()).isEqualTo(1);
            assertThat(absent.err()).contains("No server answers at " + address);
        }
    }

    @Test
    void keepsItsKeyAndRefusesAPortThatIsTaken() throws Exception {
        String fingerprint;
        try (Program first = server("--port", "0")) {
            fingerprint = first.awaitLine(KEY);
            String port = first.awaitLine(LISTENING + "127.0.0.1:");
            try (Program second = server("--port", port)) {
                Program.Outcome refused = second.awaitEnd(Duration.ofSeconds(60));
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err()).contains("cannot listen on 127.0.0.1 port " + port);
            }
            first.terminate();
            first.awaitEnd(Duration.ofSeconds(5));
        }
        try (Program again = server("--port", "0")) {
            assertThat(again.awaitLine(KEY)).isEqualTo(fingerprint);
        }
    }

    @Test
    void endsTheClientWithAMessageWhenItDiesInTheMiddle() throws Exception {
        try (Program server = server("--port", "0");
                Program client = Program.start(
                        folder,
                        Program.CLIENT.resolve("bin/gazelle"),
                        "classify",
                        "--trust",
                        server.awaitLine(KEY),
                        "--server",
                        server.awaitLine(LISTENING),
                        "--model",
                        "brain-tumour",
                        DICOM)) {
            client.awaitLine("   1/");
            server.kill();
            Program.Outcome outcome = client.awaitEnd(Duration.ofSeconds(30));
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).contains("The connection was lost").contains("No result was produced");
        }
    }

    @Test
    void refusesADamagedModel() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models/broken"));
        Files.writeString(models.resolve("network.json"), "{");
        Files.writeString(models.resolve("card.json"), "{}");
        try (Program server = Program.start(
                folder,
                Program.SERVER.resolve("bin/gazelle-server"),
                "serve",
                "--models",
                folder.resolve("models"),
                "--port",
                "0",
                "--state",
                folder.resolve("state"))) {
            Program.Outcome outcome = server.awaitEnd(Duration.ofSeconds(60));
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("gazelle-server: a model cannot be served")
                    .hasLineCount(1);
        }
    }
}
