package gazelle.benchmarks;

import gazelle.benchmarks.measure.TextTable;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gazelle-bench kernels}: the JMH benchmarks of the kernels as one table. */
@Command(
        name = "kernels",
        description = "Measure single kernels with JMH.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class KernelsCommand implements Callable<Integer> {
    private static final int SHORT_ITERATIONS = 3;
    private static final TimeValue SHORT_TIME = TimeValue.milliseconds(500);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--kernel",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Which benchmarks, a regular expression (default: all).")
    private String kernel = ".*";

    @Option(names = "--long", description = "Run each as long as it asks for, not for three seconds only.")
    private boolean full;

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "A further option of the measured Java, such as -XX:UseAVX=2.")
    private List<String> javaOptions = List.of();

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("spec: null (expected: set by the command line)");
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(kernel)
                .forks(1)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend(javaOptions.toArray(String[]::new));
        if (!full) {
            options.warmupIterations(SHORT_ITERATIONS)
                    .warmupTime(SHORT_TIME)
                    .measurementIterations(SHORT_ITERATIONS)
                    .measurementTime(SHORT_TIME);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(table(new Runner(options.build())
                .run().stream()
                        .sorted(Comparator.comparing(KernelsCommand::name))
                        .toList()));
        out.flush();
        return 0;
    }

    private static TextTable table(List<RunResult> results) {
        TextTable table = new TextTable("kernel", "mean", "best", "worst", "unit");
        for (RunResult result : results) {
            Result<?> primary = result.getPrimaryResult();
            table.add(
                    name(result),
                    number(primary.getScore()),
                    number(primary.getStatistics().getMin()),
                    number(primary.getStatistics().getMax()),
                    primary.getScoreUnit());
        }
        return table;
    }

    /** Class and method, with the parameters' values. */
    private static String name(RunResult result) {
        var parameters = result.getParams();
        String benchmark = parameters.getBenchmark();
        int method = benchmark.lastIndexOf('.');
        StringBuilder name = new StringBuilder(benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1));
        parameters
                .getParamsKeys()
                .forEach(key -> name.append(' ').append(key).append('=').append(parameters.getParam(key)));
        return name.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.3f", value);
    }
}
