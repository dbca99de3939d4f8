package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceRecipeTest {
    private static final GrayImage FOUR_BY_FOUR = new GrayImage(4, 4, new float[] {
        0, 2, 10, 10,
        4, 6, 10, 10,
        1, 1, 7, 9,
        1, 1, 9, 7
    });

    @Test
    void averagesTwoByTwoBlocks() throws UnsuitableImageException {
        ModelInput input = recipe(2, 2, Crop.NONE, Normalise.NONE).apply(FOUR_BY_FOUR);

        assertThat(input.values()).containsExactly(3, 10, 1, 8);
        assertThat(input.channels()).isEqualTo(1);
        assertThat(input.height()).isEqualTo(2);
        assertThat(input.width()).isEqualTo(2);
    }

    @Test
    void unitMapsTheWholeSlicesRangeToZeroAndOne() throws UnsuitableImageException {
        ModelInput input = recipe(2, 2, Crop.NONE, Normalise.UNIT).apply(FOUR_BY_FOUR);

        assertThat(input.values()).containsExactly(0.3f, 1, 0.1f, 0.8f);
    }

    @Test
    void sliceMeanAndDeviationAreThoseOfTheResampledInput() throws UnsuitableImageException {
        ModelInput input = recipe(2, 2, Crop.NONE, Normalise.SLICE_MEAN_STD).apply(FOUR_BY_FOUR);

        double mean = 5.5;
        double deviation = Math.sqrt((2.5 * 2.5 + 4.5 * 4.5 + 4.5 * 4.5 + 2.5 * 2.5) / 4);
        assertThat(input.values())
                .containsExactly(
                        (float) ((3 - mean) / deviation),
                        (float) ((10 - mean) / deviation),
                        (float) ((1 - mean) / deviation),
                        (float) ((8 - mean) / deviation));
    }

    @Test
    void standardisedInputIgnoresGainAndOffsetOfTheScanner() throws UnsuitableImageException {
        float[] scaled = FOUR_BY_FOUR.pixels();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = 37 * scaled[i] - 500;
        }
        SliceRecipe recipe = recipe(3, 3, Crop.NONE, Normalise.SLICE_MEAN_STD);

        float[] expected = recipe.apply(FOUR_BY_FOUR).values();
        float[] actual = recipe.apply(new GrayImage(4, 4, scaled)).values();

        assertThat(actual).containsExactly(expected, within(1e-6f));
    }

    @Test
    void centresWideSlicesOnASquareOfTheDarkestValue() throws UnsuitableImageException {
        GrayImage wide = new GrayImage(4, 2, new float[] {5, 6, 7, 8, 9, 10, 11, 12});

        ModelInput input = recipe(4, 4, Crop.NONE, Normalise.NONE).apply(wide);

        assertThat(input.values()).containsExactly(5, 5, 5, 5, 5, 6, 7, 8, 9, 10, 11, 12, 5, 5, 5, 5);
    }

    @Test
    void splitsAnOddBorderBetweenBothSides() throws UnsuitableImageException {
        GrayImage tall = new GrayImage(1, 2, new float[] {0, 8});

        ModelInput input = recipe(2, 2, Crop.NONE, Normalise.NONE).apply(tall);

        assertThat(input.values()).containsExactly(0, 0, 4, 4);
    }

    @Test
    void fillsAFrameOfTheModelsShape() throws UnsuitableImageException {
        ModelInput input = recipe(2, 4, Crop.NONE, Normalise.NONE).apply(new GrayImage(2, 2, new float[] {1, 2, 3, 4}));

        assertThat(input.values()).containsExactly(1, 1, 2, 1, 1, 3, 4, 1);
    }

    @Test
    void headCropRemovesZoomAndPosition() throws UnsuitableImageException {
        SliceRecipe recipe = recipe(16, 16, Crop.HEAD, Normalise.UNIT);

        ModelInput small = recipe.apply(disc(128, 50, 70, 25));
        ModelInput large = recipe.apply(disc(128, 64, 64, 50));

        float[] expected = large.values();
        assertThat(small.values()).containsExactly(expected, within(0.15f));
        assertThat(small.value(0, 8, 8)).isEqualTo(1);
        assertThat(small.value(0, 0, 0)).isZero();
    }

    @Test
    void refusesASliceWithoutContrast() {
        GrayImage flat = new GrayImage(3, 3, new float[] {7, 7, 7, 7, 7, 7, 7, 7, 7});

        for (Normalise normalise : Normalise.values()) {
            assertThatThrownBy(() -> recipe(2, 2, Crop.NONE, normalise).apply(flat))
                    .isInstanceOf(UnsuitableImageException.class)
                    .hasMessageStartingWith("This slice has no contrast");
        }
    }

    @Test
    void refusesASliceWhoseContrastVanishesInResampling() {
        float[] board = new float[64];
        for (int i = 0; i < 64; i++) {
            board[i] = (i + i / 8) % 2 * 0.1f + 0.3f;
        }

        assertThatThrownBy(
                        () -> recipe(4, 4, Crop.NONE, Normalise.SLICE_MEAN_STD).apply(new GrayImage(8, 8, board)))
                .isInstanceOf(UnsuitableImageException.class);
    }

    @Test
    void refusesHeadCropWhenOnlyASpeckStandsOut() {
        float[] speck = new float[100 * 100];
        speck[5050] = 1;

        assertThatThrownBy(() -> recipe(4, 4, Crop.HEAD, Normalise.UNIT).apply(new GrayImage(100, 100, speck)))
                .isInstanceOf(UnsuitableImageException.class)
                .hasMessageStartingWith("No head was found");
    }

    @ParameterizedTest
    @CsvSource({"none, none, NONE, NONE", "head, unit, HEAD, UNIT", "none, slice-mean-std, NONE, SLICE_MEAN_STD"})
    void readsTheWordsOfAModelCard(String crop, String normalise, Crop expectedCrop, Normalise expectedNormalise) {
        assertThat(SliceRecipe.parse(1, 64, 48, "box", crop, normalise))
                .isEqualTo(new SliceRecipe(1, 64, 48, Resample.BOX, expectedCrop, expectedNormalise));
        assertThat(expectedCrop.cardName()).isEqualTo(crop);
        assertThat(expectedNormalise.cardName()).isEqualTo(normalise);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|64|64|bilinear|none|unit|resample: bilinear (expected: box)",
                "1|64|64|box|brain|unit|crop: brain (expected: none, head or marked)",
                "1|64|64|box|none|UNIT|normalise: UNIT (expected: none, unit or slice-mean-std)",
                "3|64|64|box|none|unit|channels: 3 (expected: 1, or for colour pictures 3 and normalise: pixels, pixels-unit or pixels-mean-...-std-...)",
                "1|0|64|box|none|unit|height: 0 (expected: 1 to 4096)",
                "1|64|4097|box|none|unit|width: 4097 (expected: 1 to 4096)"
            })
    void rejectsWhatIsNoRecipe(
            int channels, int height, int width, String resample, String crop, String normalise, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SliceRecipe.parse(channels, height, width, resample, crop, normalise))
                .withMessage(message);
    }

    private static SliceRecipe recipe(int height, int width, Crop crop, Normalise normalise) {
        return new SliceRecipe(1, height, width, Resample.BOX, crop, normalise);
    }

    private static GrayImage disc(int side, int centreX, int centreY, int radius) {
        float[] pixels = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double distance = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY);
                pixels[y * side + x] = distance < radius ? 200 : 0;
            }
        }
        return new GrayImage(side, side, pixels);
    }
}
