package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gazelle.protocol.model.TensorShape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final TensorShape SHAPE = new TensorShape(1, 2, 2);
    private static final Augmentation EVERYTHING = new Augmentation(3, 20, 0.2, 0.3, true, true, 1, 0.4, 0.5, 0.05);

    private static float[] picture(TensorShape shape, int detail, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[shape.channels() * shape.height() * detail * shape.width() * detail];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    @Test
    void doingNothingAveragesTheDetail() {
        float[] detailed = {0, 1, 0.5f, 0.5f, 1, 0, 0.5f, 0.5f, 1, 1, 0, 0, 1, 1, 0, 0.4f};
        assertThat(Augmentation.NONE.vary(detailed, SHAPE, 2, 1, new SplittableRandom(1)))
                .containsExactly(new float[] {0.5f, 0.5f, 1, 0.1f}, within(1e-6f));
    }

    @Test
    void theSameSeedGivesTheSamePicture() {
        TensorShape shape = new TensorShape(3, 8, 8);
        float[] detailed = picture(shape, 2, 5);
        float[] first = EVERYTHING.vary(detailed, shape, 2, 1, new SplittableRandom(7));
        assertThat(EVERYTHING.vary(detailed, shape, 2, 1, new SplittableRandom(7)))
                .isEqualTo(first);
        assertThat(EVERYTHING.vary(detailed, shape, 2, 1, new SplittableRandom(8)))
                .isNotEqualTo(first);
        assertThat(detailed).isEqualTo(picture(shape, 2, 5));
    }

    @Test
    void shiftsAloneMoveWholeCellsAndBringInDarkness() {
        TensorShape shape = new TensorShape(1, 1, 5);
        float[] detailed = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f};
        Augmentation shifts = new Augmentation(2, 0, 0, 0, false, false, 0, 0, 0, 0);
        boolean moved = false;
        for (int seed = 0; seed < 50; seed++) {
            float[] varied = shifts.vary(detailed, shape, 1, 1, new SplittableRandom(seed));
            assertThat(varied).containsAnyOf(0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
            for (float value : varied) {
                assertThat(Math.rint(value * 10)).isEqualTo(value * 10, within(1e-5));
            }
            moved |= varied[0] == 0.2f || varied[1] == 0.1f;
        }
        assertThat(moved).isTrue();
    }

    @Test
    void aSmallerFieldOfViewFillsTheInput() {
        TensorShape shape = new TensorShape(1, 16, 16);
        float[] detailed = new float[256];
        for (int i = 0; i < 256; i++) {
            int row = i / 16;
            detailed[i] = 0.5f + row / 32f;
        }
        Augmentation cuts = new Augmentation(0, 0, 0, 0.25, false, false, 0, 0, 0, 0);
        int lower = 0;
        for (int seed = 0; seed < 30; seed++) {
            float[] varied = cuts.vary(detailed, shape, 1, 1, new SplittableRandom(seed));
            // Along the longer side nothing is dark, along the other as much on both borders.
            assertThat(varied[8 * 16 + 8]).isGreaterThan(0.5f);
            boolean wide = varied[8 * 16] > 0.45f && varied[8 * 16 + 15] > 0.45f;
            boolean high = varied[8] > 0.45f && varied[15 * 16 + 8] > 0.45f;
            assertThat(wide || high).isTrue();
            lower += high && varied[15 * 16 + 8] < detailed[255] - 0.05f ? 1 : 0;
        }
        assertThat(lower).as("pictures whose lowest rows were cut off").isPositive();
    }

    @Test
    void mirroredPicturesAreTurnedLeftToRight() {
        Augmentation mirror = new Augmentation(0, 0, 0, 0, true, false, 0, 0, 0, 0);
        float[] detailed = {0.1f, 0.2f, 0.3f, 0.4f};
        int turned = 0;
        for (int seed = 0; seed < 40; seed++) {
            float[] varied = mirror.vary(detailed, SHAPE, 1, 1, new SplittableRandom(seed));
            if (varied[0] == 0.2f) {
                assertThat(varied).containsExactly(0.2f, 0.1f, 0.4f, 0.3f);
                turned++;
            } else {
                assertThat(varied).containsExactly(detailed);
            }
        }
        assertThat(turned).isBetween(8, 32);
    }

    @Test
    void airStaysDarkWhateverTheToneCurve() {
        Augmentation tones = new Augmentation(0, 0, 0, 0, false, false, 0, 0, 1, 0);
        float[] varied = tones.vary(new float[] {0, 0.25f, 0.5f, 1}, SHAPE, 1, 1, new SplittableRandom(3));
        assertThat(varied[0]).isZero();
        assertThat(varied).isNotEqualTo(new float[] {0, 0.25f, 0.5f, 1});
    }
}
