package gazelle.viewer.display;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceRendererTest {
    private static int[] rendered(GrayImage image, WindowLevel window, boolean inverted) {
        int[] pixels = new int[image.width() * image.height()];
        SliceRenderer.of(image, null).renderInto(pixels, window, inverted);
        return pixels;
    }

    @Test
    void rendersBlackGreyAndWhite() {
        GrayImage image = new GrayImage(3, 1, new float[] {0, 50, 100});
        WindowLevel window = WindowLevel.ofFullRange(image);

        assertThat(rendered(image, window, false)).containsExactly(0xFF000000, 0xFF808080, 0xFFFFFFFF);
        assertThat(rendered(image, window, true)).containsExactly(0xFFFFFFFF, 0xFF7F7F7F, 0xFF000000);
    }

    @ParameterizedTest
    @CsvSource({"-1024, 3071, true", "0, 65535, true", "0, 65536, false", "-2000000, 2000000, false"})
    void wholeNumbersOfSixteenBitsUseATable(float min, float max, boolean table) {
        GrayImage image = new GrayImage(2, 1, new float[] {min, max});
        assertThat(SliceRenderer.of(image, null).usesTable()).isEqualTo(table);
        assertThat(rendered(image, WindowLevel.ofFullRange(image), false)).containsExactly(0xFF000000, 0xFFFFFFFF);
    }

    @Test
    void bothPathsAgreeWithTheWindowFunction() {
        SplittableRandom random = new SplittableRandom(3);
        float[] whole = new float[4096];
        float[] fractions = new float[4096];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = random.nextInt(-500, 4000);
            fractions[i] = (float) random.nextDouble(-500, 4000);
        }
        for (Ramp ramp : Ramp.values()) {
            for (double width : new double[] {1, 2, 350.5, 9000}) {
                WindowLevel window = new WindowLevel(812.3, width, ramp);
                int[] table = rendered(new GrayImage(64, 64, whole), window, false);
                int[] direct = rendered(new GrayImage(64, 64, fractions), window, false);
                for (int i = 0; i < whole.length; i++) {
                    assertThat(table[i] & 0xFF).isEqualTo(window.brightness(whole[i]));
                    assertThat(direct[i] & 0xFF)
                            .isBetween(window.brightness(fractions[i]) - 1, window.brightness(fractions[i]) + 1);
                }
            }
        }
    }

    @Test
    void coloursHaveNoWindowAndInvertToTheirComplements() {
        GrayImage brightness = new GrayImage(2, 1, new float[] {76, 150});
        ColourImage colour = new ColourImage(2, 1, new int[] {0xFFFF0000, 0xFF00FF10});
        SliceRenderer renderer = SliceRenderer.of(brightness, colour);
        int[] pixels = new int[2];

        renderer.renderInto(pixels, new WindowLevel(0, 1, Ramp.LINEAR), false);
        assertThat(renderer.hasColours()).isTrue();
        assertThat(pixels).containsExactly(0xFFFF0000, 0xFF00FF10);
        renderer.renderInto(pixels, new WindowLevel(0, 1, Ramp.LINEAR), true);
        assertThat(pixels).containsExactly(0xFF00FFFF, 0xFFFF00EF);
    }
}
