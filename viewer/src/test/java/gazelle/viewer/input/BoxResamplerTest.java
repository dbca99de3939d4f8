package gazelle.viewer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxResamplerTest {
    @Test
    void keepsEveryBitAtTheSameSize() {
        GrayImage image = random(new SplittableRandom(1), 7, 5);

        double[] same = BoxResampler.resample(image, Region.whole(image), 5, 7, image.min());

        float[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            assertThat((float) same[i]).isEqualTo(pixels[i]);
        }
    }

    @Test
    void repeatsPixelsWhenEnlargingByAWholeFactor() {
        GrayImage image = new GrayImage(2, 1, new float[] {3, 8});

        assertThat(BoxResampler.resample(image, Region.whole(image), 2, 4, 3)).containsExactly(3, 3, 8, 8, 3, 3, 8, 8);
    }

    @Test
    void weightsByCoveredArea() {
        GrayImage image = new GrayImage(3, 1, new float[] {0, 6, 12});

        assertThat(BoxResampler.resample(image, Region.whole(image), 1, 2, 0))
                .containsExactly(new double[] {2, 10}, within(1e-12));
    }

    @Test
    void countsTheOutsideAsBackground() {
        GrayImage image = new GrayImage(1, 1, new float[] {10});

        assertThat(BoxResampler.resample(image, new Region(-0.5, -0.5, 2, 2), 1, 1, 2))
                .containsExactly(new double[] {4}, within(1e-12));
        assertThat(BoxResampler.resample(image, new Region(5, 5, 2, 2), 1, 1, 2))
                .containsExactly(2);
    }

    @Test
    void keepsAFlatPictureFlat() {
        float[] pixels = new float[35];
        Arrays.fill(pixels, 0.1f);
        GrayImage image = new GrayImage(7, 5, pixels);

        double[] cells = BoxResampler.resample(image, Region.whole(image), 3, 11, image.min());

        assertThat(cells).containsOnly(0.1f);
    }

    /** The oracle enlarges by whole factors to a common multiple of both sizes and averages whole blocks. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void agreesWithBlockAveragesOfACommonMultiple(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            int width = random.nextInt(1, 12);
            int height = random.nextInt(1, 12);
            int outWidth = random.nextInt(1, 12);
            int outHeight = random.nextInt(1, 12);
            GrayImage image = random(random, width, height);

            double[] cells = BoxResampler.resample(image, Region.whole(image), outHeight, outWidth, image.min());

            assertThat(cells)
                    .as("seed %d, %dx%d to %dx%d", seed, width, height, outWidth, outHeight)
                    .containsExactly(blockAverages(image, outHeight, outWidth), within(1e-9));
        }
    }

    private static double[] blockAverages(GrayImage image, int outHeight, int outWidth) {
        double[] sums = new double[outHeight * outWidth];
        int fineHeight = image.height() * outHeight;
        int fineWidth = image.width() * outWidth;
        for (int y = 0; y < fineHeight; y++) {
            for (int x = 0; x < fineWidth; x++) {
                int cell = y / image.height() * outWidth + x / image.width();
                sums[cell] += image.pixel(x / outWidth, y / outHeight);
            }
        }
        int cellPixels = image.height() * image.width();
        return Arrays.stream(sums).map(sum -> sum / cellPixels).toArray();
    }

    private static GrayImage random(SplittableRandom random, int width, int height) {
        float[] pixels = new float[width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1000, 1000);
        }
        return new GrayImage(width, height, pixels);
    }
}
