package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.models.data.ImageSource;
import gazelle.models.evaluate.Evaluation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
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

    /** The same slice as a scan with a larger field of view shows it: air all around, the head at 0.8 of its size in the frame. */
    private static GrayImage inAWiderField(GrayImage slice) {
        int width = slice.width() * 5 / 4;
        int height = slice.height() * 5 / 4;
        int left = (width - slice.width()) / 2;
        int top = (height - slice.height()) / 2;
        float[] pixels = new float[width * height];
        Arrays.fill(pixels, slice.min());
        for (int y = 0; y < slice.height(); y++) {
            for (int x = 0; x < slice.width(); x++) {
                pixels[(y + top) * width + x + left] = slice.pixel(x, y);
            }
        }
        return new GrayImage(width, height, pixels);
    }

    private static List<GrayImage> testSlices() throws Exception {
        Path zip = Path.of(System.getProperty("gazelle.data", "no folder named"), "mri", "test.zip");
        assumeTrue(Files.exists(zip), zip + " is missing: give the folder as -Dgazelle.data=DIR");
        List<GrayImage> slices = new ArrayList<>();
        ImageSource source = ImageSource.open(zip);
        for (String name : source.imageNames()) {
            slices.add(SliceReader.read(source.read(name)).image());
        }
        return slices;
    }

    private static SliceRecipe recipe(CompiledModel model) {
        ModelCard.InputPreparation input = model.card().input();
        return SliceRecipe.parse(1, 64, 64, input.resample(), input.crop(), input.normalise());
    }

    private static ToIntFunction<float[]> integers(CompiledModel model) {
        return Evaluation.integerNetwork(
                model.spec(), model.weights(), model.card().input().scale());
    }

    private static double shareAnsweredAlikeInAWiderField(List<GrayImage> slices) throws Exception {
        CompiledModel model = ModelFolder.read(FOLDER);
        SliceRecipe recipe = recipe(model);
        ToIntFunction<float[]> integers = integers(model);
        int same = 0;
        for (GrayImage slice : slices) {
            int answer = integers.applyAsInt(recipe.apply(slice).values());
            int wider = integers.applyAsInt(recipe.apply(inAWiderField(slice)).values());
            same += answer == wider ? 1 : 0;
        }
        return (double) same / slices.size();
    }

    @Test
    void theZoomOfAScanDecidesNothing() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<GrayImage> heads =
                Stream.generate(() -> drawnHead(random)).limit(40).toList();
        assertThat(shareAnsweredAlikeInAWiderField(heads)).isGreaterThanOrEqualTo(0.95);
    }

    /** Version 1 answered 0.51 of them alike. */
    @Test
    void theZoomOfARealScanDecidesNothing() throws Exception {
        assertThat(shareAnsweredAlikeInAWiderField(testSlices())).isGreaterThanOrEqualTo(0.99);
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
        SliceRecipe recipe = recipe(model);
        ToIntFunction<float[]> integers = integers(model);
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
