package gazelle.app.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.app.BundledModel;
import gazelle.app.CommandRun;
import gazelle.app.dicomweb.DicomWebException.Code;
import gazelle.app.dicomweb.FoundEntry.Field;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client and the command line with a real archive, which a hospital's own would behave like. */
@Timeout(180)
class OrthancTest {
    private static final Path DICOM = BundledModel.SAMPLES.resolve("dicom");
    private static final List<String> SERIES =
            List.of("brain-pd-axial-14-rle.dcm", "brain-pd-axial-10.dcm", "brain-pd-axial-12.dcm");
    private static final Path FLAIR = DICOM.resolve("head-flair-axial-implicit.dcm");

    @TempDir
    private static @Nullable Path folder;

    private static @Nullable Orthanc orthanc;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> missing = Orthanc.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        orthanc = Orthanc.start(Objects.requireNonNull(folder));
        for (String name : SERIES) {
            archive().store(Files.readAllBytes(DICOM.resolve(name)));
        }
        archive().store(Files.readAllBytes(FLAIR));
    }

    @AfterAll
    static void stop() {
        if (orthanc != null) {
            orthanc.close();
        }
    }

    @Test
    void findsAndRetrievesWhatWasStoredBitForBit() throws Exception {
        try (DicomWebClient client = client("correct horse")) {
            FoundEntry study = client.studies(Map.of(StudyFilter.PATIENT_ID, "SYN-0001"))
                    .entries()
                    .getFirst();
            assertThat(study.value(Field.PATIENT_NAME)).contains("SAMPLE^ALICE");
            assertThat(study.value(Field.MODALITIES_IN_STUDY)).contains("MR");
            FoundEntry series = client.contents(study.place()).entries().getFirst();
            assertThat(series.value(Field.SERIES_DESCRIPTION)).contains("FSE PD AXIAL");
            assertThat(series.value(Field.INSTANCES_IN_SERIES)).contains("3");
            FoundEntries instances = client.contents(series.place());
            assertThat(instances.more()).isFalse();
            assertThat(instances.entries())
                    .extracting(entry -> entry.value(Field.INSTANCE_NUMBER).orElse(""))
                    .containsExactly("10", "12", "14");
            for (FoundEntry instance : instances.entries()) {
                byte[] retrieved = client.retrieve(instance.place());
                String number = instance.value(Field.INSTANCE_NUMBER).orElse("");
                Path original = DICOM.resolve("brain-pd-axial-" + number + ".dcm");
                assertThat(SliceReader.read(retrieved).image().pixels())
                        .containsExactly(SliceReader.read(original).image().pixels());
            }
            assertThat(SliceReader.read(
                                    client.retrieve(instances.entries().get(2).place()))
                            .info()
                            .encoding())
                    .as("the archive need not convert")
                    .isEqualTo("RLE Lossless");
        }
    }

    @Test
    void filtersOnTheArchivesSide() throws Exception {
        try (DicomWebClient client = client("correct horse")) {
            assertThat(client.studies(Map.of()).entries()).hasSize(2);
            assertThat(client.studies(Map.of(StudyFilter.PATIENT_NAME, "SAMPLE*BOB"))
                            .entries())
                    .hasSize(1);
            assertThat(client.studies(Map.of(StudyFilter.PATIENT_ID, "none")).entries())
                    .isEmpty();
            assertThat(client.contents(ArchivePlace.parse("1.2.3")).entries()).isEmpty();
        }
    }

    @Test
    void namesRefusals() throws Exception {
        try (DicomWebClient client = client("wrong")) {
            DicomWebException refusal = catchThrowableOfType(DicomWebException.class, () -> client.studies(Map.of()));
            assertThat(refusal.code()).isEqualTo(Code.REFUSED_CREDENTIALS);
            assertThat(refusal)
                    .hasMessageContaining("refuses these credentials")
                    .hasMessageNotContaining("wrong");
        }
        try (DicomWebClient client = client("correct horse")) {
            DicomWebException refusal = catchThrowableOfType(
                    DicomWebException.class, () -> client.retrieve(ArchivePlace.parse("1.2/3.4/5.6")));
            assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
        }
    }

    @Test
    void classifiesASliceOfTheArchiveAsTheFileItself() throws Exception {
        String place = instance(FLAIR);

        CommandRun.Outcome outcome = classify(place, "--json");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        JsonNode line = new JsonMapper().readTree(outcome.out());
        assertThat(line.get("image").asString()).isEqualTo(place);
        assertThat(line.get("label").asInt()).isEqualTo(BundledModel.referenceLabel(FLAIR));
    }

    @Test
    void classifiesEverySliceOfASeriesInOrder() throws Exception {
        String place = instance(DICOM.resolve("brain-pd-axial-10.dcm"));
        String series = place.substring(0, place.lastIndexOf('/'));

        CommandRun.Outcome outcome = classify(series, "--json");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        List<Integer> labels = new ArrayList<>();
        outcome.out()
                .lines()
                .forEach(line ->
                        labels.add(new JsonMapper().readTree(line).get("label").asInt()));
        List<Integer> expected = new ArrayList<>();
        for (int number : new int[] {10, 12, 14}) {
            expected.add(BundledModel.referenceLabel(DICOM.resolve("brain-pd-axial-" + number + ".dcm")));
        }
        assertThat(labels).isEqualTo(expected);
    }

    @Test
    void listsWithoutNamesUnlessAsked() throws Exception {
        CommandRun.Outcome shy = run("find", "--patient-id", "SYN-0001");
        CommandRun.Outcome open = run("find", "--patient-id", "SYN-0001", "--identifiers", "--json");

        assertThat(shy.status()).as(shy.err()).isZero();
        assertThat(shy.out())
                .contains("modalities-in-study: MR")
                .doesNotContain("ALICE")
                .doesNotContain("SYN-");
        JsonNode line = new JsonMapper().readTree(open.out());
        assertThat(line.get("values").get("patient-name").asString()).isEqualTo("SAMPLE^ALICE");
        String study = line.get("place").asString();
        assertThat(run("find", study).out()).contains("series-description: FSE PD AXIAL");
    }

    private static String instance(Path file) throws Exception {
        var identifiers = SliceReader.read(file).info().identifiers();
        return String.join(
                "/",
                identifiers.value(SliceTag.Key.STUDY_INSTANCE_UID).orElseThrow(),
                identifiers.value(SliceTag.Key.SERIES_INSTANCE_UID).orElseThrow(),
                identifiers.value(SliceTag.Key.SOP_INSTANCE_UID).orElseThrow());
    }

    private static CommandRun.Outcome classify(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "classify", "--embedded", "--models", BundledModel.MODELS.toString(), "--model", "brain-tumour"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static CommandRun.Outcome run(String... arguments) throws Exception {
        Path secret = Objects.requireNonNull(folder).resolve("secret");
        Files.writeString(secret, Orthanc.PASSWORD + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dicomweb", archive().address(), "--dicomweb-user", Orthanc.USER));
        all.addAll(List.of("--dicomweb-secret", secret.toString()));
        return CommandRun.run(all.toArray(String[]::new));
    }

    private static DicomWebClient client(String password) {
        return new DicomWebClient(
                ArchiveAddress.parse(archive().address()),
                Optional.empty(),
                ArchiveCredentials.basic(Orthanc.USER, password.toCharArray()),
                DicomWebLimits.USUAL);
    }

    private static Orthanc archive() {
        return Objects.requireNonNull(orthanc);
    }
}
