package gazelle.models.compile;

import gazelle.models.data.ImagePreparation;
import gazelle.models.data.ImageSource;
import gazelle.models.data.LabelledImage;
import gazelle.models.data.UnusableDataException;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.ImportOptions;
import gazelle.models.onnx.InputSize;
import gazelle.models.onnx.OnnxFormatException;
import gazelle.models.onnx.OnnxReader;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.ModelJson;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code gazelle-models compile}: ONNX and images to a compiled model folder. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compile a trained ONNX network to integers: card.json, network.json, weights.bin, report.json.")
public final class CompileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "MODEL.onnx", description = "The trained network.")
    private @Nullable Path model;

    @Option(names = "--onnx", paramLabel = "FILE", description = "The trained network, as an option.")
    private @Nullable Path onnx;

    @Option(
            names = {"--calibration", "--images"},
            required = true,
            paramLabel = "DIR_OR_ZIP",
            description = "Training images: they calibrate and choose. A folder, a zip archive, or MNIST's form.")
    private Path images = Path.of("");

    @Option(
            names = "--labels",
            paramLabel = "CSV",
            description = "Their labels: columns file and label; slice_run, if present, is never split.")
    private @Nullable Path labels;

    @Option(
            names = "--test-images",
            paramLabel = "DIR_OR_ZIP",
            description = "Test images: for the card's figures alone.")
    private @Nullable Path testImages;

    @Option(names = "--test-labels", paramLabel = "CSV", description = "Their labels.")
    private @Nullable Path testLabels;

    @Option(
            names = "--description",
            paramLabel = "JSON",
            description = "The words of the card: name, version, title, summary, classes, resample, crop, normalise, "
                    + "headerChecks, learnedChecks, dataset, limits, licence. Without it the card says that nothing was "
                    + "assessed.")
    private @Nullable Path description;

    @Option(
            names = "--normalise",
            paramLabel = "WORD",
            description = "Without a description, what the network takes: unit, slice-mean-std or none of a grey slice "
                    + "of any size; pixels (0..255), pixels-unit (0..1) or pixels-mean-0.485-0.456-0.406-std-0.229 of "
                    + "images of its own size, grey or colour (default: pixels-unit).")
    private String normalise = "pixels-unit";

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "NAME",
            description = "Without a description, the classes in the order of the scores.")
    private List<String> classes = List.of();

    @Option(
            names = "--output",
            paramLabel = "label|top-K|scores|NAME",
            description =
                    "What a client learns of an image: the label (the default), the best K labels in order (K from 1 to "
                            + "5), or every score. More lets a modified client read the weights in fewer inferences. A NAME is the "
                            + "tensor of the file that gives the scores: one of several outputs, or an inner one to end at. May be "
                            + "given twice, once for each.")
    private List<String> outputs = List.of();

    @Option(
            names = "--output-tensor",
            paramLabel = "NAME",
            description = "The same as --output NAME, for a tensor called label, scores or top-K.")
    private @Nullable String outputTensor;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            description = "Of a network with one score: the probability above which an image is of the second class "
                    + "(default: 0.5). It stands on the card.")
    private @Nullable Double threshold;

    @Option(
            names = "--one-class-per-image",
            description =
                    "Every image has exactly one of the classes, though the network ends with a Sigmoid for each: the "
                            + "likeliest is the label.")
    private boolean oneClassPerImage;

    @Option(
            names = "--input-size",
            paramLabel = "HEIGHTxWIDTH",
            description =
                    "The pictures' size, of a network whose file leaves it open or takes a row of pixels (default: "
                            + "the first image's size; of a row, a square).")
    private @Nullable String inputSize;

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
            names = "--accuracy-drop",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "Share of held-out calibration images that the integers may label otherwise than the real "
                    + "network, and largest relative error of the scores (default: ${DEFAULT-VALUE}).")
    private double accuracyDrop;

    @Option(
            names = "--error-prices",
            split = ",",
            description =
                    "Bytes worth spending per unit of relative error in a layer; tried in order until the integer "
                            + "network keeps to the accuracy drop (default: the cheapest that does is searched for).")
    private List<Double> errorPrices = List.of();

    @Option(
            names = "--calibration-images",
            defaultValue = "96",
            description = "Calibration images to measure errors on (default: ${DEFAULT-VALUE}).")
    private int calibrationImages;

    @Option(
            names = "--verify",
            defaultValue = "0",
            paramLabel = "N",
            description = "Classify this many test or calibration images privately and compare with the integers.")
    private int verify;

    /** For picocli, which sets the options. */
    public CompileCommand() {}

    @Override
    public Integer call()
            throws IOException, ModelFormatException, OnnxFormatException, UnusableDataException, SessionException {
        Path file = networkFile();
        if ((testImages == null) != (testLabels == null)) {
            throw new ParameterException(command.commandLine(), "--test-images and --test-labels belong together");
        }
        OutputWords output = outputWords();
        FloatNetwork network = OnnxReader.read(file, sized(file, importOptions(output)));
        requirePicture(network);
        ModelDescription given = description == null
                ? ModelDescription.notAssessed(
                        file, classes, network.output().elements(), normalise, testImages != null)
                : ModelJson.read(Files.readAllBytes(description), ModelDescription.class);
        ModelDescription words = threshold == null ? given : given.withThreshold(threshold);
        ImagePreparation preparation =
                ImagePreparation.parse(network.input(), words.resample(), words.crop(), words.normalise());
        Compiler compiler = new Compiler(
                network,
                words,
                new CompilerSettings(
                        weightBits, activationBits, accuracyDrop, errorPrices, calibrationImages, output.choice()));
        List<LabelledImage> calibration = read(images, labels, words, preparation);
        List<LabelledImage> test = testImages == null ? List.of() : read(testImages, testLabels, words, preparation);
        CompilationResult result = compiler.compile(calibration, test);
        ModelFolder.write(out, result.model());
        PrivateVerification.@Nullable Timed verified = null;
        if (verify > 0) {
            List<LabelledImage> all = test.isEmpty() ? calibration : test;
            verified = PrivateVerification.run(result.model(), all.subList(0, Math.min(verify, all.size())));
        }
        Files.write(
                out.resolve("report.json"),
                ModelJson.write(result.report(verified == null ? null : verified.verification())));
        new ReportPrinter(command.commandLine().getOut()).print(result, verified);
        return verified != null
                        && verified.verification().equal()
                                < verified.verification().images()
                ? 1
                : 0;
    }

    private OutputWords outputWords() {
        try {
            OutputWords read = OutputWords.parse(outputs);
            if (outputTensor != null && read.tensor().isPresent()) {
                throw new ParameterException(
                        command.commandLine(),
                        "--output " + read.tensor().get() + " and --output-tensor name two tensors");
            }
            return outputTensor == null ? read : new OutputWords(read.choice(), Optional.of(outputTensor));
        } catch (TypeConversionException wrong) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '--output': " + wrong.getMessage(), wrong);
        }
    }

    private ImportOptions importOptions(OutputWords output) {
        OptionalDouble probability = threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
        return new ImportOptions(output.tensor(), probability, oneClassPerImage, Optional.empty());
    }

    /** With the size of the pictures: the one given, or that of the first image if the file leaves it open. */
    private ImportOptions sized(Path file, ImportOptions options)
            throws IOException, OnnxFormatException, UnusableDataException {
        if (inputSize != null) {
            try {
                return options.with(InputSize.parse(inputSize));
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(command.commandLine(), "--" + wrong.getMessage(), wrong);
            }
        }
        if (!OnnxReader.leavesSizeOpen(file)) {
            return options;
        }
        ImageSource source = ImageSource.open(images);
        String first = source.imageNames().stream()
                .findFirst()
                .orElseThrow(() -> new UnusableDataException(images + ": holds no images"));
        InputSize size = sizeOf(first, source.read(first));
        command.commandLine()
                .getErr()
                .println("The network takes pictures of any size; " + size.height() + "x" + size.width()
                        + ", the size of " + first + ", is taken (--input-size HEIGHTxWIDTH chooses another).");
        return options.with(size);
    }

    private static InputSize sizeOf(String name, byte[] image) throws UnusableDataException {
        try {
            GrayImage picture = SliceReader.read(image).image();
            return new InputSize(picture.height(), picture.width());
        } catch (UnreadableImageException problem) {
            throw new UnusableDataException(name + ": " + problem.getMessage());
        }
    }

    private static void requirePicture(FloatNetwork network) throws OnnxFormatException {
        if (network.input().height() * network.input().width() == 1
                && network.input().channels() > 3) {
            throw new OnnxFormatException(
                    "the network takes a row of " + network.input().channels()
                            + " numbers, which is no square picture: say its size with --input-size HEIGHTxWIDTH");
        }
    }

    private Path networkFile() {
        if ((model == null) == (onnx == null)) {
            throw new ParameterException(
                    command.commandLine(), "Name the network once, as MODEL.onnx or with --onnx FILE");
        }
        return model == null ? onnx : model;
    }

    private static List<LabelledImage> read(
            Path images, @Nullable Path labels, ModelDescription words, ImagePreparation preparation)
            throws UnusableDataException {
        return labels == null
                ? LabelledImage.readUnlabelled(images, preparation)
                : LabelledImage.readAll(images, labels, words.classes().size(), preparation);
    }
}
