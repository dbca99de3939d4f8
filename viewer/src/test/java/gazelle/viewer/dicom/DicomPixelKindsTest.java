package gazelle.viewer.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gazelle.viewer.DicomBytes;
import gazelle.viewer.input.ModelInput;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rarer kinds of DICOM pixels: packed, wide, by a table of colours, padded, and mosaics. */
class DicomPixelKindsTest {
    private static final int PADDING = 0x00280120;
    private static final int LIMIT = 0x00280121;

    private static SliceFile resource(String name) throws IOException, UnreadableImageException {
        try (InputStream in = DicomPixelKindsTest.class.getResourceAsStream("/cases/" + name)) {
            return SliceReader.read(Objects.requireNonNull(in, name).readAllBytes());
        }
    }

    private static double mean(SliceFile slice) {
        float[] pixels = slice.image().pixels();
        return IntStream.range(0, pixels.length)
                .mapToDouble(i -> pixels[i])
                .average()
                .orElseThrow();
    }

    private static DicomBytes file(String syntax) {
        return DicomBytes.file(syntax);
    }

    private static float[] pixels(byte[] content) throws UnreadableImageException {
        return SliceReader.read(content).image().pixels();
    }

    /** The values are those that dcmtk's dcm2pnm, gdcm or pydicom give for these files. */
    @ParameterizedTest
    @CsvSource({
        "24-twelve-bits-packed.dcm, 0, 1462, 412.152",
        "24b-twelve-bits-packed-odd-size.dcm, 0, 1470, 466.631",
        "30-palette-grey-ramp.dcm, 0, 232, -1",
        "31-32-bit.dcm, 0, 93000, 24605.10",
        "31b-32-bit-signed.dcm, -500, 92500, 24105.10"
    })
    void readsTheValuesOfOtherTools(String name, float min, float max, double mean) throws Exception {
        SliceFile slice = resource(name);

        assertThat(slice.image().min()).isEqualTo(min);
        assertThat(slice.image().max()).isEqualTo(max);
        assertThat(slice.colour()).isNull();
        if (mean >= 0) {
            assertThat(mean(slice)).isCloseTo(mean, within(0.01));
        }
    }

    @Test
    void ordersPackedPixelsAsOtherToolsDo() throws Exception {
        float[] even = resource("24-twelve-bits-packed.dcm").image().pixels();
        float[] odd = resource("24b-twelve-bits-packed-odd-size.dcm").image().pixels();

        assertThat(Arrays.copyOf(even, 4)).containsExactly(41, 6, 7, 0);
        assertThat(Arrays.copyOfRange(odd, odd.length - 3, odd.length)).containsExactly(21, 28, 20);
    }

    /** Two frames of three pixels: the second begins in the middle of a byte. */
    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG_ENDIAN})
    void findsPackedFramesWithinBytes(String syntax) throws Exception {
        int[] packed = {0x23, 0x61, 0x45, 0x89, 0xC7, 0xAB, 0xEF, 0x2D, 0x01, 0};
        if (syntax.equals(DicomBytes.BIG_ENDIAN)) {
            packed = new int[] {0x61, 0x23, 0x89, 0x45, 0xAB, 0xC7, 0x2D, 0xEF, 0, 0x01};
        }
        byte[] content = file(syntax)
                .image(3, 1, 12, 12, 11, 0, "MONOCHROME2")
                .text(0x00280008, "IS", "2")
                .bytePixels("OW", packed)
                .toByteArray();

        SliceStack stack = SliceReader.open(content);

        assertThat(stack.slice(0).image().pixels()).containsExactly(0x123, 0x456, 0x789);
        assertThat(stack.slice(1).image().pixels()).containsExactly(0xABC, 0xDEF, 0x012);
    }

    @Test
    void refusesPackedPixelsThatEndTooEarly() {
        byte[] content = file(DicomBytes.EXPLICIT)
                .image(3, 1, 12, 12, 11, 0, "MONOCHROME2")
                .bytePixels("OW", 1, 2, 3, 4)
                .toByteArray();

        assertThatThrownBy(() -> SliceReader.read(content)).hasMessageContaining("ends too early");
    }

    @ParameterizedTest
    @CsvSource({
        "0, MONOCHROME2, 4294967295, 1",
        "1, MONOCHROME2, -1, 1",
        "0, MONOCHROME1, 0, 4294967294",
        "1, MONOCHROME1, 0, -2"
    })
    void readsThirtyTwoBits(int signed, String photometric, double first, double second) throws Exception {
        byte[] content = file(DicomBytes.EXPLICIT)
                .image(2, 1, 32, 32, 31, signed, photometric)
                .pixels(0xFFFF, 0xFFFF, 1, 0)
                .toByteArray();

        assertThat(pixels(content)).containsExactly((float) first, (float) second);
    }

    @Test
    void rescalesThirtyTwoBits() throws Exception {
        byte[] content = file(DicomBytes.BIG_ENDIAN)
                .image(1, 1, 32, 32, 31, 0, "MONOCHROME2")
                .text(0x00281052, "DS", "-10")
                .text(0x00281053, "DS", "0.5")
                .pixels(1, 4)
                .toByteArray();

        assertThat(pixels(content)).containsExactly(65540 / 2f - 10);
    }

    private static DicomBytes palette(int allocated, int signed, int first, int bits, byte[] red, byte[] blue) {
        DicomBytes file =
                file(DicomBytes.EXPLICIT).image(4, 1, allocated, allocated, allocated - 1, signed, "PALETTE COLOR");
        byte[] size = {3, 0, (byte) first, (byte) (first >> 8), (byte) bits, 0};
        for (int i = 0; i < 3; i++) {
            file.element(0x00281101 + i, "US", size);
        }
        return file.element(0x00281201, "OW", red)
                .element(0x00281202, "OW", red)
                .element(0x00281203, "OW", blue);
    }

    @Test
    void looksUpPalettesOfEitherWidth() throws Exception {
        byte[] bytes = {1, 2, 3, 0};
        byte[] words = {7, 1, 7, 2, 7, 3};
        byte[] bytesAsWords = {1, 0, 2, 0, 3, 0};

        for (byte[] table : new byte[][] {bytes, words, bytesAsWords}) {
            int bits = table.length == 4 ? 8 : 16;
            byte[] unsigned = palette(8, 0, 10, bits, table, table)
                    .bytePixels("OB", 0, 10, 11, 255)
                    .toByteArray();
            byte[] signed =
                    palette(16, 1, -1, bits, table, table).pixels(-9, -1, 0, 9).toByteArray();

            assertThat(pixels(unsigned)).containsExactly(1, 1, 2, 3);
            assertThat(pixels(signed)).containsExactly(1, 1, 2, 3);
        }
    }

    @Test
    void showsPalettesOfColoursInColour() throws Exception {
        byte[] content = palette(8, 0, 0, 8, new byte[] {0, 100, 0, 0}, new byte[] {0, 0, (byte) 200, 0})
                .bytePixels("OB", 0, 1, 2, 2)
                .toByteArray();

        SliceFile slice = SliceReader.read(content);

        assertThat(Objects.requireNonNull(slice.colour()).argb())
                .containsExactly(0xFF000000, 0xFF646400, 0xFF0000C8, 0xFF0000C8);
        assertThat(slice.info().notes()).containsExactly(Colour.NOTE);
    }

    @Test
    void namesPalettesThatItDoesNotRead() {
        byte[] segments = file(DicomBytes.EXPLICIT)
                .image(1, 1, 8, 8, 7, 0, "PALETTE COLOR")
                .element(0x00281221, "OW", new byte[2])
                .bytePixels("OB", 1, 1)
                .toByteArray();
        byte[] cut = palette(8, 0, 0, 8, new byte[2], new byte[4])
                .bytePixels("OB", 0, 0, 0, 0)
                .toByteArray();

        assertThatThrownBy(() -> SliceReader.read(segments)).hasMessageContaining("table in segments");
        assertThatThrownBy(() -> SliceReader.read(cut)).hasMessageContaining("shorter than it says");
    }

    @Test
    void greyStoredAsColoursIsGrey() throws Exception {
        byte[] red = file(DicomBytes.EXPLICIT)
                .image(2, 1, 8, 8, 7, 0, "RGB", 3)
                .bytePixels("OB", 10, 10, 10, 200, 200, 200)
                .toByteArray();
        byte[] differences = file(DicomBytes.EXPLICIT)
                .image(2, 1, 8, 8, 7, 0, "YBR_FULL", 3)
                .bytePixels("OB", 10, 128, 128, 200, 129, 128)
                .toByteArray();

        assertThat(pixels(red)).containsExactly(10, 200);
        assertThat(SliceReader.read(red).colour()).isNull();
        assertThat(SliceReader.read(red).info().notes()).isEmpty();
        assertThat(SliceReader.read(differences).colour()).isNull();
        assertThat(SliceReader.read(differences).info().notes())
                .containsExactly("This picture has a slight tint; it was turned to grey by brightness.");
    }

    @Test
    void paddingOfACaseIsNoValue() throws Exception {
        SliceFile slice = resource("19-pixel-padding.dcm");

        assertThat(slice.image().min()).isEqualTo(0);
        assertThat(slice.image().max()).isEqualTo(734);
        assertThat(slice.info().notes()).singleElement().asString().contains("pixels as padding");
    }

    @ParameterizedTest
    @CsvSource({
        "SS, -2000, , 1, -2000",
        "US, -2000, , 1, -2000",
        "US, 65535, , 0, 65535",
        "SS, -1, , 0, 65535",
        "US, 60000, 65535, 0, 61000",
        "US, 65535, 60000, 0, 61000",
        "SS, -2000, -1000, 1, -1500",
        "SS, -1000, -2000, 1, -1000"
    })
    void paddingTakesTheDarkestValueOfTheOthers(String vr, int value, String limit, int signed, int padded)
            throws Exception {
        DicomBytes plain = file(DicomBytes.EXPLICIT).image(2, 2, 16, 16, 15, signed, "MONOCHROME2");
        DicomBytes padding = file(DicomBytes.EXPLICIT)
                .image(2, 2, 16, 16, 15, signed, "MONOCHROME2")
                .element(PADDING, vr, new byte[] {(byte) value, (byte) (value >> 8)});
        if (limit != null) {
            int other = Integer.parseInt(limit);
            padding.element(LIMIT, vr, new byte[] {(byte) other, (byte) (other >> 8)});
        }
        SliceFile without = SliceReader.read(plain.pixels(3, 3, 700, 40).toByteArray());
        SliceFile with = SliceReader.read(padding.pixels(padded, 3, 700, 40).toByteArray());
        SliceRecipe recipe = SliceRecipe.parse(1, 2, 2, "box", "none", "unit");

        ModelInput expected = without.inputFor(recipe);
        assertThat(with.image().pixels()).containsExactly(3, 3, 700, 40);
        assertThat(with.inputFor(recipe).values()).containsExactly(expected.values());
        assertThat(with.initialWindow()).isEqualTo(without.initialWindow());
        assertThat(with.info().notes())
                .containsExactly("The file marks 1 of 4 pixels as padding without a picture; "
                        + "they were given the darkest value of the others.");
    }

    @Test
    void zeroAsPaddingIsTheBackgroundThatItWas() throws Exception {
        byte[] content = file(DicomBytes.EXPLICIT)
                .image(3, 1)
                .number(PADDING, 0)
                .pixels(0, 300, 700)
                .toByteArray();
        byte[] nothingElse = file(DicomBytes.EXPLICIT)
                .image(2, 1)
                .number(PADDING, 9)
                .pixels(9, 9)
                .toByteArray();

        assertThat(pixels(content)).containsExactly(0, 300, 700);
        assertThat(SliceReader.read(content).info().notes()).isEmpty();
        assertThat(pixels(nothingElse)).containsExactly(9, 9);
    }

    @Test
    void paddingOfAnInvertedPictureIsDarkToo() throws Exception {
        byte[] content = file(DicomBytes.EXPLICIT)
                .image(3, 1, 16, 12, 11, 0, "MONOCHROME1")
                .number(PADDING, 0)
                .pixels(0, 4000, 100)
                .toByteArray();

        assertThat(pixels(content)).containsExactly(95, 95, 3995);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25-uih-vframe-mosaic.dcm", "25b-siemens-mosaic-by-private-count.dcm"})
    void knowsMosaicsOfScanners(String name) throws Exception {
        assertThat(resource(name).info().notes()).containsExactly(DicomMosaic.NOTE);
    }

    private static boolean isMosaic(DicomBytes file) throws UnreadableImageException {
        return SliceReader.read(file.image(1, 1).pixels(1).toByteArray())
                .info()
                .notes()
                .contains(DicomMosaic.NOTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG_ENDIAN})
    void knowsMosaicsByTheirCounts(String syntax) throws Exception {
        assertThat(isMosaic(
                        file(syntax).text(0x00190012, "LO", "SIEMENS MR HEADER").number(0x0019120A, 36)))
                .isTrue();
        assertThat(isMosaic(
                        file(syntax).text(0x00190010, "LO", "SIEMENS MR HEADER").number(0x0019100A, 1)))
                .isFalse();
        assertThat(isMosaic(file(syntax).text(0x00190010, "LO", "GEMS_ACQU_01").number(0x0019100A, 36)))
                .isFalse();
        assertThat(isMosaic(file(syntax)
                        .text(0x00650010, "LO", "Image Private Header")
                        .text(0x00651050, "DS", "36")))
                .isTrue();
        assertThat(isMosaic(file(syntax)
                        .text(0x00650010, "LO", "Image Private Header")
                        .text(0x00651050, "DS", "1")))
                .isFalse();
        assertThat(isMosaic(csa(syntax, "30"))).isTrue();
        assertThat(isMosaic(csa(syntax, "1"))).isFalse();
    }

    private static DicomBytes csa(String syntax, String value) {
        byte[] header = new byte[200];
        byte[] name = "NumberOfImagesInMosaic".getBytes(StandardCharsets.US_ASCII);
        byte[] digits = value.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, header, 16, name.length);
        System.arraycopy(digits, 0, header, 16 + 100, digits.length);
        return file(syntax).text(0x00290010, "LO", "SIEMENS CSA HEADER").element(0x00291010, "OB", header);
    }
}
