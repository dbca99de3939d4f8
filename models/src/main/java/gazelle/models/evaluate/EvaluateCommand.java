package gazelle.models.evaluate;

import gazelle.models.data.LabelledImage;
import gazelle.models.data.UnusableDataException;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard.ClassFigures;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.ModelJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gazelle-models evaluate}: accuracy of a compiled model's integer network in the clear. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Measure a compiled model's integer network in the clear on labelled images.")
public final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Compiled model folder.")
    private Path model = Path.of("");

    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR_OR_ZIP",
            description = "Images, in a folder or a zip archive.")
    private Path images = Path.of("");

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "CSV",
            description = "Label file with the columns file and label.")
    private Path labels = Path.of("");

    @Option(names = "--json", description = "Print one JSON object with the prediction for each image.")
    private boolean json;

    /** For picocli, which sets the options. */
    public EvaluateCommand() {}

    @Override
    public Integer call() throws IOException, ModelFormatException, UnusableDataException {
        CompiledModel compiled = ModelFolder.read(model);
        var preparation =
                Evaluation.preparation(compiled.card().input(), compiled.spec().input());
        Evaluation evaluation = Evaluation.of(
                compiled, LabelledImage.readAll(images, labels, compiled.spec().classCount(), preparation));
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(new String(ModelJson.write(evaluation), StandardCharsets.UTF_8));
        } else {
            print(out, evaluation);
        }
        out.flush();
        return 0;
    }

    /** Prints a table for people. */
    public static void print(PrintWriter out, Evaluation evaluation) {
        out.printf(
                Locale.ROOT,
                "%s: %d images, accuracy %.4f%n",
                evaluation.model(),
                evaluation.images(),
                evaluation.accuracy());
        for (ClassFigures figures : evaluation.classes()) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s %5d images, recall %.4f, precision %.4f%n",
                    figures.name(),
                    figures.images(),
                    figures.recall(),
                    figures.precision());
        }
    }
}
