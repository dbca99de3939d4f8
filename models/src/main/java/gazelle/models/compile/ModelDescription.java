package gazelle.models.compile;

import gazelle.protocol.model.InputCheck;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The words of a model's card, as its owner writes them in a JSON file.
 *
 * @param name the model's name on its server
 * @param version the model's version
 * @param title one line for people
 * @param summary what it classifies
 * @param classes names of the classes in the order of the network's scores
 * @param resample how the image is scaled: {@code box}
 * @param crop {@code none} or {@code head}
 * @param normalise {@code none}, {@code unit} or {@code slice-mean-std}; or a word of {@link gazelle.viewer.input.PixelRecipe}
 * @param headerChecks what the card is to check on a file's header
 * @param learnedChecks what it is to check on the picture, with the sentence to show: {@code foreground-share}, {@code
 *     head-aspect} and {@code histogram-distance}; their limits are learned from the training slices
 * @param dataset which images it was tested on
 * @param limits sentences that stand beside every result
 * @param licence terms and attribution
 */
public record ModelDescription(
        String name,
        String version,
        String title,
        String summary,
        List<String> classes,
        String resample,
        String crop,
        String normalise,
        List<InputCheck.HeaderWords> headerChecks,
        Map<String, String> learnedChecks,
        String dataset,
        List<String> limits,
        String licence) {
    public ModelDescription {
        classes = List.copyOf(classes);
        headerChecks = List.copyOf(headerChecks);
        learnedChecks = Collections.unmodifiableMap(new TreeMap<>(learnedChecks));
        limits = List.copyOf(limits);
    }

    /**
     * The same words, and a sentence beside the results on when an image is of the second of two classes.
     *
     * @param probability above which it is
     */
    ModelDescription withThreshold(double probability) {
        List<String> sentences = new ArrayList<>(limits);
        sentences.add(String.format(
                Locale.ROOT,
                "Says '%s' where the network's probability of it is above %s, '%s' elsewhere.",
                classes.getLast(),
                BigDecimal.valueOf(probability).stripTrailingZeros().toPlainString(),
                classes.getFirst()));
        return new ModelDescription(
                name,
                version,
                title,
                summary,
                classes,
                resample,
                crop,
                normalise,
                headerChecks,
                learnedChecks,
                dataset,
                sentences,
                licence);
    }

    /**
     * The words of a model whose owner wrote none.
     *
     * @param network the network's file, after which the model is called
     * @param classes names of the classes, or none
     * @param count how many classes there are
     * @param normalise what the network takes
     * @param tested whether labelled test images are given
     */
    static ModelDescription notAssessed(
            Path network, List<String> classes, int count, String normalise, boolean tested) {
        String file = String.valueOf(network.getFileName()).replaceAll("[.]onnx$", "");
        String safe = file.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        String name = safe.isEmpty() ? "model" : safe.substring(0, Math.min(64, safe.length()));
        List<String> names = classes.isEmpty()
                ? IntStream.range(0, count).mapToObj(i -> "class " + i).toList()
                : classes;
        return new ModelDescription(
                name,
                "1",
                name,
                "A network compiled without a description.",
                names,
                "box",
                "none",
                normalise,
                List.of(),
                Map.of(),
                tested
                        ? "Labelled test images that the owner gave; not described."
                        : "Not assessed: no labelled test images were given.",
                List.of("Limits: not assessed.", "Not for diagnosis."),
                "Not stated.");
    }
}
