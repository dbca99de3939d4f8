package gazelle.models.train;

import gazelle.models.data.UnusableDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gazelle-models train}: a network of the zoo, from pictures to model.onnx. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Train a network of the zoo and export it as model.onnx, for gazelle-models compile.")
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            paramLabel = "NETWORK",
            description =
                    "mnist-a, mnist-b, mnist-c, mnist-d, cifar10, brain-tumour, brain-tumour-lesion or slice-plane.")
    private String network = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the data set, as docs/how-to/train.md lists it.")
    private Path data = Path.of("");

    @Option(names = "--labels", paramLabel = "CSV", description = "Label file to take instead of the data set's own.")
    private Path labels = Path.of("");

    @Option(
            names = "--volume",
            paramLabel = "NIFTI",
            description =
                    "Further pictures for slice-plane: a head volume of cubic voxels, resliced along all three planes.")
    private @Nullable Path volume;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for model.onnx and checkpoint.bin, written after every epoch.")
    private Path out = Path.of("");

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the pictures (default: the plan's).")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Everything drawn comes from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--fold",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Hold this fold of the training pictures out and report on it.")
    private String fold = "";

    @Option(names = "--resume", description = "Go on from the checkpoint in the folder.")
    private boolean resume;

    /** For picocli, which sets the options. */
    public TrainCommand() {}

    @Override
    public Integer call() throws IOException, UnusableDataException {
        TrainingPlan known = Zoo.plan(network)
                .orElseThrow(() -> new UnusableDataException(
                        network + ": no such network (expected: " + String.join(", ", Zoo.names()) + ")"));
        TrainingPlan plan = epochs == 0 ? known : known.withEpochs(epochs);
        if (volume != null && !network.equals("slice-plane")) {
            throw new UnusableDataException(network + ": does not tell planes apart; --volume is for slice-plane");
        }
        // The engine must never look for newer files of its own elsewhere.
        System.setProperty("ai.djl.offline", "true");
        if (!Trainer.engineIsThere()) {
            throw new UnusableDataException(
                    "this build cannot train: build it with the Maven profile 'training' (docs/how-to/train.md)");
        }
        List<Example> examples = new ArrayList<>(plan.source().read(data, labels, plan.classes(), plan.input()));
        if (volume != null) {
            examples.addAll(SlicePictures.readVolume(volume, plan.input()));
        }
        PrintWriter writer = command.commandLine().getOut();
        writer.printf(
                "%s: %d pictures, %d epochs, seed %d%n",
                network, examples.size(), plan.schedule().epochs(), seed);
        writer.flush();
        new Trainer(plan, examples, fold, seed, out).train(resume, progress -> print(writer, progress));
        return 0;
    }

    private static void print(PrintWriter writer, Trainer.Progress progress) {
        writer.printf(
                Locale.ROOT,
                "epoch %d: loss %.4f, %s%.1f s%n",
                progress.epoch(),
                progress.loss(),
                progress.recalls().isEmpty() ? "" : held(progress),
                progress.seconds());
        writer.flush();
    }

    private static String held(Trainer.Progress progress) {
        return String.format(
                Locale.ROOT,
                "held-out accuracy %.4f (recall %s), ",
                progress.accuracy(),
                progress.recalls().stream()
                        .map(recall -> String.format(Locale.ROOT, "%.3f", recall))
                        .collect(Collectors.joining(" ")));
    }
}
