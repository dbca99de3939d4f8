package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.GazelleModels;
import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.models.onnx.OnnxRuntime;
import gazelle.models.onnx.OnnxWriter;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.InputCheck;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TopK;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputMeasures;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a user runs them, on a small network and generated images. */
class CommandLineTest {
    private static final int IMAGES = 24;
    private static final String DESCRIPTION = """
            {"name": "small", "version": "1", "title": "Small", "summary": "For tests.",
             "classes": ["one", "two", "three"], "resample": "box", "crop": "none", "normalise": "slice-mean-std",
             "headerChecks": [{"kind": "header-words", "fields": ["modality"], "wanted": ["mr"], "unwanted": [],
                               "warning": "No MRI."}],
             "learnedChecks": {"foreground-share": "Odd share.", "head-aspect": "Odd shape.",
                               "histogram-distance": "Odd brightness."},
             "dataset": "Generated.", "limits": ["For tests."], "licence": "None."}
            """;

    @TempDir
    private static Path folder = Path.of("");

    private record Run(int status, String out, String err) {}

    private static Run run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = GazelleModels.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return new Run(line.execute(words), out.toString(), err.toString());
    }

    @BeforeAll
    static void compileASmallModel() throws Exception {
        Files.write(folder.resolve("small.onnx"), SmallNetworks.convolutional(21));
        Files.writeString(folder.resolve("small.json"), DESCRIPTION);
        FloatNetwork network = OnnxReader.read(folder.resolve("small.onnx"));
        SliceRecipe recipe = SliceRecipe.parse(1, 16, 16, "box", "none", "slice-mean-std");
        Map<String, byte[]> images = new TreeMap<>();
        StringBuilder csv = new StringBuilder("file,label,class,slice_run\n");
        SplittableRandom random = new SplittableRandom(22);
        for (int i = 0; i < IMAGES; i++) {
            String name = "image %02d.png".formatted(i);
            byte[] png = png(random);
            images.put(name, png);
            // The real network's own answer is the truth here, so accuracy measures agreement.
            int label =
                    network.label(recipe.apply(SliceReader.read(png).image()).values());
            csv.append("%s,%d,x,%d%n".formatted(name, label, i / 2));
        }
        Files.writeString(folder.resolve("labels.csv"), csv);
        Files.createDirectories(folder.resolve("images/deeper"));
        for (var image : images.entrySet()) {
            Files.write(folder.resolve("images/deeper").resolve(image.getKey()), image.getValue());
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("images.zip"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var image : images.entrySet()) {
                zip.putNextEntry(new ZipEntry("test/" + image.getKey()));
                zip.write(image.getValue());
            }
        }
        Run compiled = compile("model");
        assertThat(compiled.err()).isEmpty();
        assertThat(compiled.status()).isZero();
        assertThat(compiled.out())
                .contains("accuracy", "recall", "precision", "conv1", "dense2", "estimated seconds", "MACs");
    }

    private static Run compile(String out, Object... more) {
        Object[] arguments = {
            "compile",
            "--onnx",
            folder.resolve("small.onnx"),
            "--images",
            folder.resolve("images"),
            "--labels",
            folder.resolve("labels.csv"),
            "--test-images",
            folder.resolve("images.zip"),
            "--test-labels",
            folder.resolve("labels.csv"),
            "--description",
            folder.resolve("small.json"),
            "--out",
            folder.resolve(out),
            "--weight-bits",
            8,
            "--activation-bits",
            8,
            "--error-prices",
            "1e8"
        };
        return run(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray());
    }

    private static Run evaluate(String images, String labels, Object... more) {
        Object[] arguments = {
            "evaluate",
            "--model",
            folder.resolve("model"),
            "--images",
            folder.resolve(images),
            "--labels",
            folder.resolve(labels)
        };
        return run(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray());
    }

    private static byte[] png(SplittableRandom random) throws Exception {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                image.getRaster().setSample(x, y, 0, random.nextInt(256));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Test
    void compilingTwiceGivesTheSameBytes() throws Exception {
        assertThat(compile("again").status()).isZero();
        for (String file : new String[] {"card.json", "network.json", "weights.bin", "report.json"}) {
            assertThat(folder.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("model").resolve(file));
        }
    }

    @Test
    void theOwnerChoosesWhatClientsLearn() throws Exception {
        assertThat(ModelFolder.read(folder.resolve("model")).card().output()).isEqualTo(OutputPolicy.LABEL);
        Run best = compile("best", "--output", "top-2", "--verify", 2);
        assertThat(best.out())
                .contains("a client learns the best 2 labels: at most 4 bits an image", "private: 2 of 2 images");
        assertThat(best.status()).isZero();
        CompiledModel model = ModelFolder.read(folder.resolve("best"));
        assertThat(model.card().output()).isEqualTo(OutputPolicy.TOP_K);
        assertThat(model.spec().output())
                .isInstanceOfSatisfying(
                        TopK.class, top -> assertThat(top.count()).isEqualTo(2));

        Run scores = compile("scores", "--output", "scores", "--verify", 2);
        assertThat(scores.out())
                .contains("a client learns every score: at most 78 bits an image", "private: 2 of 2 images");
        assertThat(scores.status()).isZero();
        assertThat(ModelFolder.read(folder.resolve("scores")).card().output()).isEqualTo(OutputPolicy.SCORES);
    }

    /** One score is read as two classes, of which the threshold decides; the label agrees with the file's own probability. */
    @Test
    void aNetworkWithOneScoreHasTwoClasses() throws Exception {
        byte[] file = new OnnxWriter()
                .input("image", -1, 1, 16, 16)
                .output("probability")
                .raw("w", SmallNetworks.normal(new SplittableRandom(5), 256, 0.3), 256, 1)
                .raw("b", new float[] {0.4f}, 1)
                .node("Flatten", List.of("image"), "f")
                .node("Gemm", List.of("f", "w", "b"), "score")
                .node("Sigmoid", List.of("score"), "probability")
                .toBytes();
        Files.write(folder.resolve("binary.onnx"), file);
        Run run = run(
                "compile",
                folder.resolve("binary.onnx"),
                "--calibration",
                folder.resolve("images.zip"),
                "--normalise",
                "slice-mean-std",
                "--classes",
                "without,with",
                "--threshold",
                "0.2",
                "--verify",
                "2",
                "--out",
                folder.resolve("binary"));
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("private: 2 of 2 images");
        CompiledModel model = ModelFolder.read(folder.resolve("binary"));
        assertThat(model.spec().classCount()).isEqualTo(2);
        assertThat(model.card().limits())
                .contains("Says 'with' where the network's probability of it is above 0.2, 'without' elsewhere.");
        ReferenceNetwork integers = new ReferenceNetwork(model.spec(), model.weights());
        int agreeing = 0;
        int positive = 0;
        try (OnnxRuntime judge = new OnnxRuntime(file);
                Stream<Path> pictures = Files.list(folder.resolve("images/deeper"))) {
            SliceRecipe recipe = SliceRecipe.parse(1, 16, 16, "box", "none", "slice-mean-std");
            for (Path picture :
                    pictures.filter(path -> path.toString().contains("image ")).toList()) {
                float[] values = recipe.apply(
                                SliceReader.read(Files.readAllBytes(picture)).image())
                        .values();
                int label = integers.label(QuantisedTensor.quantise(
                        values, model.card().input().scale(), model.spec().input()));
                int expected = judge.run(values, 1, 1, 16, 16)[0] > 0.2f ? 1 : 0;
                agreeing += label == expected ? 1 : 0;
                positive += expected;
            }
        }
        assertThat(positive).isBetween(1, IMAGES - 1);
        assertThat(agreeing).isGreaterThanOrEqualTo(IMAGES - 1);
    }

    @Test
    void outputsThatThereAreNotAreRefusedBeforeImagesAreRead() {
        assertRefused(
                compile("none", "--output", "top-4"),
                "output: top-4 (expected: at most top-3, as the network has 3 classes)");
        for (String word : List.of("top-0", "top-6", "top-99999")) {
            Run run = compile("none", "--output", word);
            assertThat(run.status()).as(word).isEqualTo(2);
            assertThat(run.err())
                    .contains("Invalid value for option '--output'")
                    .contains("output: " + word + " (expected: top-1 to top-5");
        }
        for (String word : List.of("best", "top-", "LABEL")) {
            assertRefused(
                    compile("none", "--output", word),
                    "--output '" + word + "': no node gives a tensor of that name (outputs of the graph: 'logits'");
        }
        assertThat(compile("none", "--output", "label", "--output", "scores").err())
                .contains("--output scores: the second of its kind");
        assertThat(compile("none", "--output", "a", "--output-tensor", "b").err())
                .contains("name two tensors");
        assertRefused(
                compile("none", "--threshold", "1"), "threshold: 1.0 (expected: a probability above 0 and below 1)");
        assertRefused(compile("none", "--threshold", "0.3"), "--threshold: the network gives 3 scores");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void evaluationAgreesWithTheReferenceNetworkAndTheCard() throws Exception {
        Run run = evaluate("images.zip", "labels.csv", "--json");
        assertThat(run.status()).isZero();
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.get("model").stringValue()).isEqualTo("small");
        assertThat(json.get("images").intValue()).isEqualTo(IMAGES);
        assertThat(json.get("classes")).hasSize(3);
        assertThat(json.get("predictions")).hasSize(IMAGES);
        CompiledModel model = ModelFolder.read(folder.resolve("model"));
        assertThat(json.get("accuracy").doubleValue())
                .isEqualTo(model.card().test().accuracy())
                .isGreaterThan(0.8);
        SliceRecipe recipe = SliceRecipe.parse(1, 16, 16, "box", "none", "slice-mean-std");
        for (JsonNode prediction : json.get("predictions")) {
            Path file = folder.resolve("images/deeper")
                    .resolve(prediction.get("file").stringValue());
            float[] input = recipe.apply(SliceReader.read(file).image()).values();
            assertThat(new ReferenceNetwork(model.spec(), model.weights())
                            .label(QuantisedTensor.quantise(
                                    input,
                                    model.card().input().scale(),
                                    model.spec().input())))
                    .isEqualTo(prediction.get("label").intValue());
            assertThat(prediction.get("class").stringValue())
                    .isEqualTo(model.card()
                            .classNames()
                            .get(prediction.get("label").intValue()));
        }
    }

    @Test
    void learnedChecksPassTheTrainingSlicesAndWarnOfAFlatOne() throws Exception {
        List<InputCheck> checks =
                ModelFolder.read(folder.resolve("model")).card().inputChecks();
        assertThat(checks)
                .extracting(InputCheck::warning)
                .containsExactly("No MRI.", "Odd share.", "Odd shape.", "Odd brightness.");
        InputCheck.MeasureRange share = (InputCheck.MeasureRange) checks.get(1);
        InputCheck.HistogramDistance histogram = (InputCheck.HistogramDistance) checks.get(3);
        for (int i = 0; i < IMAGES; i++) {
            Path file = folder.resolve("images/deeper").resolve("image %02d.png".formatted(i));
            InputMeasures measures = InputMeasures.of(SliceReader.read(file).image());
            assertThat(measures.foregroundShare()).isBetween(share.low(), share.high());
            assertThat(measures.histogramDistance(histogram.reference())).isLessThanOrEqualTo(histogram.limit());
        }
        InputMeasures flat = InputMeasures.of(new GrayImage(8, 8, new float[64]));
        assertThat(flat.foregroundShare()).isLessThan(share.low());
        assertThat(flat.histogramDistance(histogram.reference())).isGreaterThan(histogram.limit());
    }

    @Test
    void aFolderAndAnArchiveGiveTheSameResult() {
        assertThat(evaluate("images", "labels.csv", "--json").out())
                .isEqualTo(evaluate("images.zip", "labels.csv", "--json").out());
    }

    private static void assertRefused(Run run, String message) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("gazelle-models: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void badInputGivesOneLineAndAStatus() throws Exception {
        Files.writeString(folder.resolve("no-column.csv"), "name,label\na.png,1\n");
        Files.writeString(folder.resolve("absent.csv"), "file,label\nabsent.png,1\n");
        Files.writeString(folder.resolve("label.csv"), "file,label\nimage 00.png,3\n");
        Files.writeString(folder.resolve("images/broken.png"), "not a picture");
        Files.writeString(folder.resolve("broken.csv"), "file,label\nbroken.png,1\n");
        assertRefused(evaluate("images", "missing.csv"), "missing.csv: no such file");
        assertRefused(evaluate("images", "no-column.csv"), "no-column.csv: no column file");
        assertRefused(evaluate("images", "absent.csv"), "absent.png: listed in the labels but not in");
        assertRefused(evaluate("images", "label.csv"), "line 2: the label is not a class (expected: 0..2)");
        assertRefused(evaluate("images", "broken.csv"), "broken.png: ");
        assertRefused(evaluate("nowhere", "labels.csv"), "no such folder or file");
        assertRefused(evaluate("labels.csv", "labels.csv"), "not a zip archive");
    }

    @Test
    void aDamagedModelIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("damaged"));
        for (String file : new String[] {"card.json", "network.json", "weights.bin"}) {
            Files.copy(
                    folder.resolve("model").resolve(file),
                    folder.resolve("damaged").resolve(file));
        }
        Files.writeString(folder.resolve("damaged/card.json"), "{");
        assertRefused(
                run(
                        "evaluate",
                        "--model",
                        folder.resolve("damaged"),
                        "--images",
                        folder.resolve("images"),
                        "--labels",
                        folder.resolve("labels.csv")),
                "the model cannot be used");
    }

    @Test
    void wrongUsageHasItsOwnStatus() {
        assertThat(run("evaluate").status()).isEqualTo(2);
        assertThat(run("evaluate", "--bogus").status()).isEqualTo(2);
    }
}
