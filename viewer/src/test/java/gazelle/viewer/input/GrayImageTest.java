package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GrayImageTest {
    @Test
    void cannotBeChangedThroughItsArrays() {
        float[] given = {1, 2};
        GrayImage image = new GrayImage(2, 1, given);

        given[0] = 9;
        image.pixels()[1] = 9;

        assertThat(image.pixels()).containsExactly(1, 2);
    }

    @Test
    void knowsItsRange() {
        GrayImage image = new GrayImage(2, 2, new float[] {3, -4, 8, 0});

        assertThat(image.min()).isEqualTo(-4);
        assertThat(image.max()).isEqualTo(8);
        assertThat(image.pixel(0, 1)).isEqualTo(8);
    }

    @Test
    void rejectsImpossibleShapesAndValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GrayImage(0, 1, new float[0]))
                .withMessage("width: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GrayImage(1, -1, new float[0]))
                .withMessage("height: -1 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GrayImage(65536, 65536, new float[0]))
                .withMessage("pixels.length: 0 (expected: 4294967296)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GrayImage(1, 1, new float[] {Float.NaN}))
                .withMessage("pixels: NaN (expected: finite)");
    }

    @Test
    void rejectsPositionsOutside() {
        GrayImage image = new GrayImage(2, 3, new float[6]);

        assertThatThrownBy(() -> image.pixel(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> image.pixel(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void showsNoPixelsAsText() {
        assertThat(new GrayImage(1, 1, new float[] {77})).hasToString("GrayImage[1x1]");
        assertThat(new ModelInput(1, 1, 1, new float[] {77})).hasToString("ModelInput[1x1x1]");
    }

    @Test
    void modelInputIsOrderedChannelRowColumn() {
        ModelInput input = new ModelInput(2, 1, 2, new float[] {1, 2, 3, 4});

        assertThat(input.value(1, 0, 0)).isEqualTo(3);
        assertThat(input.channelImage(1).pixels()).containsExactly(3, 4);
        input.values()[0] = 9;
        assertThat(input.value(0, 0, 0)).isEqualTo(1);
    }

    @Test
    void modelInputRejectsAWrongShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelInput(2, 2, 2, new float[7]))
                .withMessage("values.length: 7 (expected: 8)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelInput(0, 2, 2, new float[0]))
                .withMessage("channels: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelInput(1, 1, 1, new float[] {Float.POSITIVE_INFINITY}))
                .withMessage("values: Infinity (expected: finite)");
    }
}
