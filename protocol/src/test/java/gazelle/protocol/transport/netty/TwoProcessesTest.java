package gazelle.protocol.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.RandomNetworks;
import gazelle.protocol.TwoParties;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TwoProcessesTest {
    @Test
    void labelsEqualTheReferenceOfAServerWhoseModelTheClientCannotKnow() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SeededServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader answers =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintStream questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
                TlsClient network = new TlsClient()) {
            String address = answers.readLine();
            int blank = address.indexOf(' ');
            int port = Integer.parseInt(address.substring(0, blank));
            KeyFingerprint key = new KeyFingerprint(address.substring(blank + 1));
            // The model may reveal so many bits that each image needs a session of its own.
            try (RenewingClient client = RenewingClient.open(
                    () -> GazelleClient.open(network.connect("localhost", port, key), TwoParties.SETTINGS))) {
                for (int i = 0; i < 3; i++) {
                    QuantisedTensor input =
                            RandomNetworks.input(client.models().getFirst().network(), random);
                    int label = client.classify("secret", input, InferenceListener.NONE)
                            .label();
                    questions.println(SeededServer.question(input));
                    assertThat(label).isEqualTo(Integer.parseInt(answers.readLine()));
                }
            }
        } finally {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
