package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomReaderTest {
    private static final int SEQUENCE = 0x00081140;
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;

    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG_ENDIAN})
    void readsEachEncodingWithAndWithoutPreamble(String syntax) throws UnreadableImageException {
        byte[] file =
                DicomBytes.file(syntax).image(2, 2).pixels(1, 258, 65535, 4).toByteArray();
        byte[] bare =
                DicomBytes.dataSet(syntax).image(2, 2).pixels(1, 258, 65535, 4).toByteArray();
        byte[] metaOnly = Arrays.copyOfRange(file, 132, file.length);

        assertThat(pixels(file)).containsExactly(1, 258, 65535, 4);
        assertThat(pixels(bare)).containsExactly(1, 258, 65535, 4);
        assertThat(pixels(metaOnly)).containsExactly(1, 258, 65535, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG_ENDIAN})
    void stepsOverNestedSequencesOfUndefinedLength(String syntax) throws UnreadableImageException {
        byte[] content = DicomBytes.file(syntax)
                .header(SEQUENCE, "SQ", -1)
                .header(ITEM, "", -1)
                .number(0x00280010, 999)
                .header(SEQUENCE, "SQ", -1)
                .header(ITEM, "", 0)
                .header(SEQUENCE_END, "", 0)
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .image(1, 1)
                .pixels(5)
                .toByteArray();

        assertThat(pixels(content)).containsExactly(5);
    }

    @Test
    void readsUnknownElementsOfUndefinedLengthAsImplicit() throws UnreadableImageException {
        byte[] inside = DicomBytes.dataSet(DicomBytes.IMPLICIT)
                .header(ITEM, "", -1)
                .text(0x00091001, "LO", "ABCD")
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .toByteArray();
        byte[] content = DicomBytes.file(DicomBytes.EXPLICIT)
                .header(0x00091010, "UN", -1)
                .raw(inside)
                .image(1, 1)
                .pixels(5)
                .toByteArray();

        assertThat(pixels(content)).containsExactly(5);
    }

    @Test
    void takesOnlyTheStoredBitsBelowTheHighBit() throws UnreadableImageException {
        byte[] unsigned = file().image(2, 1, 16, 12, 13, 0, "MONOCHROME2")
                .pixels(0xC003 | 0x123 << 2, 0x3FFC)
                .toByteArray();
        byte[] signed = file().image(2, 1, 16, 12, 11, 1, "MONOCHROME2")
                .pixels(0xFFFF, 0xF7FF)
                .toByteArray();

        assertThat(pixels(unsigned)).containsExactly(0x123, 0xFFF);
        assertThat(pixels(signed)).containsExactly(-1, 2047);
    }

    @Test
    void readsEightBitPixels() throws UnreadableImageException {
        byte[] unsigned = file().image(3, 1, 8, 8, 7, 0, "MONOCHROME2")
                .bytePixels("OB", 1, 200, 255, 0)
                .toByteArray();
        byte[] signed = file().image(2, 1, 8, 8, 7, 1, "MONOCHROME2")
                .bytePixels("OB", 0x80, 0x7F)
                .toByteArray();
        byte[] bigEndianWords = DicomBytes.file(DicomBytes.BIG_ENDIAN)
                .image(3, 1, 8, 8, 7, 0, "MONOCHROME2")
                .bytePixels("OW", 2, 1, 0, 3)
                .toByteArray();

        assertThat(pixels(unsigned)).containsExactly(1, 200, 255);
        assertThat(pixels(signed)).containsExactly(-128, 127);
        assertThat(pixels(bigEndianWords)).containsExactly(1, 2, 3);
    }

    @Test
    void appliesRescaleSlopeAndIntercept() throws UnreadableImageException {
        byte[] content = file().image(2, 1)
                .text(0x00281052, "DS", "-10")
                .text(0x00281053, "DS", " 2.5e0 ")
                .pixels(0, 4)
                .toByteArray();

        assertThat(pixels(content)).containsExactly(-10, 0);
    }

    @Test
    void ignoresANonsensicalRescaleAndSaysSo() throws UnreadableImageException {
        byte[] content =
                file().image(2, 1).text(0x00281053, "DS", "NaN").pixels(3, 4).toByteArray();

        SliceFile slice = SliceReader.read(content);

        assertThat(slice.image().pixels()).containsExactly(3, 4);
        assertThat(slice.info().notes()).singleElement().asString().contains("rescale slope");
    }

    @Test
    void turnsMonochrome1AndItsWindowAround() throws UnreadableImageException {
        byte[] content = file().image(3, 1, 16, 8, 7, 0, "MONOCHROME1")
                .text(0x00281050, "DS", "100.5")
                .text(0x00281051, "DS", "101")
                .text(0x00281052, "DS", "10")
                .text(0x00281053, "DS", "2")
                .pixels(0, 255, 45)
                .toByteArray();

        SliceFile slice = SliceReader.read(content);

        assertThat(slice.image().pixels()).containsExactly(520, 10, 430);
        assertThat(slice.info().notes()).singleElement().asString().contains("black and white exchanged");
        // Stored 45 is modality 100: half way through the window, before and after turning it around.
        assertThat(new WindowLevel(100.5, 101, Ramp.LINEAR).brightness(100)).isEqualTo(128);
        assertThat(slice.initialWindow().brightness(430)).isEqualTo(128);
        assertThat(slice.initialWindow().black()).isEqualTo(530 - 150);
        assertThat(slice.initialWindow().white()).isEqualTo(530 - 50);
    }

    @Test
    void saysThatAMosaicIsNoSlice() throws UnreadableImageException {
        byte[] mosaic = file().text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC")
                .image(2, 1)
                .pixels(1, 2)
                .toByteArray();

        assertThat(SliceReader.read(mosaic).info().notes())
                .singleElement()
                .asString()
                .contains("mosaic");
    }

    @Test
    void takesTheFirstOfSeveralFramesAndSaysSo() throws UnreadableImageException {
        byte[] content = file().image(2, 1)
                .text(0x00280008, "IS", "3")
                .pixels(1, 2, 3, 4, 5, 6)
                .toByteArray();

        SliceFile slice = SliceReader.read(content);

        assertThat(slice.image().pixels()).containsExactly(1, 2);
        assertThat(slice.info().frames()).isEqualTo(3);
        assertThat(slice.info().notes()).containsExactly("This file holds 3 frames; the first one is used.");
    }

    @Test
    void offersEveryWindowOfTheFile() throws UnreadableImageException {
        byte[] content = file().image(1, 1)
                .text(0x00281050, "DS", "40\\x\\0.2")
                .text(0x00281051, "DS", "80\\1\\0.5\\7")
                .pixels(1)
                .toByteArray();

        assertThat(SliceReader.read(content).info().windows())
                .containsExactly(new WindowLevel(40, 80, Ramp.LINEAR), new WindowLevel(0.2, 0.5, Ramp.LINEAR_EXACT));
    }

    @Test
    void showsNoControlCharactersOfTags() throws UnreadableImageException {
        byte[] content = file().text(0x00080005, "CS", "ISO_IR 192")
                .text(0x0008103E, "LO", "T1\r\nforged\u001b[2J \u00e2\u0080\u00aex")
                .image(1, 1)
                .pixels(1)
                .toByteArray();

        assertThat(SliceReader.read(content).info().value(SliceTag.Key.SERIES_DESCRIPTION))
                .contains("T1  forged [2J  x");
    }

    @Test
    void decodesNamesInTheFilesCharacterSet() throws UnreadableImageException {
        byte[] content = file().text(0x00080005, "CS", "ISO_IR 144")
                .text(0x00100010, "PN", "\u00bb\u00ee\u00da")
                .image(1, 1)
                .pixels(1)
                .toByteArray();

        assertThat(SliceReader.read(content).info().identifiers().value(SliceTag.Key.PATIENT_NAME))
                .contains("\u041b\u044e\u043a");
    }

    @Test
    void notesPixelsThatAreNotSquare() throws UnreadableImageException {
        byte[] content =
                file().image(1, 1).text(0x00280030, "DS", "0.5\\1.0").pixels(1).toByteArray();

        assertThat(SliceReader.read(content).info().notes())
                .singleElement()
                .asString()
                .contains("not square");
    }

    @Test
    void showsColourAndSaysThatItIsNotClassified() throws UnreadableImageException {
        byte[] sideBySide = file().number(0x00280006, 0)
                .image(2, 1, 8, 8, 7, 0, "RGB", 3)
                .bytePixels("OB", 10, 20, 30, 255, 255, 255)
                .toByteArray();
        byte[] inPlanes = file().image(2, 1, 8, 8, 7, 0, "RGB", 3)
                .number(0x00280006, 1)
                .bytePixels("OB", 10, 255, 20, 255, 30, 255)
                .toByteArray();
        byte[] differences = file().image(1, 1, 8, 8, 7, 0, "YBR_FULL", 3)
                .bytePixels("OB", 100, 128, 228, 0)
                .toByteArray();

        assertThat(colours(sideBySide)).containsExactly(0xFF0A141E, 0xFFFFFFFF);
        assertThat(colours(inPlanes)).containsExactly(0xFF0A141E, 0xFFFFFFFF);
        assertThat(colours(differences)).containsExactly(0xFFF01D64);
        assertThat(SliceReader.read(sideBySide).info().notes())
                .singleElement()
                .asString()
                .contains("no model for slices can classify it");
    }

    @Test
    void readsAnyFrame() throws UnreadableImageException {
        byte[] content = file().image(2, 1)
                .text(0x00280008, "IS", "3")
                .pixels(1, 2, 3, 4, 5, 6)
                .toByteArray();

        SliceStack stack = SliceReader.open(content);

        assertThat(stack.size()).isEqualTo(3);
        assertThat(stack.slice(2).image().pixels()).containsExactly(5, 6);
        assertThat(stack.slice(2).info().frame()).isEqualTo(2);
        assertThat(stack.stored(1).values()).containsExactly(3, 4);
    }

    @Test
    void takesRescaleAndPlaceFromEachFramesGroups() throws UnreadableImageException {
        byte[] content = file().image(1, 1)
                .text(0x00280008, "IS", "2")
                .header(0x52009229, "SQ", -1)
                .header(ITEM, "", -1)
                .header(0x00289110, "SQ", -1)
                .header(ITEM, "", -1)
                .text(0x00280030, "DS", "0.5\\0.5")
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .header(0x00209116, "SQ", -1)
                .header(ITEM, "", -1)
                .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .header(0x52009230, "SQ", -1)
                .raw(frameGroups("1", "-7"))
                .raw(frameGroups("3", "2"))
                .header(SEQUENCE_END, "", 0)
                .pixels(10, 20)
                .toByteArray();

        SliceStack stack = SliceReader.open(content);

        assertThat(stack.slice(0).image().pixel(0, 0)).isEqualTo(10);
        assertThat(stack.slice(1).image().pixel(0, 0)).isEqualTo(60);
        assertThat(stack.slice(0).info().geometry())
                .isEqualTo(new SliceGeometry(
                        new PatientVector(0, 0, -7), new PatientVector(1, 0, 0), new PatientVector(0, 1, 0), 0.5, 0.5));
    }

    @ParameterizedTest
    @CsvSource({
        "'\\ISO 2022 IR 87', 'Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B', 'Yamada^Tarou=\u5c71\u7530^\u592a\u90ce'",
        "'\\ISO 2022 IR 149', 'Hong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7', 'Hong=\u6d2a^\u5409\u6d1e'",
        "ISO 2022 IR 100, 'M\u00fcller', 'M\u00fcller'"
    })
    void followsEscapeSequences(String sets, String stored, String shown) throws UnreadableImageException {
        byte[] content = file().text(0x00080005, "CS", sets)
                .text(0x00100010, "PN", stored)
                .image(1, 1)
                .pixels(1)
                .toByteArray();

        assertThat(SliceReader.read(content).info().identifiers().value(SliceTag.Key.PATIENT_NAME))
                .contains(shown);
    }

    private static DicomBytes file() {
        return DicomBytes.file(DicomBytes.EXPLICIT);
    }

    private static byte[] frameGroups(String slope, String place) {
        return dataSet()
                .header(ITEM, "", -1)
                .header(0x00289145, "SQ", -1)
                .header(ITEM, "", -1)
                .text(0x00281052, "DS", "0")
                .text(0x00281053, "DS", slope)
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .header(0x00209113, "SQ", -1)
                .header(ITEM, "", -1)
                .text(0x00200032, "DS", "0\\0\\" + place)
                .header(ITEM_END, "", 0)
                .header(SEQUENCE_END, "", 0)
                .header(ITEM_END, "", 0)
                .toByteArray();
    }

    private static DicomBytes dataSet() {
        return DicomBytes.dataSet(DicomBytes.EXPLICIT);
    }

    private static int[] colours(byte[] content) throws UnreadableImageException {
        return Objects.requireNonNull(SliceReader.read(content).colour()).argb();
    }

    private static float[] pixels(byte[] content) throws UnreadableImageException {
        return SliceReader.read(content).image().pixels();
    }
}
