package gazelle.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.app.record.ClassificationRecord.Amounts;
import gazelle.app.record.ClassificationRecord.Answer;
import gazelle.app.record.ClassificationRecord.AskedModel;
import gazelle.app.record.ClassificationRecord.AskedServer;
import gazelle.app.record.ClassificationRecord.ClassifiedSlice;
import gazelle.app.record.ClassificationRecord.DicomUids;
import gazelle.app.record.ClassificationRecord.LayerAmounts;
import gazelle.app.record.ClassificationRecord.NoAnswer;
import gazelle.app.record.ClassificationRecord.Outcome;
import gazelle.app.record.ClassificationRecord.Parameters;
import gazelle.app.record.ClassificationRecord.PhaseAmounts;
import gazelle.app.service.ReusableSession.SetUp;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.session.Prediction;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RecordJsonTest {
    private static final Sha256 FILE = new Sha256("ab".repeat(32));
    private static final Sha256 INPUT = new Sha256("cd".repeat(32));
    private static final Sha256 MODEL = new Sha256("ef".repeat(32));
    private static final DicomUids UIDS = new DicomUids("1.2.3", "1.2.3.4", "1.2.3.4.5");
    private static final SliceGeometry GEOMETRY = new SliceGeometry(
            new PatientVector(-100, -120.5, 14), new PatientVector(1, 0, 0), new PatientVector(0, 1, 0), 0.5, 0.75);

    private static ClassificationRecord record(OutputPolicy output, Outcome outcome, boolean complete) {
        return new ClassificationRecord(
                Instant.parse("2026-03-04T05:06:07.123456Z"),
                "9.8.7",
                new ClassifiedSlice(
                        "knee \"left\".dcm",
                        "DICOM",
                        256,
                        192,
                        3,
                        20,
                        FILE,
                        INPUT,
                        complete ? Optional.of(UIDS) : Optional.empty(),
                        complete ? Optional.of(GEOMETRY) : Optional.empty()),
                new AskedModel("brain-tumour", "1.2", MODEL, List.of("a", "b", "c"), output),
                new AskedServer(
                        "gazelle.example.org:7600",
                        complete ? Optional.of(new KeyFingerprint("01".repeat(32))) : Optional.empty()),
                new Parameters("23".repeat(32), 3, complete ? Optional.of("WAN") : Optional.empty()),
                new Amounts(
                        1.25,
                        1_000,
                        2_000,
                        5,
                        List.of(new LayerAmounts("conv", "convolution", 0.5, 600, 1_500)),
                        List.of(new PhaseAmounts("ENCRYPT", 0.1, 600, 0)),
                        complete ? Optional.of(new SetUp(0.75, 300_000, 200_000)) : Optional.empty()),
                List.of("The tint was left out."),
                List.of("This is no head."),
                outcome);
    }

    private static ClassificationRecord labelled() {
        return record(OutputPolicy.LABEL, new Answer(new Prediction(List.of(1), List.of())), true);
    }

    private static String changed(String field, Object value) {
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(RecordJson.write(labelled()));
        tree.putPOJO(field, value);
        return new JsonMapper().writeValueAsString(tree);
    }

    @Test
    void readsEveryKindOfRecordThatItWrote() throws Exception {
        for (boolean complete : List.of(true, false)) {
            for (ClassificationRecord record : List.of(
                    record(OutputPolicy.LABEL, new Answer(new Prediction(List.of(1), List.of())), complete),
                    record(OutputPolicy.TOP_K, new Answer(new Prediction(List.of(2, 0), List.of())), complete),
                    record(OutputPolicy.SCORES, new Answer(new Prediction(List.of(0), List.of(7L, -3L, 2L))), complete),
                    record(OutputPolicy.LABEL, new NoAnswer("STOPPED", "Stopped. No result."), complete))) {
                String json = RecordJson.write(record);
                assertThat(json).doesNotContain("\n");
                assertThat(RecordJson.read(json)).isEqualTo(record);
            }
        }
    }

    @Test
    void keepsTheFieldsThatProgramsRelyOn() {
        JsonNode line = new JsonMapper().readTree(RecordJson.write(labelled()));
        assertThat(line.get("image").asString()).isEqualTo("knee \"left\".dcm");
        assertThat(line.get("model").asString()).isEqualTo("brain-tumour");
        assertThat(line.get("modelVersion").asString()).isEqualTo("1.2");
        assertThat(line.get("label").asInt()).isEqualTo(1);
        assertThat(line.get("class").asString()).isEqualTo("b");
        assertThat(line.get("verified").asBoolean(true)).isFalse();
        assertThat(line.get("scores").isNull()).isTrue();
        assertThat(line.has("labels")).isFalse();
        assertThat(line.get("seconds").asDouble()).isEqualTo(1.25);
        assertThat(line.get("layers").get(0).get("kind").asString()).isEqualTo("convolution");
        assertThat(line.get("phases").get(0).get("phase").asString()).isEqualTo("ENCRYPT");
        assertThat(line.get("began").asString()).isEqualTo("2026-03-04T05:06:07.123456Z");
        assertThat(line.get("slice").get("fileDigest").asString()).isEqualTo(FILE.hex());
        assertThat(line.get("slice").get("geometry").get("position").get(1).asDouble())
                .isEqualTo(-120.5);
    }

    @Test
    void skipsWhatOnlyALaterVersionKnows() throws Exception {
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(RecordJson.write(labelled()));
        tree.put("mood", "calm");
        tree.putObject("signature").put("by", "somebody");
        ((ObjectNode) tree.get("slice")).put("voxels", 7);
        ((ObjectNode) tree.get("server")).putArray("chain").add("x");
        ((ObjectNode) tree.get("layers").get(0)).put("energy", 1.5);
        assertThat(RecordJson.read(new JsonMapper().writeValueAsString(tree))).isEqualTo(labelled());
    }

    @Test
    void refusesAFormatOfALaterVersion() {
        assertThatThrownBy(() -> RecordJson.read(changed("format", 2)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("This is no record of a classification in a format that this program reads (format 2, "
                        + "expected: 1). Nothing was read. Use the version of the program that wrote it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image        | image: missing (expected: a value)
            modelVersion | modelVersion: missing (expected: a value)
            slice        | slice: missing (expected: a value)
            notes        | notes: missing (expected: a value)
            began        | began: missing (expected: a value)
            modelDigest  | modelDigest: missing (expected: a value)
            parameters   | parameters: missing (expected: a value)
            label        | label, failure: neither (expected: one of them)
            """)
    void namesTheFieldThatIsMissing(String field, String reason) {
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(RecordJson.write(labelled()));
        tree.remove(field);
        assertThatThrownBy(() -> RecordJson.read(new JsonMapper().writeValueAsString(tree)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageStartingWith("This record of a classification is damaged (")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("Nothing was read. Take it from a copy.");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> RecordJson.read(changed("began", "yesterday")))
                .hasMessageContaining("began: yesterday (expected: a time such as 2026-01-31T12:00:00Z)");
        assertThatThrownBy(() -> RecordJson.read(changed("label", 3)))
                .hasMessageContaining("labels: [3] (expected: each below the 3 classes of the model)");
        assertThatThrownBy(() -> RecordJson.read(changed("labels", List.of(2, 1))))
                .hasMessageContaining("labels: [2, 1] (expected: 1 first)");
        assertThatThrownBy(() -> RecordJson.read(changed("modelDigest", "abc")))
                .hasMessageContaining("digest: 3 characters (expected: 64 lower-case hexadecimal digits)");
        assertThatThrownBy(() -> RecordJson.read(changed("failure", new NoAnswer("STOPPED", ""))))
                .hasMessageContaining("label, failure: both (expected: one of them)");
        assertThatThrownBy(() -> RecordJson.read(changed("server", Map.of("key", "01".repeat(32)))))
                .hasMessageContaining("server.place: missing (expected: a value)");
        ObjectNode flat = (ObjectNode) new JsonMapper().readTree(RecordJson.write(labelled()));
        ((ObjectNode) flat.get("slice").get("geometry"))
                .putArray("position")
                .add(1)
                .add(2);
        assertThatThrownBy(() -> RecordJson.read(new JsonMapper().writeValueAsString(flat)))
                .hasMessageContaining("position: 2 numbers (expected: 3)");
        for (String text : List.of("", "null", "[]", "7", "{\"format\":1", "{} {}")) {
            assertThatThrownBy(() -> RecordJson.read(text))
                    .as(text)
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining("Nothing was read.");
        }
    }

    @Test
    void withholdsTheUidsWhereTheyMightBeReadByOthers() {
        assertThat(labelled().toString()).doesNotContain("1.2.3");
        assertThat(RecordJson.write(labelled())).contains("1.2.3.4.5");
        assertThat(RecordJson.write(labelled().withoutUids())).doesNotContain("1.2.3");
        assertThat(labelled().withoutUids().slice().geometry()).contains(GEOMETRY);
    }

    @Test
    void aPhaseThatIsNotKnownKeepsItsName() {
        Amounts amounts = new Amounts(
                1,
                1,
                1,
                1,
                List.of(),
                List.of(new PhaseAmounts("ENCRYPT", 1, 0, 0), new PhaseAmounts("DREAM", 2, 0, 0)),
                Optional.empty());
        assertThat(RecordWords.phases(amounts)).isEqualTo("Of this: encrypting 1.00 s, dream 2.00 s.");
    }
}
