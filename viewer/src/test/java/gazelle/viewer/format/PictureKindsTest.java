package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.ColourShare;
import gazelle.viewer.slice.SliceFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that are grey in another form: a little colour, a turned picture, inks. */
class PictureKindsTest {
    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PictureKindsTest.class.getResourceAsStream("/cases/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static double mean(GrayImage image) {
        float[] pixels = image.pixels();
        return IntStream.range(0, pixels.length)
                .mapToDouble(i -> pixels[i])
                .average()
                .orElseThrow();
    }

    /** The means are those of Pillow 9.4 (RGB, then L) and ImageMagick 6 (-colorspace gray): transform 2, YCCK, and 0, CMYK. */
    @ParameterizedTest
    @CsvSource({"12-cmyk.jpg, 80.69", "12b-cmyk-k-only.jpg, 71.28"})
    void turnsInksToGrey(String name, double mean) throws Exception {
        SliceFile slice = SliceReader.read(resource(name));

        assertThat(slice.image().min()).isEqualTo(0);
        assertThat(slice.image().max()).isBetween(254f, 255f);
        assertThat(mean(slice.image())).isCloseTo(mean, within(0.7));
        assertThat(slice.colour()).isNull();
        assertThat(slice.info().notes())
                .contains("This picture is stored in the inks of a printer (CMYK); it was turned to brightness.")
                .noneMatch(note -> note.contains("transparent"));
    }

    @Test
    void inksWithoutAdobesSegmentMeanTheSame() throws Exception {
        byte[] adobe = resource("12b-cmyk-k-only.jpg");
        byte[] bare = cut(adobe, 2, 18);

        assertThat(SliceReader.read(bare).image().pixels())
                .containsExactly(SliceReader.read(adobe).image().pixels());
    }

    @Test
    void threePixelsOfColourAreGrey() throws Exception {
        SliceFile slice = SliceReader.read(resource("14-three-pixels-of-colour.png"));

        assertThat(slice.colour()).isNull();
        assertThat(slice.info().notes())
                .containsExactly("This picture has a slight tint; it was turned to grey by brightness.");
        assertThat(slice.inputFor(SliceRecipe.parse(1, 32, 32, "box", "none", "unit"))
                        .values())
                .hasSize(1024);
    }

    private static int[] drawn(IntBinaryOperator colour) {
        return IntStream.range(0, 10_000)
                .map(i -> colour.applyAsInt(i % 100, i / 100))
                .toArray();
    }

    private static int grey(int x, int y) {
        return Colour.argb(x + y, x + y, x + y);
    }

    /** Red marks on a slope of grey, so many pixels of 10,000. */
    @ParameterizedTest
    @CsvSource({"0, NONE", "1, MARKS", "50, MARKS", "51, COLOURED", "3000, COLOURED"})
    void decidesByTheShareOfStrongColour(int marked, ColourShare expected) {
        int[] argb = drawn((x, y) -> 100 * y + x < marked ? Colour.argb(255, 0, 0) : grey(x, y));

        assertThat(ColourShare.of(argb)).isEqualTo(expected);
        assertThat(ColourShare.of(argb).isColoured()).isEqualTo(expected == ColourShare.COLOURED);
    }

    /** Differences of both signs, as compression scatters them over a picture. */
    @ParameterizedTest
    @CsvSource({
        "8, 10000, SLIGHT",
        "16, 10000, SLIGHT",
        "17, 500, MARKS",
        "40, 500, MARKS",
        "40, 501, COLOURED",
        "40, 10000, COLOURED"
    })
    void decidesByTheShareOfVisibleColour(int strength, int pixels, ColourShare expected) {
        int[] argb = drawn((x, y) -> {
            int level = 50 + (x + y) / 2;
            int more = 100 * y + x < pixels ? strength : 0;
            return x % 2 == 0 ? Colour.argb(level + more, level, level) : Colour.argb(level, level, level + more);
        });

        assertThat(ColourShare.of(argb)).isEqualTo(expected);
    }

    @Test
    void aTintedPictureIsGreyAndAColourMapIsNot() {
        int[] sepia = drawn((x, y) -> Colour.argb(x + y, (x + y) * 86 / 100, (x + y) * 67 / 100));
        int[] blue = drawn((x, y) -> Colour.argb((x + y) / 2, (x + y) * 6 / 10, x + y));
        int[] hot = drawn((x, y) -> Colour.argb(
                Math.min(255, 3 * (x + y)),
                Math.clamp(3L * (x + y) - 255, 0, 255),
                Math.clamp(3L * (x + y) - 510, 0, 255)));
        int[] overlay = drawn((x, y) -> x > 60 && y > 60 ? Colour.argb(x + y, (x + y) / 3, 0) : grey(x, y));

        assertThat(ColourShare.of(sepia)).isEqualTo(ColourShare.TINTED);
        assertThat(ColourShare.of(blue)).isEqualTo(ColourShare.TINTED);
        assertThat(ColourShare.of(hot)).isEqualTo(ColourShare.COLOURED);
        assertThat(ColourShare.of(overlay)).isEqualTo(ColourShare.COLOURED);
        assertThat(ColourShare.of(Arrays.copyOf(sepia, 900)))
                .as("too small to tell")
                .isNotEqualTo(ColourShare.TINTED);
        assertThat(ColourShare.TINTED.note())
                .contains("This picture has one tint throughout; it was turned to grey by brightness.");
        assertThat(ColourShare.MARKS.note())
                .contains("A few pixels of this picture have colours; it was turned to grey by brightness.");
    }

    /** The picture 1 2 3 / 4 5 6 as each orientation turns it (CIPA DC-008, figure of tag 0112). */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 123456",
        "2, 3, 321654",
        "3, 3, 654321",
        "4, 3, 456123",
        "5, 2, 142536",
        "6, 2, 415263",
        "7, 2, 635241",
        "8, 2, 362514"
    })
    void turnsEachOrientationOfAPngUpright(int orientation, int width, String pixels) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            SliceFile slice = SliceReader.read(png(exif(orientation, order)));

            assertThat(slice.image().width()).isEqualTo(width);
            assertThat(slice.info().height()).isEqualTo(6 / width);
            float[] values = slice.image().pixels();
            assertThat(IntStream.range(0, 6).mapToObj(i -> "" + (int) values[i]).toList())
                    .containsExactly(pixels.split(""));
            assertThat(slice.info().notes())
                    .hasSize(orientation == 1 ? 0 : 1)
                    .allMatch(note ->
                            note.equals("The file says that its picture is stored turned or mirrored (Exif orientation "
                                    + orientation + "); it was turned upright."));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void turnsAJpegUpright(boolean littleEndian) throws Exception {
        byte[] turned = resource("13-exif-orientation-3.jpg");
        byte[] plain = withoutExif(turned);
        byte[] again =
                inserted(plain, 2, segment(exif(3, littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)));
        float[] stored = SliceReader.read(plain).image().pixels();
        float[] upright = new float[stored.length];
        for (int i = 0; i < stored.length; i++) {
            upright[i] = stored[stored.length - 1 - i];
        }

        assertThat(plain.length).isLessThan(turned.length);
        assertThat(SliceReader.read(turned).image().pixels()).containsExactly(upright);
        assertThat(SliceReader.read(again).image().pixels()).containsExactly(upright);
        assertThat(SliceReader.read(turned).info().notes())
                .singleElement()
                .asString()
                .contains("turned upright");
    }

    @Test
    void ignoresExifThatMakesNoSense() throws Exception {
        byte[] good = exif(3, ByteOrder.BIG_ENDIAN);
        byte[] plain = png(new byte[0]);
        float[] pixels = SliceReader.read(plain).image().pixels();

        for (int length = 0; length < good.length - 4; length++) {
            assertThat(SliceReader.read(png(Arrays.copyOf(good, length)))
                            .image()
                            .pixels())
                    .containsExactly(pixels);
        }
        for (int place = 0; place < good.length; place++) {
            byte[] bad = good.clone();
            bad[place] = -1;
            assertThat(SliceReader.read(png(bad)).image().pixels()).containsExactlyInAnyOrder(pixels);
        }
        byte[] wrongSum = png(good);
        wrongSum[33 + 8 + good.length] ^= 1;
        assertThat(SliceReader.read(wrongSum).image().pixels()).containsExactly(pixels);
    }

    /** A directory of one entry: the orientation. */
    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D));
        tiff.putShort((short) 42).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return tiff.array();
    }

    private static byte[] segment(byte[] tiff) {
        ByteBuffer segment = ByteBuffer.allocate(10 + tiff.length);
        segment.putShort((short) 0xFFE1).putShort((short) (8 + tiff.length));
        segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
        return segment.array();
    }

    private static byte[] png(byte[] exif) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, i + 1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
        chunk.putInt(exif.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                .put(exif);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + exif.length);
        chunk.putInt((int) crc.getValue());
        return inserted(out.toByteArray(), 33, chunk.array());
    }

    private static byte[] withoutExif(byte[] jpeg) {
        int position = 2;
        while ((jpeg[position + 1] & 0xFF) != 0xDA) {
            int end = position + 2 + ((jpeg[position + 2] & 0xFF) << 8 | (jpeg[position + 3] & 0xFF));
            if ((jpeg[position + 1] & 0xFF) == 0xE1) {
                return cut(jpeg, position, end);
            }
            position = end;
        }
        return jpeg;
    }

    private static byte[] cut(byte[] content, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(content, 0, from);
        out.write(content, to, content.length - to);
        return out.toByteArray();
    }

    private static byte[] inserted(byte[] content, int at, byte[] more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(content, 0, at);
        out.writeBytes(more);
        out.write(content, at, content.length - at);
        return out.toByteArray();
    }
}
