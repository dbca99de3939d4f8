package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelRecipeTest {
    private static final GrayImage GREY = new GrayImage(2, 1, new float[] {51, 255});
    private static final ColourImage COLOUR = new ColourImage(2, 1, new int[] {0xFF336600, 0xFF0000FF});

    private static float[] of(String words, int channels, GrayImage image) throws Exception {
        return PixelRecipe.parse(channels, 1, 2, words).apply(image, COLOUR).values();
    }

    @Test
    void greyPixelsAreTakenAsTheWordsSay() throws Exception {
        assertThat(of("pixels-unit", 1, GREY)).containsExactly(0.2f, 1);
        assertThat(of("pixels", 1, GREY)).containsExactly(51, 255);
        assertThat(of("pixels-mean-0.2-std-0.4", 1, GREY)).containsExactly(0, 2);
    }

    @Test
    void coloursLieInPlanesOfRedGreenAndBlue() throws Exception {
        assertThat(of("pixels", 3, GREY)).containsExactly(51, 0, 102, 0, 0, 255);
        assertThat(of("pixels-mean-0-0.4-1-std-1-0.5-2", 3, GREY)).containsExactly(0.2f, 0, 0, -0.8f, -0.5f, 0);
    }

    @Test
    void aGreyPictureIsAColourPictureOfThreeEqualPlanes() throws Exception {
        assertThat(PixelRecipe.parse(3, 1, 2, "pixels").apply(GREY, null).values())
                .containsExactly(51, 255, 51, 255, 51, 255);
    }

    @Test
    void picturesThatTheNetworkCannotTakeAreRefused() {
        PixelRecipe grey = PixelRecipe.parse(1, 1, 2, "pixels");
        assertThatThrownBy(() -> PixelRecipe.parse(3, 2, 2, "pixels").apply(GREY, COLOUR))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessage("This picture has 2 x 1 pixels; the model takes colour pictures of exactly 2 x 2.");
        assertThatThrownBy(() -> grey.apply(new GrayImage(2, 1, new float[] {0, 256}), null))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessageContaining("go beyond 0 to 255");
    }

    @Test
    void numbersBeyondAllBoundsAreRefused() {
        String many = "9".repeat(400);
        for (String words : List.of(
                "pixels-mean-" + many + "-std-1",
                "pixels-mean-0-std-" + many,
                "pixels-mean-0-std-0." + "0".repeat(40) + "1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PixelRecipe.parse(1, 1, 2, words))
                    .as(words)
                    .withMessageContaining("expected: finite");
        }
    }

    @Test
    void pixelsAreNotCropped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputRecipe.parse(1, 1, 2, "box", "head", "pixels"))
                .withMessage("crop: head for pixels (expected: none)");
    }

    @ParameterizedTest
    @CsvSource({
        "1, pixel",
        "1, pixels-",
        "1, pixels-mean-0.5",
        "2, pixels",
        "3, pixels-mean-0.1-0.2-std-1",
        "3, pixels-mean-0-std-0",
        "3, unit",
        "3, slice-mean-std"
    })
    void wordsThatMeanNothingAreRefused(int channels, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputRecipe.parse(channels, 1, 2, "box", "none", words))
                .withMessageContaining("expected");
    }
}
