package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import gazelle.viewer.input.InputCheck.HeaderWords;
import gazelle.viewer.input.InputCheck.HistogramDistance;
import gazelle.viewer.input.InputCheck.Measure;
import gazelle.viewer.input.InputCheck.MeasureRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputCheckTest {
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

    private static boolean warns(HeaderWords check, Map<String, String> header) {
        return check.warns(InputMeasures.of(box(64, 32, 32, 0, 1)), header);
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
    void aMeasureOutsideItsRangeWarns() {
        InputMeasures measures = InputMeasures.of(box(64, 32, 48, 0, 100));
        assertThat(new MeasureRange(Measure.HEAD_ASPECT, 1.5, 2).warns(measures, Map.of()))
                .isFalse();
        assertThat(new MeasureRange(Measure.HEAD_ASPECT, 1, 1.4).warns(measures, Map.of()))
                .isTrue();
        assertThat(new MeasureRange(Measure.FOREGROUND_SHARE, 0.4, 1).warns(measures, Map.of()))
                .isTrue();
        assertThatThrownBy(() -> new MeasureRange(Measure.HEAD_ASPECT, 2, 1))
                .hasMessage("range: 2.0..1.0 (expected: ascending)");
        assertThatThrownBy(() -> Measure.parse("colour"))
                .hasMessage("measure: colour (expected: foreground-share or head-aspect)");
    }

    @Test
    void anUnlikeHistogramWarns() {
        InputMeasures halves = InputMeasures.of(box(64, 32, 48, 0, 100));
        InputMeasures flatHead = InputMeasures.of(box(64, 32, 48, 0, 0.001f));
        assertThat(flatHead.histogramDistance(halves.histogram())).isCloseTo(0, offset(1e-3));
        List<Double> mean = InputMeasures.meanHistogram(List.of(halves, InputMeasures.of(box(64, 64, 64, 0, 1))));
        assertThat(mean.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, offset(1e-9));
        List<Double> allDark = InputMeasures.meanHistogram(List.of(halves)).reversed();
        assertThat(new HistogramDistance(halves.histogram(), 0.1).warns(halves, Map.of()))
                .isFalse();
        assertThat(new HistogramDistance(allDark, 0.9).warns(halves, Map.of())).isTrue();
        assertThatThrownBy(() -> new HistogramDistance(List.of(0.5, 0.5), 1))
                .hasMessage("reference: 2 bins (expected: 16)");
    }

    @Test
    void unwantedWordsWarnAsWholeWordsInAnyCase() {
        HeaderWords check = new HeaderWords(List.of("series-description"), List.of(), List.of("T2", "flair"));
        assertThat(warns(check, Map.of("series-description", "AX t2_FLAIR tra")))
                .isTrue();
        assertThat(warns(check, Map.of("series-description", "T1 post, slice set2")))
                .isFalse();
        assertThat(warns(check, Map.of("manufacturer", "T2"))).isFalse();
    }

    @Test
    void missingWantedWordsWarnOnlyIfTheHeaderSpeaks() {
        HeaderWords check = new HeaderWords(List.of("contrast-agent", "series-description"), List.of("gd"), List.of());
        assertThat(warns(check, Map.of("series-description", "T1"))).isTrue();
        assertThat(warns(check, Map.of("series-description", "T1", "contrast-agent", "Gd-DOTA")))
                .isFalse();
        assertThat(warns(check, Map.of())).isFalse();
        assertThat(warns(check, Map.of("series-description", "--"))).isFalse();
    }
}
