package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.SampleFiles;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceHeader;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import gazelle.viewer.tag.DicomDictionary;
import gazelle.viewer.tag.TagNumbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomTagsTest {
    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG_ENDIAN})
    void followsNestedSequencesOfBothLengthsInEveryEncoding(String syntax) throws Exception {
        byte[] inner = DicomBytes.dataSet(syntax)
                .text(0x00080100, "SH", "T-A0100")
                .text(0x00080104, "LO", "Brain")
                .toByteArray();
        byte[] defined = DicomBytes.dataSet(syntax)
                .header(0xFFFEE000, "", inner.length)
                .raw(inner)
                .toByteArray();
        byte[] file = DicomBytes.file(syntax)
                .header(0x00082218, "SQ", -1)
                .header(0xFFFEE000, "", -1)
                .header(0x00082220, "SQ", defined.length)
                .raw(defined)
                .header(0xFFFEE00D, "", 0)
                .header(0xFFFEE0DD, "", 0)
                .text(0x00100010, "PN", "Doe^Jane")
                .image(1, 1)
                .pixels(7)
                .toByteArray();

        DicomTags tags = DicomTags.parse(file);

        assertThat(tags.complete()).isTrue();
        assertThat(tags.list().stream()
                        .filter(tag -> tag.group() == 0x0008)
                        .map(tag -> tag.depth() + " " + tag.vr() + " " + tags.name(tag) + "=" + tags.text(tag)))
                .startsWith(
                        "0 SQ Anatomic Region Sequence=",
                        "2 SQ Anatomic Region Modifier Sequence=",
                        "4 SH Code Value=T-A0100",
                        "4 LO Code Meaning=Brain");
        assertThat(only(tags, 0x00100010).depth()).isZero();
        assertThat(tags.text(only(tags, 0x00100010))).isEqualTo("Doe^Jane");
        assertThat(tags.text(only(tags, 0x00280010))).isEqualTo("1");
        DicomTag region = only(tags, 0x00082218);
        assertThat(region.hasUndefinedLength()).isTrue();
        assertThat(region.length())
                .as("up to the delimiter: an open item around a sequence of known length, and the item's delimiter")
                .isEqualTo(tags.list().get(tags.list().indexOf(region) + 1).length() + 8 + 8);
    }

    @Test
    void listsFragmentsOfCompressedPixelsAsItems() throws Exception {
        DicomTags tags = DicomTags.parse(Files.readAllBytes(SampleFiles.dicom("brain-pd-axial-14-rle.dcm")));

        List<DicomTag> list = tags.list();
        DicomTag pixels = only(tags, TagNumbers.PIXELS);
        List<DicomTag> fragments = list.subList(list.indexOf(pixels) + 1, list.size());
        assertThat(tags.complete()).isTrue();
        assertThat(tags.transferSyntax()).isEqualTo("RLE Lossless");
        assertThat(fragments).hasSizeGreaterThanOrEqualTo(2).allMatch(tag -> tag.isItem() && tag.depth() == 1);
        int bytes = fragments.stream().mapToInt(tag -> tag.length() + 8).sum();
        assertThat(pixels.length()).isEqualTo(bytes);
        assertThat(tags.value(fragments.getLast()))
                .isEqualTo(Arrays.copyOfRange(
                        tags.content(),
                        fragments.getLast().offset(),
                        fragments.getLast().offset() + fragments.getLast().length()));
    }

    @Test
    void namesPrivateElementsByTheirCreator() throws Exception {
        DicomTags tags = DicomTags.parse(DicomBytes.file(DicomBytes.IMPLICIT)
                .text(0x00290010, "LO", "SIEMENS CSA HEADER")
                .text(0x00291008, "CS", "IMAGE NUM 4")
                .element(0x00291010, "OB", new byte[] {1, (byte) 0xAB})
                .image(1, 1)
                .pixels(0)
                .toByteArray());

        assertThat(tags.name(only(tags, 0x00290010))).isEqualTo("Private Creator");
        DicomTag text = only(tags, 0x00291008);
        assertThat(text.isPrivate()).isTrue();
        assertThat(text.number()).isEqualTo("(0029,1008)");
        assertThat(text.vr()).isEqualTo("UN");
        assertThat(tags.name(text)).isEqualTo("Private (SIEMENS CSA HEADER)");
        assertThat(tags.text(text)).isEqualTo("IMAGE NUM 4");
        assertThat(tags.text(only(tags, 0x00291010))).isEqualTo("2 bytes: 01 AB");
    }

    @Test
    void decodesNumbersAndCharacterSets() throws Exception {
        DicomTags tags = DicomTags.parse(DicomBytes.file(DicomBytes.EXPLICIT)
                .text(0x00080005, "CS", "ISO_IR 192")
                .element(0x00100010, "PN", "M\u00fcller^J ".getBytes(StandardCharsets.UTF_8))
                .element(0x00189087, "FD", new byte[] {0, 0, 0, 0, 0, 0x40, (byte) 0x8F, 0x40})
                .element(0x00209165, "AT", new byte[] {0x20, 0, 0x32, 0})
                .element(0x00281041, "SS", new byte[] {(byte) 0xFF, (byte) 0xFF})
                .image(1, 1)
                .pixels(0)
                .toByteArray());

        assertThat(tags.text(only(tags, 0x00100010))).isEqualTo("M\u00fcller^J");
        assertThat(tags.text(only(tags, 0x00189087))).isEqualTo("1000.0");
        assertThat(tags.text(only(tags, 0x00209165))).isEqualTo("(0020,0032)");
        assertThat(tags.text(only(tags, 0x00281041))).isEqualTo("-1");
    }

    @Test
    void givesWhatPrecedesDamage() throws Exception {
        byte[] file = Files.readAllBytes(SampleFiles.dicom("brain-pd-axial-14.dcm"));

        DicomTags cut = DicomTags.parse(Arrays.copyOf(file, 600));

        assertThat(cut.complete()).isFalse();
        assertThat(cut.list()).isNotEmpty();
        assertThatExceptionOfType(UnreadableImageException.class)
                .isThrownBy(() -> DicomTags.parse("no image at all, only words".getBytes(StandardCharsets.UTF_8)))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Code.NOT_AN_IMAGE));
    }

    @Test
    void endsOnEndlessNestingAndRandomBytes() throws Exception {
        DicomBytes nested = DicomBytes.file(DicomBytes.EXPLICIT);
        for (int i = 0; i < 5000; i++) {
            nested.header(0x00081140, "SQ", -1).header(0xFFFEE000, "", -1);
        }
        assertThat(DicomTags.parse(nested.toByteArray()).complete()).isFalse();
        SplittableRandom random = new SplittableRandom(20261122);
        byte[] file = Files.readAllBytes(SampleFiles.dicom("brain-pd-axial-14.dcm"));
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = file.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(132, 2000)] = (byte) random.nextInt(256);
            }
            try {
                DicomTags tags = DicomTags.parse(damaged);
                for (DicomTag tag : tags.list()) {
                    assertThat(tags.text(tag).length()).isLessThanOrEqualTo(DicomValueText.MAX_LENGTH + 100);
                    assertThat(tag.offset() + tag.length()).isLessThanOrEqualTo(damaged.length);
                }
            } catch (UnreadableImageException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        }
    }

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SampleFiles.dicom(""))) {
            return files.sorted().toList().stream();
        }
    }

    /** An independent parser, dcmtk's, finds the same elements. */
    @ParameterizedTest
    @MethodSource("samples")
    void agreesWithDcmtk(Path sample) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dcmdump")), "dcmdump of the Debian package dcmtk is missing");
        Process dcmdump = new ProcessBuilder("/usr/bin/dcmdump", "-q", "-M", sample.toString()).start();
        List<String> theirs;
        try (BufferedReader lines = dcmdump.inputReader(StandardCharsets.ISO_8859_1)) {
            theirs = lines.lines()
                    .filter(line -> line.matches("\\s*\\([0-9a-f]{4},[0-9a-f]{4}\\).*"))
                    .map(line -> line.strip().substring(0, 11).toUpperCase(Locale.ROOT))
                    .filter(number -> !number.equals("(FFFE,E00D)") && !number.equals("(FFFE,E0DD)"))
                    .toList();
        }
        assertThat(dcmdump.waitFor()).isZero();
        DicomTags tags = DicomTags.parse(Files.readAllBytes(sample));

        List<String> ours = tags.list().stream().map(DicomTag::number).toList();
        List<String> expected = tags.transferSyntax().startsWith("Deflated")
                ? theirs.stream().filter(number -> !number.startsWith("(0002")).toList()
                : theirs;
        assertThat(ours).isEqualTo(expected);
        assertThat(tags.complete()).isTrue();
    }

    @Test
    void dictionaryIsSortedAndKnowsWhatTheViewerReads() throws Exception {
        List<String> lines;
        try (BufferedReader text = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DicomDictionary.class.getResourceAsStream("dicom-dictionary.txt")),
                StandardCharsets.UTF_8))) {
            lines = text.lines().toList();
        }
        assertThat(lines).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(500);
        assertThat(lines).allMatch(line -> line.matches("[0-9A-F]{8} [A-Z]{2} \\S.*\\S"));
        for (SliceTag.Key key : SliceTag.Key.values()) {
            assertThat(DicomDictionary.find(key.number())).as(key.name()).isPresent();
        }
    }

    @Test
    void headerOfASeriesListsKeysAndAll() throws Exception {
        SliceHeader header = SeriesReader.open(SampleFiles.dicom("brain-pd-axial-14.dcm"))
                .series()
                .getFirst()
                .header(0);
        assertThat(header.complete()).isTrue();
        assertThat(header.entries())
                .anyMatch(entry -> entry.key() && entry.name().equals("Modality"));
        assertThat(header.entries()).anyMatch(entry -> !entry.key());
        HeaderEntry modality = header.entries().stream()
                .filter(entry -> entry.name().equals("Modality"))
                .findFirst()
                .orElseThrow();
        assertThat(modality.matches("0008,0060")).isTrue();
        assertThat(modality.matches("00080060")).isTrue();
        assertThat(modality.matches("modal")).isTrue();
        assertThat(modality.matches("mr")).isTrue();
        assertThat(modality.matches("cs")).isTrue();
        assertThat(modality.matches("(0010")).isFalse();

        SliceHeader nifti = SeriesReader.open(SampleFiles.nifti("head-t1.nii.gz"))
                .series()
                .getFirst()
                .header(0);
        assertThat(nifti.entries())
                .allMatch(HeaderEntry::key)
                .anyMatch(entry -> entry.name().equals("Voxel size (mm)"));
    }

    private static DicomTag only(DicomTags tags, int number) {
        return tags.list().stream()
                .filter(tag -> tag.tag() == number)
                .findFirst()
                .orElseThrow();
    }
}
