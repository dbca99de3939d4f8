package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputMeasuresTest {
    /** A box of {@code boxWidth} x {@code boxHeight} in the middle of a dark frame, its left half half as bright. */
    private static GrayImage box(int side, int boxWidth, int boxHeight, float air, float brightness) {
        float[] pixels = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean inside = Math.abs(2 * x + 1 - side) < boxWidth && Math.abs(2 * y + 1 - side) < boxHeight;
                pixels[y * side + x] = !inside ? air : 2 * x < side ? air + brightness / 2 : air + brightness;
            }
        }
        return new GrayImage(side, side, pixels);
    }

    @Test
    void measuresAHandCheckedBox() {
        InputMeasures measures = InputMeasures.of(box(64, 32, 48, 0, 100));
        assertThat(measures.foregroundShare()).isEqualTo(32 * 48 / 4096.0);
        assertThat(measures.headAspect()).isEqualTo(1.5);
        assertThat(measures.histogram().get(8)).isCloseTo(0.5, offset(1e-9));
        assertThat(measures.histogram().get(15)).isCloseTo(0.5, offset(1e-9));
    }

    @Test
    void resolutionGainAndOffsetDoNotMatter() {
        InputMeasures expected = InputMeasures.of(box(64, 32, 48, 0, 100));
        InputMeasures actual = InputMeasures.of(box(256, 128, 192, -500, 4000));
        assertThat(actual.foregroundShare()).isEqualTo(expected.foregroundShare());
        assertThat(actual.headAspect()).isEqualTo(expected.headAspect());
        assertThat(actual.histogramDistance(expected.histogram())).isCloseTo(0, offset(1e-9));
    }

    @Test
    void aFlatSliceHasNoForeground() {
        InputMeasures measures = InputMeasures.of(new GrayImage(5, 5, new float[25]));
        assertThat(measures.foregroundShare()).isZero();
        assertThat(measures.headAspect()).isZero();
        assertThat(measures.histogram()).containsOnly(0.0);
    }

    @Test
    void readsAMeasureByTheNameInTheCard() {
        InputMeasures measures = InputMeasures.of(box(64, 32, 48, 0, 100));
        assertThat(Measure.parse("head-aspect").of(measures)).isEqualTo(1.5);
        assertThat(Measure.parse("foreground-share").of(measures)).isEqualTo(32 * 48 / 4096.0);
        assertThatThrownBy(() -> Measure.parse("colour"))
                .hasMessage("measure: colour (expected: foreground-share or head-aspect)");
    }

    @Test
    void anUnlikeHistogramIsFarAway() {
        InputMeasures halves = InputMeasures.of(box(64, 32, 48, 0, 100));
        InputMeasures flatHead = InputMeasures.of(box(64, 32, 48, 0, 0.001f));
        assertThat(flatHead.histogramDistance(halves.histogram())).isCloseTo(0, offset(1e-3));
        List<Double> mean = InputMeasures.meanHistogram(List.of(halves, InputMeasures.of(box(64, 64, 64, 0, 1))));
        assertThat(mean.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, offset(1e-9));
        List<Double> allDark = InputMeasures.meanHistogram(List.of(halves)).reversed();
        assertThat(halves.histogramDistance(halves.histogram())).isZero();
        assertThat(halves.histogramDistance(allDark)).isGreaterThan(0.9);
        assertThatThrownBy(() -> halves.histogramDistance(List.of(0.5, 0.5)))
                .hasMessage("reference: 2 bins (expected: 16)");
    }
}
