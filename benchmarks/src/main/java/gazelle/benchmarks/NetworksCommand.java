package gazelle.benchmarks;

import gazelle.benchmarks.link.LinkKind;
import gazelle.benchmarks.measure.FiguresTables;
import gazelle.benchmarks.measure.MachineFigures;
import gazelle.benchmarks.measure.MeasurementOptions;
import gazelle.benchmarks.measure.NetworkFigures;
import gazelle.benchmarks.measure.NetworkMeasurement;
import gazelle.benchmarks.networks.MeasuredNetwork;
import gazelle.benchmarks.party.PartyProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code gazelle-bench networks}: both parties as two processes over TLS, every result compared with the integer reference. */
@Command(
        name = "networks",
        description = "Measure whole networks between two processes over TLS.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class NetworksCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--net",
            paramLabel = "NET",
            split = ",",
            description = "Networks: A, B, C, D, CIFAR10, SQUEEZENET, brain-tumour (default: all).")
    private List<String> networks =
            Arrays.stream(MeasuredNetwork.values()).map(MeasuredNetwork::label).toList();

    @Option(
            names = "--link",
            paramLabel = "LINK",
            defaultValue = "loopback",
            description = "loopback, lan (1 Gbit/s, 0.2 ms) or wan (100 Mbit/s, 40 ms round trip).")
    private String link = "loopback";

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Timed inferences (default: 30, or 3 where one takes over 5 s).")
    private @Nullable Integer runs;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description =
                    "Inferences before them, the first included (default: until steady, at most 120 s after the first).")
    private @Nullable Integer warmUps;

    @Option(
            names = "--warm-start",
            description = "Warm both programs up before the first inference, as the products do while they start.")
    private boolean warmStart;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Option(names = "--layers", description = "Print also what each layer takes.")
    private boolean layers;

    @Option(
            names = "--client-heap",
            paramLabel = "SIZE",
            defaultValue = "2g",
            description = "Largest heap of the client (default: ${DEFAULT-VALUE}).")
    private String clientHeap = "2g";

    @Option(
            names = "--server-heap",
            paramLabel = "SIZE",
            description = "Largest heap of the server (default: 2g; SQUEEZENET 6g, for its prepared weights).")
    private @Nullable String serverHeap;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of compiled models.")
    private Path models = Path.of(System.getProperty("gazelle.home", "."), "models");

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "A further option of both parties' Java, such as -XX:UseAVX=2.")
    private List<String> javaOptions = List.of();

    @Override
    public Integer call() throws Exception {
        CommandSpec command = command();
        List<MeasuredNetwork> chosen = chosen(command);
        MeasurementOptions options = options(command);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        err.println("measuring the machine");
        err.flush();
        MachineFigures machine = MachineFigures.measure();
        List<NetworkFigures> figures = new ArrayList<>();
        for (MeasuredNetwork network : chosen) {
            figures.add(NetworkMeasurement.measure(
                    network, options, machine, client -> start(network, client, options), line -> {
                        err.println(network.label() + ": " + line);
                        err.flush();
                    }));
        }
        out.println(json ? json(figures) : FiguresTables.of(figures, layers));
        out.flush();
        return 0;
    }

    private PartyProcess start(MeasuredNetwork network, boolean client, MeasurementOptions options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("party"));
        if (warmStart) {
            arguments.add("--warm");
        }
        if (client) {
            return PartyProcess.start(
                    "client", GazelleBench.class, options.clientHeap(), options.javaOptions(), arguments);
        }
        arguments.addAll(
                List.of("--serve", network.label(), "--models", options.models().toString()));
        return PartyProcess.start(
                "server",
                GazelleBench.class,
                serverHeap == null ? network.usualServerHeap() : serverHeap,
                options.javaOptions(),
                arguments);
    }

    private List<MeasuredNetwork> chosen(CommandSpec command) {
        try {
            return networks.stream().map(MeasuredNetwork::of).toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(command.commandLine(), "--net: " + unknown.getMessage());
        }
    }

    private MeasurementOptions options(CommandSpec command) {
        if (runs != null && runs < 1) {
            throw new ParameterException(command.commandLine(), "--runs: " + runs + " (expected: at least 1)");
        }
        if (warmUps != null && warmUps < 1) {
            throw new ParameterException(command.commandLine(), "--warm-ups: " + warmUps + " (expected: at least 1)");
        }
        return new MeasurementOptions(
                link(command),
                runs == null ? -1 : runs,
                warmUps == null ? -1 : warmUps,
                clientHeap,
                models,
                javaOptions);
    }

    private LinkKind link(CommandSpec command) {
        return Arrays.stream(LinkKind.values())
                .filter(kind -> kind.name().equals(link.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "--link: " + link + " (expected: loopback, lan or wan)"));
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("spec: null (expected: set by the command line)");
        }
        return spec;
    }

    private static String json(List<NetworkFigures> figures) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(figures);
    }
}
