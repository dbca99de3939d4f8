package gazelle.viewer.fx;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.Identifiers;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceInfo;
import java.util.List;
import javafx.scene.image.WritableImage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change of the window repaints the slice, whether its values go through a look-up table or are fractions. Its time is that of
 * {@code SliceRenderer}, which the benchmarks measure.
 */
@Timeout(60)
class WindowChangeTest {
    private static final int SIDE = 128;

    /** Brightness rises from left to right, from 0 to 4064. */
    private static SliceFile slice(boolean fractions) {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = 32 * (i % SIDE) + (fractions ? 0.25f : 0);
        }
        SliceInfo info = new SliceInfo(
                SliceFormat.DICOM,
                "synthetic",
                SIDE,
                SIDE,
                16,
                1,
                0,
                false,
                List.of(),
                Identifiers.none(),
                List.of(),
                null,
                List.of());
        return new SliceFile(new GrayImage(SIDE, SIDE, values), info);
    }

    private static double brightness(WritableImage picture) {
        return picture.getPixelReader()
                .getColor((int) picture.getWidth() / 2, (int) picture.getHeight() / 2)
                .getBrightness();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void repaintsTheMiddleOfTheSlice(boolean fractions) throws Exception {
        Fx.run(() -> {
            SliceView view = new SliceView();
            view.setMarked(false);
            view.show(slice(fractions));
            Fx.layout(view, 4 * SIDE, 4 * SIDE);
            view.windowLevelProperty().set(new WindowLevel(500, 400, Ramp.LINEAR));
            assertThat(brightness(view.snapshot(null, null)))
                    .as("above the window")
                    .isEqualTo(1);
            view.windowLevelProperty().set(new WindowLevel(3500, 400, Ramp.LINEAR));
            assertThat(brightness(view.snapshot(null, null)))
                    .as("below the window")
                    .isZero();
            view.windowLevelProperty().set(new WindowLevel(2048, 4096, Ramp.LINEAR));
            assertThat(brightness(view.snapshot(null, null)))
                    .as("in its middle")
                    .isBetween(0.45, 0.55);
        });
    }
}
