package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedBoxTest {
    /** A picture of 100 x 50 pixels whose value is the column's number. */
    private static GrayImage columns() {
        float[] pixels = new float[100 * 50];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 100;
        }
        return new GrayImage(100, 50, pixels);
    }

    @Test
    void isSurroundedBySquaresOfTwoAndAHalfTimesItsLongerSide() {
        // 20 x 5 pixels around (40, 25).
        assertThat(new MarkedBox(0.3, 0.45, 0.2, 0.1).surroundings(columns())).isEqualTo(new Region(15, 0, 50, 50));
        // 12.5 x 25 pixels around (56.25, 25).
        assertThat(new MarkedBox(0.5, 0.25, 0.125, 0.5).surroundings(columns()))
                .isEqualTo(new Region(25, -6.25, 62.5, 62.5));
    }

    @Test
    void smallFindingsKeepAShareOfThePictureAroundThem() {
        Region region = new MarkedBox(0.5, 0.5, 0.02, 0.02).surroundings(columns());
        assertThat(region.width()).isEqualTo(100 * 60.0 / 256);
        assertThat(region.height()).isEqualTo(region.width());
        assertThat(region.left() + region.width() / 2).isEqualTo(51);
        assertThat(region.top() + region.height() / 2).isEqualTo(25.5);
    }

    @Test
    void theModelSeesTheSurroundingsAndDarknessOutsideThePicture() throws Exception {
        SliceRecipe recipe = SliceRecipe.parse(1, 5, 5, "box", "marked", "none");
        float[] values =
                recipe.apply(columns(), new MarkedBox(0.3, 0.45, 0.2, 0.1)).values();
        assertThat(values).startsWith(19.5f, 29.5f, 39.5f, 49.5f, 59.5f);
        float[] atTheEdge =
                recipe.apply(columns(), new MarkedBox(0, 0.3, 0.2, 0.4)).values();
        // Columns -15 to 35: the first cell lies outside, the second half outside.
        assertThat(atTheEdge).startsWith(0, 1, 9.5f, 19.5f, 29.5f);
    }

    @Test
    void withoutAMarkTheModelCannotBeAsked() {
        assertThatThrownBy(() ->
                        SliceRecipe.parse(1, 5, 5, "box", "marked", "none").apply(columns()))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessage("This model looks at a finding that is marked with a box, and this slice has no mark. "
                        + "It cannot be classified. This version has no way to mark one: ask another model.");
    }

    @Test
    void isReadFromFourNumbers() {
        assertThat(MarkedBox.parse("0.25, 0.5,0.1,0.125")).isEqualTo(new MarkedBox(0.25, 0.5, 0.1, 0.125));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2,3", "0.1,0.1,0.1,0.1,0.1", "a,b,c,d"})
    void refusesOtherTexts(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MarkedBox.parse(text))
                .withMessage("box: four numbers x,y,width,height, as 0.25,0.1,0.2,0.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1,0.1,0,0.1",
                "0.1,0.1,0.1,-0.1",
                "0.95,0.1,0.1,0.1",
                "-0.1,0,0.5,0.5",
                "NaN,0,0.1,0.1",
                "0,0,NaN,1"
            })
    void refusesBoxesThatAreEmptyOrReachOutside(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MarkedBox.parse(text))
                .withMessageContaining("inside it");
    }
}
