package gazelle.models.compile;

import gazelle.models.data.LabelledImage;
import gazelle.models.data.UnusableDataException;
import gazelle.models.evaluate.EvaluateCommand;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxFormatException;
import gazelle.models.onnx.OnnxReader;
import gazelle.models.quantise.QuantisedNetwork.StageReport;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.ModelJson;
import gazelle.viewer.input.InputRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gazelle-models compile}: ONNX and images to a compiled model folder. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compile a trained ONNX network to integers: card.json, network.json, weights.bin, report.json.")
public final class CompileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "The trained network.")
    private Path onnx = Path.of("");

    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR_OR_ZIP",
            description = "Training images: they calibrate and choose.")
    private Path images = Path.of("");

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "CSV",
            description = "Their labels: columns file and label; slice_run, if present, is never split.")
    private Path labels = Path.of("");

    @Option(
            names = "--test-images",
            required = true,
            paramLabel = "DIR_OR_ZIP",
            description = "Test images: for the card's figures alone.")
    private Path testImages = Path.of("");

    @Option(names = "--test-labels", required = true, paramLabel = "CSV", description = "Their labels.")
    private Path testLabels = Path.of("");

    @Option(
            names = "--description",
            required = true,
            paramLabel = "JSON",
            description = "The words of the card: name, version, title, summary, classes, resample, crop, normalise, "
                    + "headerChecks, learnedChecks, dataset, limits, licence.")
    private Path description = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the compiled model.")
    private Path out = Path.of("");

    @Option(names = "--weight-bits", defaultValue = "6", description = "Widest weight (default: ${DEFAULT-VALUE}).")
    private int weightBits;

    @Option(
            names = "--activation-bits",
            defaultValue = "6",
            description = "Widest activation (default: ${DEFAULT-VALUE}).")
    private int activationBits;

    @Option(
            names = "--error-prices",
            split = ",",
            defaultValue = "6e7,1e8,2e8,4e8,1e9",
            description =
                    "Bytes worth spending per unit of relative error in a layer; tried in order until the integer "
                            + "network agrees with the real one (default: ${DEFAULT-VALUE}).")
    private List<Double> errorPrices = List.of();

    @Option(
            names = "--calibration-images",
            defaultValue = "96",
            description = "Training images to measure errors on (default: ${DEFAULT-VALUE}).")
    private int calibrationImages;

    /** For picocli, which sets the options. */
    public CompileCommand() {}

    @Override
    public Integer call() throws IOException, ModelFormatException, OnnxFormatException, UnusableDataException {
        ModelDescription words = ModelJson.read(Files.readAllBytes(description), ModelDescription.class);
        FloatNetwork network = OnnxReader.read(onnx);
        InputRecipe recipe = InputRecipe.parse(
                network.input().channels(),
                network.input().height(),
                network.input().width(),
                words.resample(),
                words.crop(),
                words.normalise());
        Compiler compiler = new Compiler(network, words, calibrationImages);
        int classes = words.classes().size();
        CompilationResult result = compiler.compile(
                LabelledImage.readAll(images, labels, classes, recipe),
                LabelledImage.readAll(testImages, testLabels, classes, recipe),
                weightBits,
                activationBits,
                errorPrices);
        ModelFolder.write(out, result.model());
        Files.write(out.resolve("report.json"), ModelJson.write(result.report()));
        print(command.commandLine().getOut(), result);
        return 0;
    }

    private static void print(PrintWriter out, CompilationResult result) {
        EvaluateCommand.print(out, result.real());
        EvaluateCommand.print(out, result.integer());
        out.println("layer      relus   l   s  a  h  |w|<=   rel.error  bytes");
        for (StageReport stage : result.stages()) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %7d %3d %3d %2d %2d %6d   %.6f  %.0f%n",
                    stage.layer(),
                    stage.activations(),
                    stage.ringBits(),
                    stage.shift(),
                    stage.activationBits(),
                    stage.saturationBits(),
                    stage.largestWeight(),
                    stage.relativeError(),
                    stage.bytes());
        }
        for (CompilationResult.Trial trial : result.trials()) {
            out.printf(
                    Locale.ROOT,
                    "error price %.3g: held-out agreement %.4f, score error %.4f, %.1f MB of activations%n",
                    trial.errorPrice(),
                    trial.heldOutAgreement(),
                    trial.scoreError(),
                    trial.activationBytes() / 1e6);
        }
        out.flush();
    }
}
