package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.evaluate.Evaluation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.InputRecipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** The committed model: what its card must say, and still the network that it was compiled from. */
class BrainTumourModelTest {
    private static final Path FOLDER = Path.of("brain-tumour");
    private static final int SIDE = 128;

    /** A bright ellipse with noise, and a brighter disc somewhere in it. */
    private static GrayImage drawnHead(SplittableRandom random) {
        float[] pixels = new float[SIDE * SIDE];
        double width = random.nextDouble(30, 110);
        double height = random.nextDouble(30, 110);
        double discX = random.nextDouble(30, 98);
        double discY = random.nextDouble(30, 98);
        double disc = random.nextDouble(3, 24);
        double texture = random.nextDouble(5, 90);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double radius = Math.hypot((x - 64) / width, (y - 64) / height);
                double value = random.nextDouble(6);
                if (radius < 1) {
                    value += (radius > 0.92 ? 150 : 70) + random.nextDouble(texture);
                }
                if (Math.hypot(x - discX, y - discY) < disc) {
                    value += 80;
                }
                pixels[y * SIDE + x] = (float) value;
            }
        }
        return new GrayImage(SIDE, SIDE, pixels);
    }

    @Test
    void theFolderLoadsAndStatesItsLimits() throws Exception {
        CompiledModel model = ModelFolder.read(FOLDER);
        assertThat(model.card().inputChecks()).hasSize(7);
        assertThat(model.card().classNames()).containsExactly("meningioma", "glioma", "pituitary tumour");
        assertThat(model.card().limits()).contains("This model cannot answer 'no tumour'.");
        assertThat(model.card().test().accuracy())
                .isGreaterThan(model.card().test().floatAccuracy() - 0.015);
    }

    @Test
    void theIntegersAnswerAsTheOnnxNetworkOnDrawnHeads() throws Exception {
        CompiledModel model = ModelFolder.read(FOLDER);
        FloatNetwork network = OnnxReader.read(FOLDER.resolve("model.onnx"));
        ModelCard.InputPreparation input = model.card().input();
        InputRecipe recipe = InputRecipe.parse(1, 64, 64, input.resample(), input.crop(), input.normalise());
        ToIntFunction<float[]> integers = Evaluation.integerNetwork(
                model.spec(), model.weights(), model.card().input().scale());
        SplittableRandom random = new SplittableRandom(31);
        int same = 0;
        int[] answers = new int[3];
        for (int i = 0; i < 40; i++) {
            float[] values = recipe.apply(drawnHead(random)).values();
            int expected = network.label(values);
            answers[expected]++;
            same += integers.applyAsInt(values) == expected ? 1 : 0;
        }
        assertThat(same).isGreaterThanOrEqualTo(36);
        assertThat(Arrays.stream(answers).filter(count -> count > 0).count())
                .as("classes among the answers: one alone would show little")
                .isGreaterThan(1);
    }
}
