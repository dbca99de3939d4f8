package gazelle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as a user calls it; its parties run as processes of their own. */
@Timeout(300)
class NetworksCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = GazelleBench.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void measuresANetworkBetweenTwoProcesses() {
        int status = run("networks", "--net", "A", "--runs", "1", "--warm-ups", "1", "--json", "--models", "../models");
        assertThat(status).as(err.toString()).isZero();
        JsonNode all = new JsonMapper().readTree(out.toString());
        assertThat(all.size()).isEqualTo(1);
        JsonNode figures = all.get(0);
        assertThat(figures.get("net").asString()).isEqualTo("A");
        assertThat(figures.get("bytesUp").asLong()).isEqualTo(172_999);
        assertThat(figures.get("bytesDown").asLong()).isEqualTo(280_215);
        assertThat(figures.get("rounds").asInt()).isEqualTo(7);
        assertThat(figures.get("setupBytes").asLong())
                .as("KEYS, OT_REQUEST and OT_REPLY")
                .isEqualTo(5 + 24_609 + 5 + 299_008 + 5 + 282_656 + 32 * 22);
        assertThat(figures.get("setupSeconds").asDouble()).isPositive();
        JsonNode seconds = figures.get("seconds");
        assertThat(seconds.get("median").asDouble())
                .isPositive()
                .isEqualTo(seconds.get("min").asDouble());
        assertThat(seconds.get("max").asDouble()).isEqualTo(seconds.get("min").asDouble());
        assertThat(figures.get("coldSeconds").asDouble()).isPositive();
        for (String phase : new String[] {"homomorphic", "ot", "garble", "evaluate", "wait"}) {
            assertThat(figures.get("phases").get("client").get(phase).asDouble())
                    .isNotNegative();
            assertThat(figures.get("phases").get("server").get(phase).asDouble())
                    .isNotNegative();
        }
        assertThat(figures.get("phases").get("client").get("evaluate").asDouble())
                .isPositive();
        assertThat(figures.get("phases").get("server").get("garble").asDouble()).isPositive();
        for (String party : new String[] {"client", "server"}) {
            assertThat(figures.get("peakMemoryBytes").get(party).asLong()).isGreaterThan(1_000_000);
            assertThat(figures.get("allocatedBytes").get(party).asLong()).isGreaterThan(100_000);
        }
        assertThat(figures.get("tlsBytes").asLong())
                .as("at least 22 bytes for each of some 40 records, never more than the frames")
                .isBetween(500L, 100_000L);
        assertThat(figures.get("machine").get("aesGigabytesPerSecond").asDouble())
                .isPositive();
        assertThat(figures.get("machine").get("nttMicroseconds").asDouble()).isPositive();
        assertThat(figures.get("published").get("seconds").asDouble()).isEqualTo(0.03);
        assertThat(figures.get("layers").size()).isEqualTo(6);
    }

    @Test
    void rejectsWhatItDoesNotKnow() {
        assertThat(run("networks", "--net", "E")).isEqualTo(2);
        assertThat(err.toString()).contains("--net: network: E (expected: one of A, B, C, D, CIFAR10");
        assertThat(run("networks", "--net", "A", "--link", "moon")).isEqualTo(2);
        assertThat(err.toString()).contains("--link: moon (expected: loopback, lan or wan)");
        assertThat(run("networks", "--net", "A", "--runs", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--runs: 0 (expected: at least 1)");
    }
}
