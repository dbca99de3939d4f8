package gazelle.protocol.transport.netty;

import gazelle.protocol.RandomNetworks;
import gazelle.protocol.TwoParties;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelJson;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A server in a process of its own, whose model comes from a seed that only it has. It prints its port and fingerprint, then
 * answers each image on standard input with the reference's label.
 */
final class SeededServer {
    private SeededServer() {}

    public static void main(String[] arguments) throws Exception {
        long seed = new SecureRandom().nextLong();
        CompiledModel model = RandomNetworks.draw("secret", new SplittableRandom(seed));
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        TlsIdentity identity = TlsIdentity.generate(new SecureRandom(), Instant.now());
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ModelHost host = TwoParties.host(model);
                TlsServer server = new TlsServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity, host::accept)) {
            answers.println(server.port() + " " + identity.fingerprint());
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                int[] values = ModelJson.read(line.getBytes(StandardCharsets.UTF_8), int[].class);
                answers.println(
                        reference.label(new QuantisedTensor(model.spec().input().shape(), values)));
            }
        }
    }

    /** An image as a line of standard input. */
    static String question(QuantisedTensor input) {
        return Arrays.toString(input.values());
    }
}
