package gazelle.benchmarks;

import gazelle.benchmarks.networks.MeasuredNetwork;
import gazelle.benchmarks.party.ClientParty;
import gazelle.benchmarks.party.ServerParty;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gazelle-bench party}: one party in a process of its own, which {@code networks} starts and tells what to do. */
@Command(name = "party", hidden = true, description = "One party, for the networks command.")
final class PartyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--serve", paramLabel = "NET", description = "Serve this network; without it, be the client.")
    private @Nullable String network;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of compiled models.")
    private Path models = Path.of("models");

    @Option(names = "--warm", description = "Warm up first.")
    private boolean warm;

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("spec: null (expected: set by the command line)");
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintWriter out = spec.commandLine().getOut();
        if (network == null) {
            ClientParty.run(warm, commands, out);
        } else {
            MeasuredNetwork served = MeasuredNetwork.of(network);
            ServerParty.run(() -> served.model(models), warm, commands, out);
        }
        return 0;
    }
}
