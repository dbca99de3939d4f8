package gazelle.app;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.CommandRun.Outcome;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.session.PreparedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The self-test of a server, over real private classifications. */
@Timeout(120)
class VerifyTest {
    private static final Path PLANES = BundledModel.SAMPLES.resolve("planes.csv");
    private static final Path SLICE_PLANE = BundledModel.MODELS.resolve("slice-plane");
    private static final List<String> LINES = List.of(
            "dicom/brain-pd-axial-10.dcm,0",
            "png/brain-pd-axial-14.png,0",
            "png/head-t1-coronal.png,1",
            "png/head-t1-sagittal.png,2");

    @TempDir
    Path folder;

    private static Outcome verify(Object... more) {
        List<String> arguments = new ArrayList<>(List.of("verify"));
        Arrays.stream(more).map(Object::toString).forEach(arguments::add);
        return CommandRun.run(arguments.toArray(String[]::new));
    }

    private Path list(List<String> lines) throws Exception {
        List<String> all = new ArrayList<>(List.of("file,label"));
        all.addAll(lines);
        return Files.write(folder.resolve("known.csv"), all);
    }

    private static JsonNode json(Outcome outcome) {
        assertThat(outcome.out()).as(outcome.err()).hasLineCount(1);
        return new JsonMapper().readTree(outcome.out());
    }

    @Test
    void findsTheShippedModelCompatibleWithItsCard() throws Exception {
        List<String> lines = Files.readAllLines(PLANES);
        Outcome outcome = verify(
                "--embedded",
                "--models",
                SLICE_PLANE,
                "--model",
                "slice-plane",
                "--labels",
                PLANES,
                "--json",
                BundledModel.SAMPLES);

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonNode result = json(outcome);
        int images = lines.size() - 1;
        int right = 0;
        for (int i = 0; i < images; i++) {
            String[] cells = lines.get(i + 1).split(",", -1);
            JsonNode answer = result.get("answers").get(i);
            assertThat(answer.get("file").asString()).isEqualTo(cells[0]);
            assertThat(answer.get("expected").asInt()).isEqualTo(Integer.parseInt(cells[1]));
            int reference = BundledModel.referenceLabel(SLICE_PLANE, BundledModel.SAMPLES.resolve(cells[0]));
            assertThat(answer.get("label").asInt()).isEqualTo(reference);
            right += reference == Integer.parseInt(cells[1]) ? 1 : 0;
        }
        assertThat(result.get("images").asInt()).isEqualTo(images);
        assertThat(result.get("right").asInt()).isEqualTo(right).isGreaterThanOrEqualTo(images - 1);
        ModelCard card = ModelFolder.read(SLICE_PLANE).card();
        assertThat(result.get("publishedAccuracy").asDouble())
                .isEqualTo(card.test().accuracy());
        assertThat(result.get("publishedBy").asString()).isEqualTo("card");
        assertThat(result.get("compatible").asBoolean()).isTrue();
        assertThat(result.get("interval").get("low").asDouble())
                .isLessThan(result.get("agreement").asDouble());
        assertThat(result.get("classes").get(0).get("name").asString()).isEqualTo("axial");
        assertThat(result.get("classes").get(0).get("images").asInt()).isEqualTo(11);
    }

    /** A published model with the weights of its last layer moved on by one class: everything the client sees is the same. */
    private static CompiledModel impostor() throws Exception {
        CompiledModel honest = ModelFolder.read(SLICE_PLANE);
        Map<String, LinearWeights> layers = new HashMap<>(honest.weights().byLayer());
        String scores = honest.spec().output().sources().getFirst();
        LinearWeights last = honest.weights().of(scores);
        int classes = honest.card().classes().size();
        int[] weights = last.weights();
        long[] biases = last.biases();
        List<Integer> turned = new ArrayList<>(Arrays.stream(weights).boxed().toList());
        Collections.rotate(turned, weights.length / classes);
        List<Long> turnedBiases = new ArrayList<>(Arrays.stream(biases).boxed().toList());
        Collections.rotate(turnedBiases, biases.length / classes);
        layers.put(
                scores,
                new LinearWeights(
                        turned.stream().mapToInt(Integer::intValue).toArray(),
                        turnedBiases.stream().mapToLong(Long::longValue).toArray()));
        return new CompiledModel(honest.card(), honest.spec(), new NetworkWeights(honest.spec(), layers));
    }

    @Test
    void findsAnotherModelOfTheSameNameIncompatibleAndSendsAllImagesAnyhow() throws Exception {
        try (NetworkServer server = NetworkServer.start(List.of(new PreparedModel(impostor())))) {
            Outcome outcome = verify(
                    "--server",
                    server.address(),
                    "--trust",
                    server.fingerprint(),
                    "--model",
                    "slice-plane",
                    "--labels",
                    list(LINES),
                    BundledModel.SAMPLES);

            assertThat(outcome.status()).as(outcome.err()).isEqualTo(1);
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out())
                    .contains("4 images in the order of the list; all are sent, whatever the answers are.")
                    .containsSubsequence("  1/4", "  2/4", "  3/4", "  4/4", "Agreement: 0 of 4, 0.0%")
                    .contains("(exact binomial 95 % interval: 0.0% to 60.2%)")
                    .contains("Published accuracy: 98.5%, of 548 images, by the card that the server sent.")
                    .contains("Not compatible: the agreement is lower than the published accuracy")
                    .containsPattern("  axial +2 +0 +0\\.0% +100\\.0% +\\d")
                    .contains("Research use only. Not for diagnosis.");
        }
    }

    /** A small model and a list of the answers that it gives, of which the first few are made wrong. */
    private Outcome small(int wrong, ModelCard.TestFigures test, String... more) throws Exception {
        CompiledModel plain = SmallModel.compiled("label", new ArgMax("output", "scores"));
        ModelCard card = plain.card();
        ModelCard tested = new ModelCard(
                card.name(),
                card.version(),
                card.title(),
                card.summary(),
                card.classes().stream()
                        .map(each -> new ClassFigures(each.name(), 0.5, 0.5, 10))
                        .toList(),
                card.input(),
                card.inputChecks(),
                card.output(),
                test,
                card.limits(),
                card.licence());
        Path models = folder.resolve("models");
        ModelFolder.write(models.resolve("label"), new CompiledModel(tested, plain.spec(), plain.weights()));
        List<String> known = new ArrayList<>();
        for (String line : Files.readAllLines(PLANES).subList(1, 11)) {
            String file = line.substring(0, line.indexOf(','));
            int answer = BundledModel.referenceLabel(models.resolve("label"), BundledModel.SAMPLES.resolve(file));
            known.add(file + "," + (known.size() < wrong ? (answer + 1) % 3 : answer));
        }
        List<Object> arguments =
                new ArrayList<>(List.of("--embedded", "--models", models, "--model", "label", "--labels", list(known)));
        arguments.addAll(List.of(more));
        arguments.add(BundledModel.SAMPLES);
        return verify(arguments.toArray());
    }

    @Test
    void saysWhyAnAgreementIsNotThePublishedOne() throws Exception {
        Outcome compatible = small(3, new ModelCard.TestFigures("ten", 10, 0.9, 0.9));
        assertThat(compatible.status()).as("34.8 % to 93.3 %").isZero();
        assertThat(compatible.out())
                .contains("Agreement: 7 of 10, 70.0% (exact binomial 95 % interval: 34.8% to 93.3%).")
                .contains("Compatible: the published accuracy lies within the interval. This is no proof");

        Outcome lower = small(3, new ModelCard.TestFigures("ten", 10, 0.95, 0.95));
        assertThat(lower.status()).isEqualTo(1);
        assertThat(lower.out())
                .contains("Not compatible: the agreement is lower")
                .contains(
                        "If the published accuracy were exact, at most 5 in 100 honest servers would fail, asked about "
                                + "images like those of the test. It is itself an estimate from 10 images, so more of them do");

        Outcome higher = small(3, new ModelCard.TestFigures("ten", 10, 0.3, 0.3));
        assertThat(higher.status()).isEqualTo(1);
        assertThat(higher.out()).contains("Not compatible: the agreement is higher");
    }

    @Test
    void comparesWithWhatTheOwnerPublishedElsewhere() throws Exception {
        Outcome outcome = small(0, new ModelCard.TestFigures("ten", 10, 0.3, 0.3), "--accuracy", "0.99");
        assertThat(outcome.status()).as(outcome.out()).isZero();
        assertThat(outcome.out()).contains("Published accuracy: 99.0%, as given with --accuracy.");
        JsonNode json = json(small(9, new ModelCard.TestFigures("ten", 10, 0.1, 0.1), "--accuracy", "0.99", "--json"));
        assertThat(json.get("publishedBy").asString()).isEqualTo("option");
        assertThat(json.get("compatible").asBoolean()).isFalse();
        assertThat(json.get("right").asInt()).isEqualTo(1);
    }

    @Test
    void wantsAnAccuracyToCompareWith() throws Exception {
        Outcome none = small(0, new ModelCard.TestFigures("none", 0, 0, 0));
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err())
                .contains(
                        "The card of label publishes no accuracy, so there is nothing to compare with. No image was sent.");
        Outcome wrong = small(0, new ModelCard.TestFigures("ten", 10, 0.3, 0.3), "--accuracy", "93");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("--accuracy: 93.0 (expected: 0 to 1)");
    }

    private void assertRefused(Path images, String line, String message) throws Exception {
        Outcome outcome = verify(
                "--embedded",
                "--models",
                SLICE_PLANE,
                "--model",
                "slice-plane",
                "--labels",
                list(List.of(LINES.getFirst(), line)),
                images);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).as("before anything is sent").isEmpty();
        assertThat(outcome.err()).contains(message).endsWith(" No image was sent.\n");
    }

    @Test
    void sendsNothingWhenAnyImageIsMissingOrUnfit() throws Exception {
        Path images = folder.resolve("images");
        for (String copy : List.of("dicom", "png", "other")) {
            Files.createDirectories(images.resolve(copy));
        }
        Path slice = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-10.dcm");
        for (String copy : List.of("dicom/brain-pd-axial-10.dcm", "png/same.dcm", "other/same.dcm", "other/one.dcm")) {
            Files.copy(slice, images.resolve(copy));
        }
        Files.writeString(images.resolve("text.png"), "This is no picture.");

        assertRefused(images, "none.dcm,0", "gazelle: none.dcm: listed in the labels but not in " + images);
        assertRefused(images, "same.dcm,0", "gazelle: same.dcm: several files in " + images + " have this name.");
        assertRefused(images, "../known.csv,0", "gazelle: ../known.csv: outside the folder of images.");
        assertRefused(images, "text.png,0", "gazelle: text.png: ");
        assertRefused(images, "one.dcm,5", "gazelle: known.csv: line 3: the label is not a class of the model");
        assertRefused(folder.resolve("nowhere"), LINES.get(1), "nowhere: no such folder.");

        Outcome found = verify(
                "--embedded",
                "--models",
                SLICE_PLANE,
                "--model",
                "slice-plane",
                "--labels",
                list(List.of("one.dcm,0")),
                images);
        assertThat(found.status()).as("found by its bare name: " + found.err()).isZero();
    }

    @Test
    void endsWithTheServersErrorIfThereIsNoResult() throws Exception {
        NetworkServer gone = NetworkServer.start(SmallModel.prepared());
        gone.close();
        Outcome outcome = verify(
                "--server",
                gone.address(),
                "--trust",
                gone.fingerprint(),
                "--model",
                "label",
                "--labels",
                list(LINES),
                BundledModel.SAMPLES);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("No server answers at ");
    }

    @Test
    void helpSaysWhatAServerCanTell() {
        Outcome help = verify("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out().replaceAll("\\s+", " "))
                .contains(
                        "Nothing tells the server which images are test images, so it cannot answer these honestly and "
                                + "others not, except by what it always sees: address, time and number.")
                .contains("the schedule is fixed and public: it can be mixed into normal work");
        assertThat(verify("--embedded", "--model", "m", "x").err()).contains("--labels");
    }
}
