package gazelle.viewer.format;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** JPEG pictures of three channels, of which grey ones are slices. */
class JpegColourTest {
    /** A slope of brightness whose blue lies so far above red and green. */
    private static SliceFile picture(int blue) throws IOException, UnreadableImageException {
        return picture((x, y) -> blue);
    }

    private static SliceFile picture(IntBinaryOperator blue) throws IOException, UnreadableImageException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                int grey = x + y;
                image.setRGB(x, y, grey << 16 | grey << 8 | grey + blue.applyAsInt(x, y));
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);
        return SliceReader.read(jpeg.toByteArray());
    }

    @Test
    void greyThatWasStoredAsColoursIsGrey() throws Exception {
        SliceFile slice = picture(0);
        assertThat(slice.colour()).isNull();
        assertThat(slice.info().notes()).isEmpty();
        assertThat(slice.image().pixel(63, 63)).isBetween(121f, 131f);
    }

    @Test
    void aTintThatCompressionLeavesIsGreyAndSaid() throws Exception {
        SliceFile slice = picture(3);
        assertThat(slice.colour()).isNull();
        assertThat(slice.channels()).as("for networks of photographs").isNotNull();
        assertThat(slice.info().notes())
                .containsExactly("This picture has a slight tint; it was turned to grey by brightness.");
    }

    @Test
    void oneTintThroughoutIsGreyAndSaid() throws Exception {
        SliceFile slice = picture(60);
        assertThat(slice.colour()).isNull();
        assertThat(slice.info().notes())
                .containsExactly("This picture has one tint throughout; it was turned to grey by brightness.");
    }

    @Test
    void coloursStayColours() throws Exception {
        SliceFile slice = picture((x, y) -> x < 32 ? 60 : 0);
        assertThat(slice.colour()).isNotNull();
        assertThat(slice.info().notes()).containsExactly(Colour.NOTE);
    }
}
