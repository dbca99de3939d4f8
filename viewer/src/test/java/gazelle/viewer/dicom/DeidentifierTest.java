package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.viewer.dicom.DeidentificationException.Code;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeidentifierTest {
    private static final Path SAMPLES = Path.of("..", "sample-images", "dicom");

    private final Deidentifier run = new Deidentifier(new SecureRandom());

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsPixelsAndNothingThatIdentifies(Path sample) throws Exception {
        byte[] file = run.apply(Files.readAllBytes(sample), false).content();

        SliceFile before = SliceReader.read(sample);
        SliceFile after = SliceReader.read(file);
        assertThat(after.image().pixels()).containsExactly(before.image().pixels());
        assertThat(after.info().geometry()).isEqualTo(before.info().geometry());
        assertThat(after.info().windows()).isEqualTo(before.info().windows());
        assertThat(after.info().value(SliceTag.Key.MODALITY)).contains("MR");
        assertThat(after.info().identifiers().tags())
                .extracting(SliceTag::key)
                .containsExactlyInAnyOrder(
                        SliceTag.Key.SOP_INSTANCE_UID,
                        SliceTag.Key.INSTITUTION,
                        SliceTag.Key.STUDY_INSTANCE_UID,
                        SliceTag.Key.SERIES_INSTANCE_UID);
        assertThat(after.info().identifiers().value(SliceTag.Key.INSTITUTION))
                .as("a dummy, as some objects must have one")
                .contains("ANONYMOUS");
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .doesNotContain("SAMPLE^", "SYN-000", "SYN000", "EXAMPLE^DOCTOR", "20240101", "19740101");
        for (SliceTag tag : before.info().identifiers().tags()) {
            if (tag.key().name().endsWith("UID")) {
                assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain(tag.value());
            }
        }
        DicomTags tags = DicomTags.parse(file);
        assertThat(tags.complete()).isTrue();
        assertThat(text(tags, 0x00120062)).isEqualTo("YES");
        assertThat(text(tags, 0x00120063)).contains("PS3.15");
        assertThat(text(tags, 0x00280303)).isEqualTo("REMOVED");
        assertThat(tags.list()).filteredOn(tag -> tag.tag() == 0x00080100).hasSize(1);
    }

    @Test
    void unpacksWhatIsPackedWithGzip() throws Exception {
        byte[] plain = Files.readAllBytes(SAMPLES.resolve("brain-pd-axial-10.dcm"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }

        assertThat(run.apply(packed.toByteArray(), false).content())
                .isEqualTo(run.apply(plain, false).content());
    }

    @Test
    void replacesIdentifiersAlikeWithinARunAndOtherwiseInTheNext() throws Exception {
        byte[] first = Files.readAllBytes(SAMPLES.resolve("brain-pd-axial-10.dcm"));
        byte[] second = Files.readAllBytes(SAMPLES.resolve("brain-pd-axial-12.dcm"));

        String series = uid(run.apply(first, false), SliceTag.Key.SERIES_INSTANCE_UID);

        assertThat(series).matches("2\\.25\\.[1-9][0-9]{0,38}");
        assertThat(uid(run.apply(second, false), SliceTag.Key.SERIES_INSTANCE_UID))
                .isEqualTo(series);
        assertThat(run.apply(second, false).instanceUid())
                .isNotEqualTo(run.apply(first, false).instanceUid());
        assertThat(uid(new Deidentifier(new SecureRandom()).apply(first, false), SliceTag.Key.SERIES_INSTANCE_UID))
                .isNotEqualTo(series);
    }

    @Test
    void searchesSequencesAndLeavesOutPrivateOverlayCurveAndUnknownElements() throws Exception {
        DicomWriter data = image().element(
                        0x00081140,
                        "SQ",
                        new DicomWriter(true, false)
                                .beginItem()
                                .text(0x00081155, "UI", "1.2.3.4")
                                .text(0x00100010, "PN", "Nested^Name")
                                .text(0x00090010, "LO", "Nested private")
                                .endItem()
                                .toByteArray())
                .text(0x00090010, "LO", "Private creator")
                .text(0x00091001, "LO", "Private value")
                .text(0x00100010, "PN", "Name^Of")
                .text(0x00100030, "DA", "19740101")
                .text(0x00111234, "PN", "Odd^Group")
                .text(0x00189999, "LO", "Unknown text")
                .text(0x0018700A, "SH", "Detector 7")
                .beginSequence(0x00400275, "SQ")
                .beginItem()
                .text(0x00400007, "LO", "Removed whole")
                .endItem()
                .endSequence()
                .text(0x50002500, "LO", "Curve label")
                .text(0x60000022, "LO", "Overlay label")
                .element(0x60003000, "OW", new byte[8]);

        byte[] file = run.apply(whole(data), false).content();

        DicomTags tags = DicomTags.parse(file);
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .doesNotContain("Nested", "Private", "Name^", "Odd^", "Unknown", "Detector", "whole", "label", "1974");
        assertThat(tags.list())
                .noneMatch(DicomTag::isPrivate)
                .noneMatch(tag -> tag.group() >= 0x5000 && tag.group() < 0x7000);
        assertThat(text(tags, 0x0018700A)).as("a dummy").isEqualTo("ANONYMOUS");
        assertThat(tags.list())
                .filteredOn(tag -> tag.tag() == 0x00100030)
                .singleElement()
                .satisfies(date -> assertThat(date.length()).isZero());
        assertThat(tags.list())
                .filteredOn(tag -> tag.tag() == 0x00081155)
                .singleElement()
                .satisfies(uid -> assertThat(tags.text(uid)).startsWith("2.25."));
    }

    @Test
    void refusesTextInThePictureUnlessItIsAllowed() throws Exception {
        byte[] file = whole(image().text(0x00280301, "CS", "YES"));

        assertRefused(file, Code.BURNED_IN_TEXT, "Burned In Annotation: YES");
        DicomTags tags = DicomTags.parse(run.apply(file, true).content());
        assertThat(text(tags, 0x00280301)).isEqualTo("YES");
    }

    @Test
    void refusesWhatCannotBeFollowedToItsEnd() throws Exception {
        byte[] file = Files.readAllBytes(SAMPLES.resolve("brain-pd-axial-10.dcm"));

        assertRefused(Arrays.copyOf(file, file.length - 10), Code.DAMAGED, "cut off or damaged");
        assertRefused(
                whole(new DicomWriter(true, false).text(0x00080060, "CS", "MR")), Code.NOT_AN_INSTANCE, "SOP class");
        assertThat(catchThrowableOfType(
                        UnreadableImageException.class,
                        () -> run.apply("no image".getBytes(StandardCharsets.US_ASCII), false)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 13, 1342})
    void leavesOutBytesBehindTheDataSet(int length) throws Exception {
        byte[] file = Files.readAllBytes(SAMPLES.resolve("brain-pd-axial-10.dcm"));
        byte[] expected = run.apply(file, false).content();
        byte[] text = Arrays.copyOf(file, file.length + length);
        Arrays.fill(text, file.length, text.length, (byte) 'N');

        DeidentifiedFile zeros = run.apply(Arrays.copyOf(file, file.length + length), false);
        DeidentifiedFile letters = run.apply(text, false);

        assertThat(zeros.content()).isEqualTo(expected);
        assertThat(zeros.tailBytes()).isEqualTo(length);
        assertThat(letters.content()).isEqualTo(expected);
        assertThat(letters.tailBytes()).isEqualTo(length);
        assertThat(run.apply(file, false).tailBytes()).isZero();
    }

    /** Zeros are elements of no kind in implicit VR, which ends a data set that has no pixels too. */
    @Test
    void leavesOutZerosBehindAReport() throws Exception {
        byte[] report = whole(image().text(0x0040A040, "CS", "TEXT"));

        DeidentifiedFile written = run.apply(Arrays.copyOf(report, report.length + 100), false);

        assertThat(written.tailBytes()).isEqualTo(100);
        assertThat(written.content()).isEqualTo(run.apply(report, false).content());
    }

    /** As many as an object of 6,000 frames with 60 elements each has. */
    @Test
    void writesLargeEnhancedObjects() throws Exception {
        DicomWriter data = image().beginSequence(0x52009230, "SQ");
        for (int frame = 0; frame < 6000; frame++) {
            data.beginItem().beginSequence(0x00209111, "SQ").beginItem();
            for (int i = 0; i < 56; i++) {
                data.element(0x00209056 + i, "UL", new byte[4]);
            }
            data.endItem().endSequence().endItem();
        }
        data.endSequence().element(0x7FE00010, "OW", new byte[2]);

        DicomTags written = DicomTags.parse(run.apply(whole(data), false).content());

        assertThat(written.complete()).isTrue();
        assertThat(written.list()).hasSizeGreaterThan(6000 * 58);
    }

    @Test
    void refusesMoreElementsThanItSearches() {
        DicomWriter data = image().beginSequence(0x00081140, "SQ");
        for (int i = 0; i <= DicomTags.MAX_ELEMENTS; i++) {
            data.beginItem().endItem();
        }
        data.endSequence();

        assertRefused(whole(data), Code.TOO_LARGE, "more than the limit of " + DicomTags.MAX_ELEMENTS + " elements");
    }

    @Test
    void refusesTheDirectoryOfADisc() {
        DicomWriter data = new DicomWriter(true, false)
                .beginSequence(0x00041220, "SQ")
                .beginItem()
                .text(0x00100010, "PN", "Doe^Jane")
                .endItem()
                .endSequence();

        assertRefused(whole(data), Code.DIRECTORY, "directory of a disc (DICOMDIR)");
    }

    /** Study, series, frame of reference and referenced instances, in whatever file and depth they occur. */
    @Test
    void keepsOneMappingOfIdentifiersForAWholeDisc() throws Exception {
        DicomWriter first = image().text(0x0020000D, "UI", "1.9.1")
                .text(0x0020000E, "UI", "1.9.2")
                .text(0x00200052, "UI", "1.9.3");
        DicomWriter second = new DicomWriter(true, false)
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4")
                .text(0x00080018, "UI", "1.2.4")
                .beginSequence(0x00081140, "SQ")
                .beginItem()
                .text(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.4")
                .text(0x00081155, "UI", "1.2.3")
                .endItem()
                .endSequence()
                .text(0x0020000D, "UI", "1.9.1")
                .text(0x0020000E, "UI", "1.9.4")
                .text(0x00200052, "UI", "1.9.3");

        DeidentifiedFile one = run.apply(whole(first), false);
        DicomTags a = DicomTags.parse(one.content());
        DicomTags b = DicomTags.parse(run.apply(whole(second), false).content());

        assertThat(text(b, 0x0020000D)).startsWith("2.25.").isEqualTo(text(a, 0x0020000D));
        assertThat(text(b, 0x00200052)).startsWith("2.25.").isEqualTo(text(a, 0x00200052));
        assertThat(text(b, 0x00081155)).isEqualTo(one.instanceUid());
        assertThat(text(b, 0x00081150)).isEqualTo("1.2.840.10008.5.1.4.1.1.4");
        assertThat(text(b, 0x0020000E)).startsWith("2.25.").isNotEqualTo(text(a, 0x0020000E));
    }

    @Test
    void writesLongValuesOfShortRepresentationsAsUnknownOnes() throws Exception {
        byte[] written = new DicomWriter(true, false)
                .element(0x00204000, "LT", new byte[70_000])
                .toByteArray();

        assertThat(new String(written, 4, 2, StandardCharsets.US_ASCII)).isEqualTo("UN");
        assertThat(written).hasSize(12 + 70_000);
    }

    /** DCMTK judges the files. */
    @ParameterizedTest
    @MethodSource("samples")
    void writesFilesThatAnotherToolReads(Path sample, @TempDir Path folder) throws Exception {
        for (String tool : List.of("dcmdump", "dcmftest")) {
            boolean there = Arrays.stream(
                            System.getenv().getOrDefault("PATH", "").split(":"))
                    .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
            assumeTrue(there, "needs Debian's package dcmtk to read the files with; missing: " + tool);
        }
        Path out = Files.write(
                folder.resolve("out.dcm"),
                run.apply(Files.readAllBytes(sample), false).content());

        assertThat(output(folder, "dcmftest", out.toString())).startsWith("yes:");
        String dump = output(folder, "dcmdump", out.toString());
        assertThat(dump)
                .contains("(0012,0062) CS [YES]")
                .contains("(0008,0100) SH [113100]")
                .contains("(0010,0010) PN (no value available)")
                .doesNotContain("W: ", "E: ", "SAMPLE^");
    }

    private static String output(Path folder, String... command) throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    private void assertRefused(byte[] file, Code code, String message) {
        DeidentificationException refusal =
                catchThrowableOfType(DeidentificationException.class, () -> run.apply(file, false));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
        assertThat(refusal.code()).isEqualTo(code);
    }

    private static String uid(DeidentifiedFile file, SliceTag.Key key) throws UnreadableImageException {
        return SliceReader.read(file.content()).info().identifiers().value(key).orElseThrow();
    }

    private static String text(DicomTags tags, int number) {
        return tags.list().stream()
                .filter(tag -> tag.tag() == number)
                .map(tags::text)
                .findFirst()
                .orElse("");
    }

    private static DicomWriter image() {
        return new DicomWriter(true, false)
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4")
                .text(0x00080018, "UI", "1.2.3");
    }

    private static byte[] whole(DicomWriter data) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        byte[] syntax = new DicomWriter(true, false)
                .text(0x00020010, "UI", "1.2.840.10008.1.2.1")
                .toByteArray();
        file.writeBytes(syntax);
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }
}
