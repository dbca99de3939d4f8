package gazelle.viewer.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.GrayImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orientation letters, scale bar and presets. */
class MarksTest {
    private static final SliceGeometry AXIAL = geometry(new PatientVector(1, 0, 0), new PatientVector(0, 1, 0));

    private static SliceGeometry geometry(PatientVector alongRow, PatientVector alongColumn) {
        return new SliceGeometry(new PatientVector(0, 0, 0), alongRow, alongColumn, 1, 1);
    }

    private static String around(SliceGeometry geometry, ViewTransform transform) {
        OrientationLetters letters = OrientationLetters.of(geometry, transform);
        return letters.top() + " " + letters.right() + " " + letters.bottom() + " " + letters.left();
    }

    @Test
    void lettersOfTheThreeUsualPlanes() {
        assertThat(around(AXIAL, ViewTransform.RESET)).isEqualTo("A L P R");
        SliceGeometry sagittal = geometry(new PatientVector(0, 1, 0), new PatientVector(0, 0, -1));
        assertThat(around(sagittal, ViewTransform.RESET)).isEqualTo("H P F A");
        SliceGeometry coronal = geometry(new PatientVector(1, 0, 0), new PatientVector(0, 0, -1));
        assertThat(around(coronal, ViewTransform.RESET)).isEqualTo("H L F R");
    }

    @Test
    void lettersFollowTurnsAndFlips() {
        ViewTransform reset = ViewTransform.RESET;
        assertThat(around(AXIAL, reset.rotatedRight())).isEqualTo("R A L P");
        assertThat(around(AXIAL, reset.rotatedLeft())).isEqualTo("L P R A");
        assertThat(around(AXIAL, reset.flippedHorizontally())).isEqualTo("A R P L");
        assertThat(around(AXIAL, reset.flippedVertically())).isEqualTo("P L A R");
        assertThat(around(AXIAL, reset.rotatedRight().flippedHorizontally())).isEqualTo("R P L A");
        assertThat(around(AXIAL, reset.flippedHorizontally().rotatedRight())).isEqualTo("L A R P");
    }

    @Test
    void obliqueSlicesGetTwoLettersAndNearlyStraightOnesOne() {
        double thirty = Math.toRadians(30);
        PatientVector tilted = new PatientVector(0, Math.cos(thirty), Math.sin(thirty));
        assertThat(OrientationLetters.letters(tilted)).isEqualTo("PH");
        double ten = Math.toRadians(10);
        assertThat(OrientationLetters.letters(new PatientVector(0, Math.cos(ten), -Math.sin(ten))))
                .isEqualTo("P");
        double third = 1 / Math.sqrt(3);
        assertThat(OrientationLetters.letters(new PatientVector(-third, -third, third)))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 200, 100, 10 cm",
        "0.5, 199, 50, 5 cm",
        "0.03, 150, 2, 2 mm",
        "1, 39, 20, 2 cm",
        "0.001, 150, 0.1, 0.1 mm"
    })
    void scaleBarIsRoundAndFits(double mmPerUnit, double room, double millimetres, String label) {
        ScaleBar bar = ScaleBar.fitting(mmPerUnit, room);
        assertThat(bar.millimetres()).isCloseTo(millimetres, within(1e-9));
        assertThat(bar.label()).isEqualTo(label);
        assertThat(bar.viewLength()).isLessThanOrEqualTo(room).isCloseTo(millimetres / mmPerUnit, within(1e-6));
        assertThat(bar.viewLength()).isGreaterThan(0.39 * room);
    }

    @Test
    void presetsKeepTheirPlacesWhateverTheFileSuggests() {
        GrayImage image = new GrayImage(2, 2, new float[] {0, 100, 300, 1000});
        WindowLevel brain = new WindowLevel(200, 400, Ramp.LINEAR);
        WindowLevel wide = new WindowLevel(500, 1000, Ramp.LINEAR);

        assertThat(DisplayPreset.of(image, List.of(brain, wide), List.of("BRAIN", "WIDE")))
                .extracting(DisplayPreset::name)
                .containsExactly("File: BRAIN", "0.1 to 99.9 percent", "Full range", "Narrower", "Wider", "File: WIDE");
        List<DisplayPreset> without = DisplayPreset.of(image, List.of(), List.of());
        assertThat(without).hasSize(5);
        assertThat(without.getFirst().window()).isEqualTo(WindowLevel.ofPercentiles(image));
        assertThat(DisplayPreset.of(image, List.of(brain, wide), List.of("BRAIN")))
                .as("explanations that are not one each")
                .extracting(DisplayPreset::name)
                .contains("File's window 1", "File's window 2");
        assertThat(DisplayPreset.of(image, List.of(brain), List.of())
                        .get(3)
                        .window()
                        .width())
                .isEqualTo(200);
        assertThat(DisplayPreset.of(image, List.of(brain), List.of())
                        .get(4)
                        .window()
                        .width())
                .isEqualTo(800);
    }

    @Test
    void narrowWindowsOfSmallNumbersStayValid() {
        GrayImage image = new GrayImage(2, 1, new float[] {0, 0.002f});
        assertThat(DisplayPreset.of(image, List.of(), List.of()))
                .allMatch(preset -> preset.window().width() > 0);
    }
}
