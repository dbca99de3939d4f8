package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.models.evaluate.Evaluation;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The default of the demonstration on the sample images, of none of which it learned. */
class SlicePlaneModelTest {
    private static final Path SAMPLES = Path.of("..", "sample-images");

    /** Of a volume; the outermost slices show little but skull. */
    private static final double OUTERMOST = 0.15;

    static List<String[]> heads() throws Exception {
        return Files.readAllLines(SAMPLES.resolve("labels.csv")).stream()
                .skip(1)
                .filter(line -> !line.endsWith(",none"))
                .map(line -> line.split(","))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void namesThePlaneOfEverySampleHead(String file, String plane) throws Exception {
        CompiledModel model = ModelFolder.read(Path.of("slice-plane"));
        ModelCard.InputPreparation input = model.card().input();
        SliceRecipe recipe = SliceRecipe.parse(1, 64, 64, input.resample(), input.crop(), input.normalise());
        ToIntFunction<float[]> integers = Evaluation.integerNetwork(model.spec(), model.weights(), input.scale());
        SliceStack stack = SliceReader.open(SAMPLES.resolve(file));
        List<String> named = new ArrayList<>();
        int first = (int) (OUTERMOST * stack.size());
        for (int i = first; i < stack.size() - first; i++) {
            named.add(model.card()
                    .classNames()
                    .get(integers.applyAsInt(
                            recipe.apply(stack.slice(i).image()).values())));
        }
        assertThat(named).isNotEmpty().containsOnly(plane);
    }
}
