package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NIfTI files beyond those that scanners' converters write; volumes of 2 x 1 x 1 voxels, the first on the right of the screen. */
class NiftiVariantsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsVersionTwoInBothByteOrders(boolean bigEndian) throws UnreadableImageException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer file = ByteBuffer.allocate(544 + 4).order(order);
        file.putInt(0, 540).put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1A, '\n'});
        file.putShort(12, (short) 4).putShort(14, (short) 16);
        file.putLong(16, 3).putLong(24, 2).putLong(32, 1).putLong(40, 1);
        file.putDouble(112, 3).putDouble(120, 4).putDouble(128, 5).putLong(168, 544);
        file.putDouble(176, 0.5).putDouble(184, 10).putInt(500, 2).putInt(348, 1);
        file.putDouble(400, -3).putDouble(424, 7).putDouble(440, -4).putDouble(480, 5);
        file.putShort(544, (short) 2).putShort(546, (short) -6);

        SliceFile slice = SliceReader.read(FileBytes.of(file));

        assertThat(slice.image().pixels()).containsExactly(11, 7);
        SliceGeometry geometry = Objects.requireNonNull(slice.info().geometry());
        assertThat(geometry.position()).isEqualTo(new PatientVector(-7, 0, 0));
        assertThat(geometry.columnSpacing()).isEqualTo(3);
        assertThat(geometry.rowSpacing()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.003", "2, 3", "3, 3000", "0, 3"})
    void takesTheUnitOfDistances(int unit, float three) throws UnreadableImageException {
        ByteBuffer file = volume(4, 16, 1).put(123, (byte) (unit | 8)).putShort(254, (short) 1);
        file.putFloat(80, three).putFloat(84, three).putFloat(88, three);
        file.putFloat(280, -three).putFloat(300, -three).putFloat(320, three).putFloat(292, -5 * three);

        SliceFile slice = SliceReader.read(FileBytes.of(file));

        SliceGeometry geometry = Objects.requireNonNull(slice.info().geometry());
        assertThat(geometry.columnSpacing()).isEqualTo(3);
        assertThat(geometry.position().left()).isCloseTo(15, within(1e-5));
        assertThat(slice.info().notes()).noneMatch(note -> note.contains("how the patient lies"));
    }

    @Test
    void believesTheMatrixOfSmallVoxelsInMillimetres() throws UnreadableImageException {
        ByteBuffer file = volume(4, 16, 1).put(123, (byte) 2).putShort(254, (short) 1);
        file.putFloat(80, 0.002f).putFloat(84, 0.002f).putFloat(88, 0.002f);
        file.putFloat(280, -0.002f).putFloat(300, -0.002f).putFloat(320, 0.002f);

        assertThat(SliceReader.read(FileBytes.of(file)).info().geometry()).isNotNull();
    }

    @Test
    void readsWholeNumbersOf64BitsAndSaysWhenTheyAreRounded() throws UnreadableImageException {
        SliceFile exact = SliceReader.read(
                FileBytes.of(volume(1024, 64, 16).putLong(352, -476).putLong(360, 1 << 24)));
        SliceFile signed = SliceReader.read(
                FileBytes.of(volume(1024, 64, 16).putLong(352, (1L << 60) + 1).putLong(360, -5)));
        SliceFile unsigned = SliceReader.read(
                FileBytes.of(volume(1280, 64, 16).putLong(352, -1).putLong(360, 5)));

        assertThat(exact.image().pixels()).containsExactly(1 << 24, -476);
        assertThat(exact.info().notes()).noneMatch(note -> note.contains("rounded"));
        assertThat(signed.image().pixels()).containsExactly(-5, 0x1p60f);
        assertThat(signed.info().notes())
                .anyMatch(note -> note.contains("more than 24 binary digits; they were rounded"));
        assertThat(unsigned.image().pixels()).containsExactly(5, 0x1p64f);
        assertThat(unsigned.info().notes()).anyMatch(note -> note.contains("they were rounded"));
    }

    @Test
    void showsColoursAndTakesEqualOnesAsGrey() throws UnreadableImageException {
        ByteBuffer grey = volume(128, 24, 6);
        grey.put(352, new byte[] {7, 7, 7, (byte) 195, (byte) 195, (byte) 195});
        ByteBuffer colour = volume(2304, 32, 8);
        colour.put(352, new byte[] {10, 20, 30, -1, (byte) 200, 0, 0, 0});

        SliceFile plain = SliceReader.read(FileBytes.of(grey));
        SliceFile coloured = SliceReader.read(FileBytes.of(colour));

        assertThat(plain.image().pixels()).containsExactly(195, 7);
        assertThat(plain.colour()).isNull();
        assertThat(plain.info().bits()).isEqualTo(8);
        ColourImage shown = Objects.requireNonNull(coloured.colour());
        assertThat(shown.argb()).containsExactly(0xFFC80000, 0xFF0A141E);
        assertThat(coloured.info().notes()).contains(Colour.NOTE).anyMatch(note -> note.contains("transparent"));
        assertThat(SliceReader.open(FileBytes.of(colour)).stored(0).values()).containsExactly(200, 0, 0, 10, 20, 30);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, single bits",
        "32, 64, complex numbers",
        "1792, 128, complex numbers",
        "2048, 256, complex numbers",
        "1536, 128, floating point numbers of 128 bits",
        "77, 16, an unknown type (77)"
    })
    void refusesOtherTypesByName(int type, int bits, String name) {
        assertRefused(volume(type, bits, 64), Code.UNSUPPORTED_ENCODING, "stores its voxels as " + name);
    }

    @Test
    void refusesAHeaderWithoutItsVoxels() {
        ByteBuffer header = volume(4, 16, 4).put(345, (byte) 'i');

        assertRefused(header, Code.TRUNCATED, "is a header alone");
    }

    private static void assertRefused(ByteBuffer file, Code code, String message) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(FileBytes.of(file)));
        assertThat(refusal).isNotNull().hasMessageContaining(message);
        assertThat(refusal.code()).isEqualTo(code);
    }

    private static ByteBuffer volume(int type, int bits, int bytes) {
        ByteBuffer file = ByteBuffer.allocate(352 + Math.max(4, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348).putShort(40, (short) 3);
        file.putShort(42, (short) 2).putShort(44, (short) 1).putShort(46, (short) 1);
        file.putShort(70, (short) type).putShort(72, (short) bits).putFloat(108, 352);
        file.putFloat(80, 1).putFloat(84, 1).putFloat(88, 1);
        return file.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
    }
}
