package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFolder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The recipes of the committed cards give the same inputs for fixed images, to the bit. */
class GoldenInputsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden-inputs.csv");

    private static String line(String recipe, ZooImages.Input input) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(input.values().length * Float.BYTES);
        double sum = 0;
        double magnitude = 0;
        for (float value : input.values()) {
            bytes.putFloat(value);
            sum += value;
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        return String.format(
                Locale.ROOT,
                "%s,%s,%.4f,%.4f,%s",
                recipe,
                input.image(),
                sum / input.values().length,
                magnitude,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())));
    }

    @Test
    void aChangedInputMeansTrainingEveryNetworkAgain() throws Exception {
        TreeSet<String> lines = new TreeSet<>();
        for (Path folder : ZooImages.models()) {
            CompiledModel model = ModelFolder.read(folder);
            ModelCard.InputPreparation words = model.card().input();
            String recipe = model.spec().input().shape() + " " + words.resample() + " " + words.crop() + " "
                    + words.normalise();
            for (ZooImages.Input input : ZooImages.inputs(folder)) {
                lines.add(line(recipe, input));
            }
        }
        List<String> expected = Files.readAllLines(GOLDEN);
        assertThat(lines)
                .as("changing this means retraining: the networks of the zoo learned from inputs made in the old way")
                .containsExactlyElementsOf(expected.subList(1, expected.size()));
    }
}
