package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.record.ClassificationRecord;
import gazelle.app.record.RecordJson;
import gazelle.app.record.Sha256;
import gazelle.protocol.host.ModelHost;
import gazelle.protocol.host.ModelRegistry;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.netty.TlsServer;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceTag;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ClassifyTest {
    private static final Path PNG = BundledModel.SAMPLES.resolve("png/brain-pd-axial-10.png");
    private static final Path DICOM = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gazelle(Object... arguments) {
        CommandLine commandLine = GazelleApp.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int status = commandLine.execute(
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(err.toString()).doesNotContain("\tat ");
        return status;
    }

    private int embedded(Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("classify", "--embedded", "--models", BundledModel.FOLDER, "--model", "brain-tumour"));
        arguments.addAll(Arrays.asList(more));
        return gazelle(arguments.toArray());
    }

    @Test
    void labelsEachImageAsTheReferenceDoesAndGoesOnAfterABadOne() throws Exception {
        Path cut = folder.resolve("cut.dcm");
        byte[] whole = Files.readAllBytes(DICOM);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertThat(embedded("--json", PNG, cut, folder.resolve("none.png"), DICOM))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains(cut + ": This DICOM file ends too early")
                .contains("none.png: This file no longer exists");
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        List<Path> classified = List.of(PNG, DICOM);
        for (int i = 0; i < 2; i++) {
            JsonNode line = new JsonMapper().readTree(lines.get(i));
            assertThat(line.get("image").asString()).isEqualTo(classified.get(i).toString());
            assertThat(line.get("model").asString()).isEqualTo("brain-tumour");
            assertThat(line.get("label").asInt()).isEqualTo(BundledModel.referenceLabel(classified.get(i)));
            assertThat(line.get("class").asString()).isIn("meningioma", "glioma", "pituitary tumour");
            assertThat(line.get("scores").isNull()).isTrue();
            assertThat(line.has("labels")).isFalse();
            assertThat(line.get("verified").asBoolean(true)).isFalse();
            assertThat(line.get("notes").isEmpty()).isTrue();
            assertThat(line.get("warnings").size())
                    .as("only the DICOM file's header speaks")
                    .isGreaterThanOrEqualTo(i);
            assertThat(line.get("rounds").asInt()).isPositive();
            ClassificationRecord record = RecordJson.read(lines.get(i));
            assertThat(record.slice().fileDigest()).isEqualTo(Sha256.of(Files.readAllBytes(classified.get(i))));
            assertThat(record.slice().uids()).as("only with --identifiers").isEmpty();
            assertThat(record.amounts().setUp().isPresent()).as("once").isEqualTo(i == 0);
            assertThat(record.parameters().link()).contains("LOCAL");
            long up = 0;
            for (JsonNode layer : line.get("layers")) {
                up += layer.get("bytesUp").asLong();
            }
            assertThat(line.get("bytesUp").asLong()).isGreaterThanOrEqualTo(up);
            assertThat(up).isPositive();
        }
    }

    @Test
    void classifiesColourPicturesForANetworkOfPhotographs() throws Exception {
        Path models = BundledModel.MODELS.resolve("cifar10");
        List<Path> pictures = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 3; i++) {
            BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            int background = random.nextInt(1 << 24);
            int thing = random.nextInt(1 << 24);
            int width = random.nextInt(8, 30);
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    picture.setRGB(x, y, Math.hypot(x - 16, y - 20) < width / 2.0 ? thing : background);
                }
            }
            Path file = folder.resolve("picture-" + i + ".png");
            ImageIO.write(picture, "png", file.toFile());
            pictures.add(file);
        }
        List<Object> arguments =
                new ArrayList<>(List.of("classify", "--embedded", "--models", models, "--model", "cifar10", "--json"));
        arguments.addAll(pictures);
        arguments.add(PNG);
        assertThat(gazelle(arguments.toArray())).isEqualTo(1);
        assertThat(err.toString())
                .contains("This picture has 256 x 256 pixels; the model takes colour pictures of exactly 32 x 32.");
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSameSizeAs(pictures);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(new JsonMapper().readTree(lines.get(i)).get("label").asInt())
                    .isEqualTo(BundledModel.referenceLabel(models, pictures.get(i)));
        }
    }

    @Test
    void takesEverySliceOfAFolderAndOfAnArchiveInOrderOfPosition() throws Exception {
        SmallModel.writeAll(folder.resolve("models"));
        Path study = Files.createDirectory(folder.resolve("study"));
        Path zip = folder.resolve("study.zip");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int slice : List.of(18, 4, 10)) {
                byte[] content = Files.readAllBytes(
                        BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-%02d.dcm".formatted(slice)));
                Files.write(study.resolve((99 - slice) + ".dcm"), content);
                archive.putNextEntry(new ZipEntry((99 - slice) + ".dcm"));
                archive.write(content);
            }
        }
        Files.writeString(study.resolve("notes.txt"), "This is no picture.");

        assertThat(gazelle(
                        "classify",
                        "--embedded",
                        "--models",
                        folder.resolve("models"),
                        "--model",
                        "label",
                        "--json",
                        study,
                        zip,
                        BundledModel.SAMPLES.resolve("nifti/head-t1-small.nii")))
                .as(err.toString())
                .isZero();

        List<String> names = out.toString()
                .lines()
                .map(line -> new JsonMapper().readTree(line).get("image").asString())
                .toList();
        List<String> expected = new ArrayList<>();
        for (Path place : List.of(study, zip)) {
            for (int slice : List.of(4, 10, 18)) {
                expected.add(place.resolve((99 - slice) + ".dcm").toString());
            }
        }
        expected.add(BundledModel.SAMPLES.resolve("nifti/head-t1-small.nii").toString());
        assertThat(names).isEqualTo(expected);
        assertThat(err.toString()).contains("notes.txt: Left out, as it holds no picture.");
    }

    @Test
    void printsTheUidsOfASliceOnRequest() throws Exception {
        SmallModel.writeAll(folder.resolve("models"));
        assertThat(gazelle(
                        "classify",
                        "--embedded",
                        "--models",
                        folder.resolve("models"),
                        "--model",
                        "label",
                        "--json",
                        "--identifiers",
                        DICOM))
                .isZero();
        ClassificationRecord record = RecordJson.read(out.toString().strip());
        SliceInfo info = SliceReader.read(DICOM).info();
        assertThat(record.slice().uids()).hasValueSatisfying(uids -> {
            assertThat(uids.series())
                    .isEqualTo(info.identifiers()
                            .value(SliceTag.Key.SERIES_INSTANCE_UID)
                            .orElseThrow());
            assertThat(uids.instance())
                    .isEqualTo(info.identifiers()
                            .value(SliceTag.Key.SOP_INSTANCE_UID)
                            .orElseThrow());
        });
    }

    @Test
    void tellsPeopleTheResultWithItsLimits() {
        assertThat(embedded(PNG)).isZero();
        assertThat(out.toString())
                .contains("Most like: ")
                .contains(", among meningioma, glioma, pituitary tumour.")
                .contains("This model cannot answer 'no tumour'.")
                .contains("(recall)")
                .contains("Not verified: the protocol cannot tell whether the server computed the model that it names.")
                .contains("Research use only. Not for diagnosis.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tellsWhatTheFilesReaderFound() throws Exception {
        BufferedImage slice = ImageIO.read(PNG.toFile());
        BufferedImage seeThrough = new BufferedImage(slice.getWidth(), slice.getHeight(), BufferedImage.TYPE_INT_ARGB);
        seeThrough.getGraphics().drawImage(slice, 0, 0, null);
        seeThrough.setRGB(0, 0, 0);
        Path file = folder.resolve("see-through.png");
        ImageIO.write(seeThrough, "png", file.toFile());

        assertThat(embedded(file)).as(err.toString()).isZero();

        assertThat(out.toString()).containsPattern("  Note: .*transparent");
    }

    @Test
    void classifiesWithAServerOverTls() throws Exception {
        SessionSettings settings = new SessionSettings(RANDOM, System::nanoTime, Duration.ofSeconds(30));
        TlsIdentity identity = TlsIdentity.generate(RANDOM, Instant.now());
        try (ModelHost host = new ModelHost(ModelRegistry.load(BundledModel.FOLDER), settings, 2);
                TlsServer server = new TlsServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity, host::accept)) {
            String address = "127.0.0.1:" + server.port();
            assertThat(gazelle(
                            "classify",
                            "--server",
                            address,
                            "--trust",
                            identity.fingerprint(),
                            "--model",
                            "brain-tumour",
                            "--json",
                            PNG))
                    .isZero();
            JsonNode line = new JsonMapper().readTree(out.toString());
            assertThat(line.get("label").asInt()).isEqualTo(BundledModel.referenceLabel(PNG));
            assertThat(gazelle(
                            "classify",
                            "--server",
                            address,
                            "--trust",
                            "00".repeat(32),
                            "--model",
                            "brain-tumour",
                            PNG))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains("is not the one you trust")
                    .contains(identity.fingerprint().hex());
        }
    }

    private String small(String model, String... more) throws Exception {
        SmallModel.writeAll(folder);
        List<Object> arguments = new ArrayList<>(List.of("classify", "--embedded", "--models", folder));
        arguments.addAll(List.of("--model", model, PNG));
        arguments.addAll(List.of(more));
        assertThat(gazelle(arguments.toArray())).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void givesLabelsInOrderWhereThePolicyIsTopK() throws Exception {
        JsonNode line = new JsonMapper().readTree(small("top", "--json"));
        assertThat(line.get("labels").size()).isEqualTo(2);
        assertThat(line.get("labels").get(0).asInt())
                .isEqualTo(line.get("label").asInt());
        assertThat(line.get("labels").get(1).asInt())
                .isNotEqualTo(line.get("label").asInt());
        assertThat(line.get("scores").isNull()).isTrue();
        List<String> names = List.of("a", "b", "c");
        assertThat(small("top"))
                .contains("Most like: " + names.get(line.get("label").asInt()) + ", then "
                        + names.get(line.get("labels").get(1).asInt()) + ", among a, b, c.");
    }

    @Test
    void givesEveryScoreWhereThePolicyIsScores() throws Exception {
        JsonNode line = new JsonMapper().readTree(small("scores", "--json"));
        assertThat(line.has("labels")).isFalse();
        List<Integer> scores = new ArrayList<>();
        line.get("scores").forEach(score -> scores.add(score.asInt()));
        assertThat(scores).hasSize(3);
        assertThat(scores.get(line.get("label").asInt())).isEqualTo(Collections.max(scores));
        assertThat(line.get("class").asString())
                .isEqualTo(List.of("a", "b", "c").get(line.get("label").asInt()));
        assertThat(small("scores"))
                .contains("b: " + scores.get(1))
                .contains("Model score, not a probability of disease.");
    }

    @Test
    void bringsNewKeysByItselfWhenTheOldOnesAreSpent() throws Exception {
        try (NetworkServer server = NetworkServer.start(SmallModel.prepared(), SessionLimits.USUAL.withInferences(2))) {
            assertThat(gazelle(
                            "classify",
                            "--server",
                            server.address(),
                            "--trust",
                            server.fingerprint(),
                            "--model",
                            "label",
                            "--json",
                            PNG,
                            PNG,
                            PNG,
                            PNG,
                            PNG))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).hasLineCount(5);
        }
    }

    @Test
    void refusesAModelThatIsNotOffered() {
        assertThat(gazelle("classify", "--embedded", "--models", BundledModel.FOLDER, "--model", "liver", PNG))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no model of that name").contains("brain-tumour");
    }

    @Test
    void saysThatModelsAreMissing() {
        assertThat(gazelle("classify", "--embedded", "--models", folder.resolve("none"), "--model", "x", PNG))
                .isEqualTo(1);
        assertThat(err.toString()).contains("There is no folder of models");
    }

    @Test
    void asksForWhatTheCommandLineLacks() {
        assertThat(gazelle("classify", "--model", "m", PNG)).isEqualTo(2);
        assertThat(gazelle("classify", "--embedded", "--server", "h:1", "--model", "m", PNG))
                .isEqualTo(2);
        assertThat(gazelle("classify", "--server", "h:1", "--model", "m", PNG)).isEqualTo(2);
        assertThat(gazelle("classify", "--server", "h:1", "--trust", "12", "--model", "m", PNG))
                .isEqualTo(2);
        assertThat(gazelle("classify", "--embedded", "--model", "m")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Choose where to classify")
                .contains("exclude each other")
                .contains("--server needs --trust")
                .contains("64 hexadecimal digits")
                .contains("IMAGE");
        assertThat(out.toString()).isEmpty();
    }
}
