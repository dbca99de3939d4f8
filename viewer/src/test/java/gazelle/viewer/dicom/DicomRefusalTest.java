package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DICOM files that the reader refuses, with the reason. */
class DicomRefusalTest {
    private static final int SEQUENCE = 0x00081140;
    private static final int ITEM = 0xFFFEE000;

    @Test
    void refusesValuesThatATableGives() {
        byte[] file = DicomBytes.file(DicomBytes.EXPLICIT)
                .image(2, 1)
                .element(0x00283000, "SQ", new byte[] {-2, -1, 0, -32, 0, 0, 0, 0})
                .pixels(1, 2)
                .toByteArray();

        assertRefused(file, Code.UNSUPPORTED_ENCODING, "Modality LUT Sequence");
    }

    @Test
    void refusesPixelsThatEndTooEarly() {
        byte[] shortPixels = file().image(2, 2).pixels(1, 2, 3).toByteArray();
        byte[] whole = file().image(2, 2).pixels(1, 2, 3, 4).toByteArray();

        assertRefused(shortPixels, Code.TRUNCATED, "ends too early");
        assertRefused(Arrays.copyOf(whole, whole.length - 1), Code.TRUNCATED, "ends too early");
    }

    @Test
    void refusesADataSetWithoutPixels() {
        assertRefused(file().image(2, 2).toByteArray(), Code.NO_PIXELS, "holds no picture");
        assertRefused(file().text(0x00080060, "CS", "MR").pixels(1).toByteArray(), Code.NO_PIXELS, "no size");
    }

    @Test
    void refusesPicturesBeyondTheLimitsBeforeTakingMemory() {
        assertRefused(file().image(8193, 1).pixels(1).toByteArray(), Code.TOO_LARGE, "8193 x 1");
        assertRefused(file().image(8192, 8192).pixels(1).toByteArray(), Code.TOO_LARGE, "8192 x 8192");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, UNSUPPORTED_ENCODING",
        "10, 10, 9, UNSUPPORTED_ENCODING",
        "64, 32, 31, UNSUPPORTED_ENCODING",
        "16, 17, 16, DAMAGED",
        "16, 12, 10, DAMAGED",
        "8, 8, 8, DAMAGED",
        "16, 0, 0, DAMAGED"
    })
    void refusesImpossibleBits(int allocated, int stored, int highBit, Code code) {
        byte[] content = file().image(1, 1, allocated, stored, highBit, 0, "MONOCHROME2")
                .pixels(1, 1)
                .toByteArray();

        assertRefused(content, code, "");
    }

    @Test
    void refusesUnusualColours() {
        byte[] content =
                file().image(1, 1, 8, 8, 7, 0, "CMYK").bytePixels("OB", 1, 1).toByteArray();

        assertRefused(content, Code.UNSUPPORTED_ENCODING, "colour picture");
    }

    @Test
    void refusesADeflatedBombAndADamagedOne() {
        byte[] zeros = new byte[1 << 20];
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(file().header(0x00081140, "OB", 0x7FFFFFF0).toByteArray());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int i = 0; i < 300; i++) {
            deflater.setInput(zeros);
            while (!deflater.needsInput()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        String deflated = "1.2.840.10008.1.2.1.99";

        assertRefused(
                DicomBytes.file(deflated).raw(packed.toByteArray()).toByteArray(), Code.TOO_LARGE, "unpacks to more");
        assertRefused(
                DicomBytes.file(deflated).raw(new byte[] {-1, -1, -1, -1}).toByteArray(),
                Code.DAMAGED,
                "packed content");
    }

    @Test
    void refusesEncapsulatedPixelsUnderAnUncompressedName() {
        byte[] content = file().image(1, 1).header(0x7FE00010, "OB", -1).toByteArray();

        assertRefused(content, Code.UNSUPPORTED_ENCODING, "compression that it does not name");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2.4.201, High-Throughput JPEG 2000 Lossless",
        "1.2.840.10008.1.2.4.102, MPEG-4",
        "1.2.840.113619.5.2, unknown transfer syntax 1.2.840.113619.5.2",
        "<b>hello</b>, 'an unknown transfer syntax,'"
    })
    void namesTheTransferSyntaxItRefuses(String uid, String message) {
        assertRefused(DicomBytes.file(uid).image(1, 1).pixels(1).toByteArray(), Code.UNSUPPORTED_ENCODING, message);
    }

    @Test
    void refusesBottomlessNesting() {
        DicomBytes content = file();
        for (int depth = 0; depth < 100_000; depth++) {
            content.header(SEQUENCE, "SQ", -1).header(ITEM, "", -1);
        }

        assertRefused(content.toByteArray(), Code.DAMAGED, "nested too deeply");
    }

    @Test
    void refusesMoreItemsThanAnyScannerWrites() {
        byte[] items = new byte[8 * ((1 << 16) + 1)];
        for (int i = 0; i < items.length; i += 8) {
            items[i] = -2;
            items[i + 1] = -1;
            items[i + 3] = (byte) 0xE0;
        }
        byte[] content =
                file().element(0x52009230, "SQ", items).image(1, 1).pixels(1).toByteArray();

        assertRefused(content, Code.DAMAGED, "a sequence has more than 65536 items");
    }

    @Test
    void refusesAValueLongerThanTheFile() {
        byte[] content = file().header(0x00081140, "OB", 0x7FFFFFF0).toByteArray();
        byte[] negative = file().header(0x00081140, "OB", 0x80000000).toByteArray();

        assertRefused(content, Code.TRUNCATED, "ends too early");
        assertRefused(negative, Code.TRUNCATED, "ends too early");
    }

    private static DicomBytes file() {
        return DicomBytes.file(DicomBytes.EXPLICIT);
    }

    private static void assertRefused(byte[] content, Code code, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(content));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
        assertThat(refusal.code()).isEqualTo(code);
    }
}
