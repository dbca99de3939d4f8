package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.viewer.SampleFiles;
import gazelle.viewer.input.PixelRecipe;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngReaderTest {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    @Test
    void keepsSixteenBits() throws Exception {
        byte[] png = png(2, 1, 16, 0, 0, 0x01, 0x02, 0xFF, 0xFE);

        assertThat(SliceReader.read(png).image().pixels()).containsExactly(0x0102, 0xFFFE);
    }

    @Test
    void keepsEightBitGreyWithoutAnyColourProfile() throws Exception {
        byte[] png = png(3, 1, 8, 0, 0, 0, 100, 255);

        assertThat(SliceReader.read(png).image().pixels()).containsExactly(0, 100, 255);
    }

    @ParameterizedTest
    @CsvSource({"1, 64, 0, 255", "2, 176, 170, 255", "4, 95, 85, 255"})
    void spreadsFewBitsOverTheEightBitRange(int depth, int data, float first, float second) throws Exception {
        byte[] png = png(2, 1, depth, 0, 0, data);

        assertThat(SliceReader.read(png).image().pixels()).containsExactly(first, second);
    }

    @Test
    void takesGreyColoursAsTheyAre() throws Exception {
        SliceFile slice = SliceReader.read(png(2, 1, 8, 2, 0, 7, 7, 7, 200, 200, 200));

        assertThat(slice.image().pixels()).containsExactly(7, 200);
        assertThat(slice.info().notes()).isEmpty();
    }

    @Test
    void keepsColoursAndSaysThatSlicesHaveNone() throws Exception {
        SliceFile slice = SliceReader.read(png(3, 1, 8, 2, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255));

        assertThat(slice.colour())
                .isNotNull()
                .satisfies(colour -> assertThat(colour.argb()).containsExactly(0xFFFF0000, 0xFF00FF00, 0xFF0000FF));

        assertThat(slice.image().pixels())
                .containsExactly((float) (0.299 * 255), (float) (0.587 * 255), (float) (0.114 * 255));
        assertThat(slice.info().notes()).singleElement().asString().contains("colour picture");
    }

    @Test
    void keepsSixteenBitsOfGreyThatWasStoredAsColours() throws Exception {
        byte[] nearlyGrey = png(1, 1, 16, 2, 0, 0x12, 0x34, 0x12, 0x34, 0x12, 0x35);
        SliceFile slice = SliceReader.read(nearlyGrey);

        assertThat(slice.colour()).isNull();
        assertThat(slice.channels()).isNull();
        assertThat(slice.image().pixel(0, 0)).isBetween(0x1234 + 0f, 0x1235 + 0f);
    }

    @Test
    void givesStoredColoursAsTheyAre() throws Exception {
        byte[] colours = png(2, 1, 8, 2, 0, 1, 2, 3, 200, 100, 0);

        assertThat(SliceReader.open(colours).stored(0).values()).containsExactly(1, 2, 3, 200, 100, 0);
    }

    @Test
    void modelsTakeColoursOrGreyAsTheirRecipeSays() throws Exception {
        SliceFile colour = SliceReader.read(png(2, 1, 8, 2, 0, 1, 2, 3, 200, 100, 0));
        SliceFile deep = SliceReader.read(png(2, 1, 16, 0, 0, 0, 1, 0, 2));

        assertThat(colour.inputFor(PixelRecipe.parse(3, 1, 2, "pixels")).values())
                .containsExactly(1, 200, 2, 100, 3, 0);
        assertThatThrownBy(() -> colour.inputFor(PixelRecipe.parse(1, 1, 2, "pixels")))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessage("This is a colour picture; the model takes grey pictures.");
        assertThatThrownBy(() -> colour.inputFor(SliceRecipe.parse(1, 1, 2, "box", "none", "unit")))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessageContaining("not a grey MRI slice");
        assertThatThrownBy(() -> deep.inputFor(PixelRecipe.parse(1, 1, 2, "pixels")))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessage("This picture has 16 bits a value; the model takes pictures of 8.");
    }

    @Test
    void laysTransparencyOverBlackAndSaysSo() throws Exception {
        SliceFile grey = SliceReader.read(png(2, 1, 8, 4, 0, 200, 255, 200, 51));
        SliceFile colour = SliceReader.read(png(1, 1, 8, 6, 0, 100, 100, 100, 0));

        assertThat(grey.image().pixels()).containsExactly(200, 40);
        assertThat(grey.info().notes()).singleElement().asString().contains("transparent");
        assertThat(colour.image().pixels()).containsExactly(0);
        assertThat(SliceReader.read(png(1, 1, 8, 6, 0, 255, 0, 0, 0)).colour())
                .as("a colour that cannot be seen")
                .isNull();
    }

    @Test
    void readsPalettes() throws Exception {
        byte[] png = assemble(
                chunk("IHDR", header(2, 1, 8, 3)),
                chunk("PLTE", new byte[] {10, 10, 10, 90, 90, 90}),
                chunk("IDAT", deflate(0, 1, 0)),
                chunk("IEND", new byte[0]));

        assertThat(SliceReader.read(png).image().pixels()).containsExactly(90, 10);
    }

    @Test
    void ignoresTextAndProfilesEvenIfDamaged() throws Exception {
        byte[] comment = chunk("zTXt", "Comment\0\0not deflated".getBytes(StandardCharsets.ISO_8859_1));
        comment[comment.length - 1] ^= 1;
        byte[] png = assemble(
                chunk("IHDR", header(1, 1, 8, 0)),
                chunk("gAMA", new byte[] {0, 0, 0, 1}),
                comment,
                chunk("IDAT", deflate(0, 77)),
                chunk("IEND", new byte[0]));

        assertThat(SliceReader.read(png).image().pixels()).containsExactly(77);
    }

    @Test
    void refusesHugePicturesBeforeDecoding() throws IOException {
        byte[] wide =
                assemble(chunk("IHDR", header(8193, 1, 8, 0)), chunk("IDAT", deflate(0)), chunk("IEND", new byte[0]));
        byte[] large = assemble(
                chunk("IHDR", header(8192, 4096, 8, 0)), chunk("IDAT", deflate(0)), chunk("IEND", new byte[0]));

        assertRefused(wide, Code.TOO_LARGE);
        assertRefused(large, Code.TOO_LARGE);
    }

    @Test
    void refusesDamageByKind() throws IOException {
        byte[] good = png(2, 1, 8, 0, 0, 1, 2);
        byte[] wrongCheckSum = good.clone();
        wrongCheckSum[SIGNATURE.length + 8 + 4] ^= 1;
        byte[] noData = assemble(chunk("IHDR", header(1, 1, 8, 0)), chunk("IEND", new byte[0]));
        byte[] zeroWidth = assemble(chunk("IHDR", header(0, 1, 8, 0)), chunk("IEND", new byte[0]));
        byte[] negativeWidth = assemble(chunk("IHDR", header(-1, 1, 8, 0)), chunk("IEND", new byte[0]));
        byte[] noHeader = assemble(chunk("IDAT", deflate(0, 1)), chunk("IEND", new byte[0]));
        byte[] tooFewPixels = png(2, 2, 8, 0, 0, 1, 2);
        byte[] notDeflated = assemble(
                chunk("IHDR", header(1, 1, 8, 0)), chunk("IDAT", new byte[] {9, 9, 9}), chunk("IEND", new byte[0]));
        byte[] impossibleDepth = png(1, 1, 7, 0, 0, 1);

        assertRefused(wrongCheckSum, Code.DAMAGED);
        assertRefused(Arrays.copyOf(good, good.length - 1), Code.TRUNCATED);
        assertRefused(Arrays.copyOf(good, SIGNATURE.length), Code.TRUNCATED);
        assertRefused(noData, Code.NO_PIXELS);
        assertRefused(zeroWidth, Code.DAMAGED);
        assertRefused(negativeWidth, Code.DAMAGED);
        assertRefused(noHeader, Code.DAMAGED);
        assertRefused(tooFewPixels, Code.DAMAGED);
        assertRefused(notDeflated, Code.DAMAGED);
        assertRefused(impossibleDepth, Code.DAMAGED);
    }

    @Test
    void agreesWithImageIoOnASample() throws Exception {
        BufferedImage expected = javax.imageio.ImageIO.read(
                SampleFiles.png("head-t1-sagittal.png").toFile());
        float[] samples = expected.getRaster().getSamples(0, 0, 256, 256, 0, new float[256 * 256]);

        SliceFile slice = SliceReader.read(SampleFiles.png("head-t1-sagittal.png"));

        assertThat(slice.image().pixels()).containsExactly(samples);
        assertThat(slice.info().encoding()).isEqualTo("8 bits per sample");
    }

    private static void assertRefused(byte[] content, Code code) {
        UnreadableImageException refusal =
                catchThrowableOfType(UnreadableImageException.class, () -> SliceReader.read(content));
        assertThat(refusal).isNotNull().hasNoCause();
        assertThat(refusal.code()).isEqualTo(code);
    }

    /** A picture of which every row starts with its filter type; {@code data} are all rows. */
    private static byte[] png(int width, int height, int depth, int colourType, int... data) throws IOException {
        return assemble(
                chunk("IHDR", header(width, height, depth, colourType)),
                chunk("IDAT", deflate(data)),
                chunk("IEND", new byte[0]));
    }

    private static byte[] header(int width, int height, int depth, int colourType) {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colourType)
                .array();
    }

    private static byte[] deflate(int... data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            for (int value : data) {
                deflater.write(value);
            }
        }
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, data.length + 4);
        return chunk.putInt((int) crc.getValue()).array();
    }

    private static byte[] assemble(byte[]... chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        for (byte[] chunk : chunks) {
            out.writeBytes(chunk);
        }
        return out.toByteArray();
    }
}
