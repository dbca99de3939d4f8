package gazelle.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.CommandRun;
import gazelle.app.NetworkServer;
import gazelle.app.SlowWire;
import gazelle.app.SmallModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The terminal's lines about a slow server, and the moment at which the program leaves it. */
@Timeout(60)
class PauseLinesTest {
    /** The greeting is shorter, what the server sends in the exchange of keys much longer. */
    private static final int BYTES_BEFORE_DRIPPING = 20_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void pauseAndGoOn(boolean json, boolean shown) {
        PrintWriter to = new PrintWriter(out, true);
        PauseLines pauses = new PauseLines(new PrintWriter(err), shown);
        for (var printer : List.of(
                json ? new JsonPrinter(to, pauses, false) : new TextPrinter(to, pauses),
                new VerifyPrinter(to, pauses, json))) {
            printer.stalled(Duration.ofSeconds(3));
            printer.resumed(Duration.ofMillis(7_900));
        }
    }

    @Test
    void tellsOfAPauseAndItsEndBesideTheResults() {
        pauseAndGoOn(false, true);
        assertThat(err.toString().lines().toList())
                .containsExactly(
                        "gazelle: The server has sent nothing for 3 s. Still waiting.",
                        "gazelle: The server goes on, after 7 s.",
                        "gazelle: The server has sent nothing for 3 s. Still waiting.",
                        "gazelle: The server goes on, after 7 s.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void isSilentWhereNobodyReadsAlong() {
        pauseAndGoOn(true, false);
        assertThat(out.toString() + err).isEmpty();
    }

    private static CommandRun.Outcome classify(String address, String fingerprint, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("classify", "--server", address, "--trust", fingerprint, "--model", "label"));
        arguments.addAll(List.of(more));
        arguments.add(BundledModel.SAMPLES.resolve("png/brain-pd-axial-10.png").toString());
        return CommandRun.run(arguments.toArray(String[]::new));
    }

    @Test
    void leavesAServerThatDrips() throws Exception {
        try (NetworkServer server = NetworkServer.start(SmallModel.prepared());
                SlowWire wire = new SlowWire(server.address(), BYTES_BEFORE_DRIPPING)) {
            CommandRun.Outcome outcome = classify(
                    wire.address().toString(),
                    server.fingerprint().toString(),
                    "--timeout",
                    "2",
                    "--computing-time",
                    "1",
                    "--least-rate",
                    "1048576");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err())
                    .contains(
                            "The server was too slow: this program waited 2 s for it in all, the longest that it allows "
                                    + "for 0.6 MB. No result was produced; only protected data had been sent. Try again "
                                    + "later, or tell the server's administrator. On the command line, a longer "
                                    + "--computing-time and a lower --least-rate allow for a slow server or network.");
        }
    }

    @Test
    void refusesLimitsThatAreNone() {
        String trust = "00".repeat(32);
        assertThat(classify("localhost:1", trust, "--computing-time", "0").err())
                .contains("--computing-time: 0 (expected: at least 1)");
        assertThat(classify("localhost:1", trust, "--least-rate", "0").err())
                .contains("--least-rate: 0 (expected: 1 to 1048576)");
        CommandRun.Outcome timeout = classify("localhost:1", trust, "--timeout", "0");
        assertThat(timeout.err()).contains("--timeout: 0 (expected: at least 1)");
        assertThat(timeout.status()).isEqualTo(2);
    }
}
