package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that the standard forbids and that scanners and converters write. */
class OddHeaderTest {
    private static final int[] PIXELS = {1, 2, 3, 930};

    @ParameterizedTest
    @ValueSource(strings = {"  ", "??", "\0\0", "--", "Q?", "us", "Xy", "\u0001\u0002", "QQ"})
    void readsElementsOfOddRepresentationsWithTwoBytesOfLength(String vr) throws Exception {
        byte[] file = image(DicomBytes.EXPLICIT, DicomBytes.EXPLICIT, twoBytes(vr, new byte[] {7, 0}));

        assertPixels(file);
        assertThat(pixelPaddingOf(deidentified(file)))
                .as("written as the dictionary has it")
                .isEqualTo("US");
    }

    @ParameterizedTest
    @ValueSource(strings = {"  ", "??", "ZZ", "ob"})
    void readsElementsOfOddRepresentationsWithFourBytesOfLength(String vr) throws Exception {
        byte[] element = {0x28, 0, 0x20, 1, 0, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4};
        System.arraycopy(vr.getBytes(StandardCharsets.ISO_8859_1), 0, element, 4, 2);

        assertPixels(image(DicomBytes.EXPLICIT, DicomBytes.EXPLICIT, element));
    }

    /** One element as implicit VR has it, within an explicit data set. */
    @Test
    void readsAnElementWithoutRepresentation() throws Exception {
        byte[] element = {0x28, 0, 0x20, 1, 2, 0, 0, 0, 7, 0};

        assertPixels(image(DicomBytes.EXPLICIT, DicomBytes.EXPLICIT, element));
    }

    @Test
    void saysThatEntriesAreOdd() throws Exception {
        SliceFile slice =
                SliceReader.read(image(DicomBytes.EXPLICIT, DicomBytes.EXPLICIT, twoBytes("??", new byte[] {7, 0})));

        assertThat(slice.info().notes())
                .anySatisfy(note -> assertThat(note).contains("do not say their kind as the standard asks: 1"));
    }

    @Test
    void refusesBytesThatAreNoElement() {
        byte[] file = image(DicomBytes.EXPLICIT, DicomBytes.EXPLICIT, new byte[] {
            0x28, 0, 0x20, 1, 1, 1, (byte) 0xFF, (byte) 0xF0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
        });

        assertThatThrownBy(() -> SliceReader.read(file))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("its header cannot be followed");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void readsUnknownSequencesInEitherEncoding(boolean explicitInside) throws Exception {
        DicomBytes inside = DicomBytes.dataSet(explicitInside ? DicomBytes.EXPLICIT : DicomBytes.IMPLICIT)
                .header(0xFFFEE000, "", -1)
                .text(0x00100010, "PN", "Nested^Name")
                .header(0xFFFEE00D, "", 0)
                .header(0xFFFEE0DD, "", 0);
        byte[] unknown = DicomBytes.dataSet(DicomBytes.EXPLICIT)
                .header(0x00281234, "UN", -1)
                .raw(inside.toByteArray())
                .toByteArray();

        byte[] file = image(DicomBytes.EXPLICIT, DicomBytes.EXPLICIT, unknown);

        assertPixels(file);
        assertThat(new String(deidentified(file), StandardCharsets.ISO_8859_1)).doesNotContain("Nested");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void readsAFileHeaderInImplicitVr(boolean preamble) throws Exception {
        DicomBytes header = DicomBytes.dataSet(DicomBytes.IMPLICIT)
                .element(0x00020000, "UL", new byte[] {28, 0, 0, 0})
                .text(0x00020010, "UI", DicomBytes.EXPLICIT);
        byte[] data = dataSet(DicomBytes.EXPLICIT, new byte[0]);
        byte[] start = preamble
                ? DicomBytes.dataSet(DicomBytes.EXPLICIT)
                        .raw(new byte[128])
                        .raw(mark())
                        .toByteArray()
                : new byte[0];
        byte[] file = DicomBytes.dataSet(DicomBytes.EXPLICIT)
                .raw(start)
                .raw(header.toByteArray())
                .raw(data)
                .toByteArray();

        assertPixels(file);
        assertThat(SliceReader.read(file).info().notes())
                .anySatisfy(note -> assertThat(note).contains("The file header is encoded against the standard"));
        assertThat(DicomTags.parse(file).complete()).isTrue();
        assertPixels(deidentified(file));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2.1, 1.2.840.10008.1.2, Implicit VR Little Endian",
        "1.2.840.10008.1.2, 1.2.840.10008.1.2.1, Explicit VR Little Endian",
        "1.2.840.10008.1.2.1, 1.2.840.10008.1.2.2, Explicit VR Big Endian",
        "1.2.840.10008.1.2, 1.2.840.10008.1.2.2, Explicit VR Big Endian",
        "1.2.840.10008.1.2.2, 1.2.840.10008.1.2.1, Explicit VR Little Endian",
        "1.2.840.10008.1.2.2, 1.2.840.10008.1.2, Implicit VR Little Endian",
        "1.2.840.10008.1.2.1.99, 1.2.840.10008.1.2.1, Explicit VR Little Endian"
    })
    void readsWhatTheBytesShowWhereTheHeaderContradictsThem(String said, String used, String name) throws Exception {
        byte[] file = image(said, used, new byte[0]);

        assertPixels(file);
        assertThat(SliceReader.read(file).info().encoding()).isEqualTo(name);
        assertThat(SliceReader.read(file).info().notes())
                .anySatisfy(note -> assertThat(note)
                        .contains("but the data set is encoded as \"" + name + "\"; it was read as that."));
        byte[] written = deidentified(file);
        assertPixels(written);
        assertThat(SliceReader.read(written).info().notes())
                .as("what is written does not contradict itself")
                .noneMatch(note -> note.contains("is encoded as"));
    }

    @Test
    void saysNothingOfFilesThatKeepToTheStandard() throws Exception {
        for (String syntax : new String[] {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG_ENDIAN}) {
            assertThat(SliceReader.read(image(syntax, syntax, new byte[0]))
                            .info()
                            .notes())
                    .noneMatch(note -> note.contains("header"));
        }
    }

    @Test
    void namesAnUnknownCharacterSet() throws Exception {
        byte[] file = DicomBytes.file(DicomBytes.EXPLICIT)
                .text(0x00080005, "CS", "ISO_IR 4711")
                .text(0x00100010, "PN", "Doe^Jane")
                .image(2, 2)
                .pixels(PIXELS)
                .toByteArray();

        assertThat(SliceReader.read(file).info().notes())
                .anySatisfy(note -> assertThat(note).contains("not known here (ISO_IR 4711)"));
        assertThat(SliceReader.read(file).info().identifiers().value(SliceTag.Key.PATIENT_NAME))
                .contains("Doe^Jane");
    }

    private static void assertPixels(byte[] file) throws UnreadableImageException {
        assertThat(SliceReader.read(file).image().pixels()).containsExactly(1, 2, 3, 930);
    }

    private static byte[] deidentified(byte[] file) throws Exception {
        return new Deidentifier(new SecureRandom()).apply(file, false).content();
    }

    private static String pixelPaddingOf(byte[] file) throws UnreadableImageException {
        return DicomTags.parse(file).list().stream()
                .filter(tag -> tag.tag() == 0x00280120)
                .findFirst()
                .orElseThrow()
                .vr();
    }

    private static byte[] twoBytes(String vr, byte[] value) {
        byte[] element = Arrays.copyOf(new byte[] {0x28, 0, 0x20, 1, 0, 0, (byte) value.length, 0}, 8 + value.length);
        System.arraycopy(vr.getBytes(StandardCharsets.ISO_8859_1), 0, element, 4, 2);
        System.arraycopy(value, 0, element, 8, value.length);
        return element;
    }

    private static byte[] image(String said, String used, byte[] more) {
        return DicomBytes.file(said).raw(dataSet(used, more)).toByteArray();
    }

    private static byte[] dataSet(String syntax, byte[] more) {
        return DicomBytes.dataSet(syntax)
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4")
                .text(0x00080018, "UI", "1.2.3")
                .image(2, 2)
                .raw(more)
                .text(0x00281050, "DS", "40")
                .pixels(PIXELS)
                .toByteArray();
    }

    private static byte[] mark() {
        return "DICM".getBytes(StandardCharsets.US_ASCII);
    }
}
