package gazelle.viewer.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.GrayImage;
import org.junit.jupiter.api.Test;

class WindowLevelTest {
    /** PS3.3 C.11.2.1.2.1, note 4: centre 2048, width 4096 covers exactly the 12-bit range. */
    @Test
    void linearSpreadsTwelveBitsAsTheStandardsExample() {
        WindowLevel window = new WindowLevel(2048, 4096, Ramp.LINEAR);

        assertThat(window.black()).isZero();
        assertThat(window.white()).isEqualTo(4095);
        assertThat(window.brightness(0)).isZero();
        assertThat(window.brightness(4095)).isEqualTo(255);
        assertThat(window.brightness(2047.5)).isEqualTo(128);
    }

    @Test
    void linearOfWidthOneIsAThreshold() {
        WindowLevel window = new WindowLevel(2048, 1, Ramp.LINEAR);

        assertThat(window.brightness(2047)).isZero();
        assertThat(window.brightness(2047.5)).isZero();
        assertThat(window.brightness(2048)).isEqualTo(255);
    }

    @Test
    void exactSpreadsFromHalfAWidthBelowToHalfAbove() {
        WindowLevel window = new WindowLevel(10, 4, Ramp.LINEAR_EXACT);

        assertThat(window.brightness(8)).isZero();
        assertThat(window.brightness(9)).isEqualTo(64);
        assertThat(window.brightness(10)).isEqualTo(128);
        assertThat(window.brightness(12)).isEqualTo(255);
        assertThat(window.brightness(1e9)).isEqualTo(255);
    }

    @Test
    void percentilesIgnoreFewVeryBrightPixels() {
        float[] pixels = new float[10_000];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 100;
        }
        for (int i = 0; i < 5; i++) {
            pixels[i] = 1e6f;
        }

        WindowLevel window = WindowLevel.ofPercentiles(new GrayImage(100, 100, pixels));

        assertThat(window).isEqualTo(new WindowLevel(49.5, 99, Ramp.LINEAR_EXACT));
    }

    @Test
    void percentilesFallBackToTheFullRangeOfASparsePicture() {
        float[] pixels = new float[10_000];
        pixels[3] = 8;

        assertThat(WindowLevel.ofPercentiles(new GrayImage(100, 100, pixels)))
                .isEqualTo(new WindowLevel(4, 8, Ramp.LINEAR_EXACT));
    }

    @Test
    void flatPicturesHaveAWindowToo() {
        GrayImage flat = new GrayImage(2, 1, new float[] {5, 5});

        assertThat(WindowLevel.ofPercentiles(flat)).isEqualTo(new WindowLevel(5, 1, Ramp.LINEAR_EXACT));
        assertThat(WindowLevel.ofFullRange(flat)).isEqualTo(new WindowLevel(5, 1, Ramp.LINEAR_EXACT));
    }

    @Test
    void adjustingNeverLeavesWhatTheRampAllows() {
        assertThat(new WindowLevel(10, 20, Ramp.LINEAR).adjusted(-3, -100, 0.5))
                .isEqualTo(new WindowLevel(7, 1, Ramp.LINEAR));
        assertThat(new WindowLevel(10, 20, Ramp.LINEAR_EXACT).adjusted(3, -100, 0.5))
                .isEqualTo(new WindowLevel(13, 0.5, Ramp.LINEAR_EXACT));
    }

    @Test
    void rejectsWidthsWithoutMeaning() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowLevel(0, 0.5, Ramp.LINEAR))
                .withMessage("width: 0.5 (expected: >= 1 and finite)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowLevel(0, 0, Ramp.LINEAR_EXACT))
                .withMessage("width: 0.0 (expected: > 0 and finite)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowLevel(Double.NaN, 1, Ramp.LINEAR))
                .withMessage("centre: NaN (expected: finite)");
    }
}
