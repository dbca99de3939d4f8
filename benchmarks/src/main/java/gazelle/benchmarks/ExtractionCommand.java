package gazelle.benchmarks;

import gazelle.benchmarks.extraction.ExtractionMeasurement;
import gazelle.benchmarks.extraction.ExtractionMeasurement.Extraction;
import gazelle.benchmarks.extraction.LayerSample;
import gazelle.benchmarks.measure.TextTable;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.model.ModelFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gazelle-bench extraction}: how many inferences a modified client needs for a weight, measured against a host in this process. */
@Command(
        name = "extraction",
        description =
                "Measure how fast a modified client reads a model: inferences per weight, every one compared with the truth.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExtractionCommand implements Callable<Integer> {
    private static final Map<String, OutputPolicy> POLICIES =
            Map.of("label", OutputPolicy.LABEL, "top-k", OutputPolicy.TOP_K, "scores", OutputPolicy.SCORES);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "mnist-c",
            description =
                    "A model whose layers form a chain, such as mnist-c or brain-tumour (default: ${DEFAULT-VALUE}).")
    private String model = "mnist-c";

    @Option(
            names = "--output",
            paramLabel = "POLICY",
            defaultValue = "label",
            description = "What the server shows: label, top-k or scores (default: ${DEFAULT-VALUE}).")
    private String output = "label";

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "2",
            description = "Labels shown by top-k (default: ${DEFAULT-VALUE}).")
    private int top = 2;

    @Option(
            names = "--weights",
            paramLabel = "N",
            defaultValue = "60",
            description = "Weights to read of each layer, at least (default: ${DEFAULT-VALUE}).")
    private int weights = 60;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "600",
            description = "Begin no further layer after this time (default: ${DEFAULT-VALUE}).")
    private double seconds = 600;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of compiled models.")
    private Path models = Path.of(System.getProperty("gazelle.home", "."), "models");

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("spec: null (expected: set by the command line)");
        }
        OutputPolicy policy = POLICIES.get(output);
        if (policy == null) {
            throw new ParameterException(
                    spec.commandLine(), "--output: " + output + " (expected: label, top-k or scores)");
        }
        if (weights < 1) {
            throw new ParameterException(spec.commandLine(), "--weights: " + weights + " (expected: at least 1)");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        CompiledModel victim = ExtractionMeasurement.variant(ModelFolder.read(models.resolve(model)), policy, top);
        Extraction extraction = ExtractionMeasurement.measure(victim, weights, seconds, line -> {
            err.println(model + ": " + line);
            err.flush();
        });
        print(extraction, out);
        return extraction.samples().stream().allMatch(LayerSample::isExact) ? 0 : 1;
    }

    private void print(Extraction extraction, PrintWriter out) {
        TextTable table = new TextTable(
                "layer", "weights", "read", "right", "inferences", "per weight", "floor", "per bias", "whole layer");
        double whole = 0;
        for (LayerSample sample : extraction.samples()) {
            whole += sample.wholeLayer();
            table.add(
                    sample.layer(),
                    Long.toString(sample.weights()),
                    sample.weightsRead() + " + " + sample.biasesRead(),
                    Long.toString(sample.right()),
                    sample.inferencesForWeights() + " + " + sample.inferencesForBiases(),
                    number(sample.perWeight()),
                    number(sample.floor(extraction.bits())),
                    number(sample.perBias()),
                    String.format(Locale.ROOT, "%,.0f", sample.wholeLayer()));
        }
        out.println(table);
        out.printf(
                Locale.ROOT,
                "%n%s, %s: %d of %d layers, %,.0f inferences for them as a whole (computed: weights and biases times what was"
                        + " measured), %,.1f days at 1,000 a day; measured: %,d inferences in %,d sessions, %,.0f s.%n",
                model,
                output,
                extraction.samples().size(),
                extraction.layers(),
                whole,
                whole / 1_000,
                extraction.inferences(),
                extraction.sessions(),
                extraction.seconds());
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
