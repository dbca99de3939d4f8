package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * The facts about a model that people read beside every result: the question that it answers, its test figures, its limits.
 *
 * @param name the model's name on its server
 * @param version the model's version
 * @param title one line for people
 * @param summary what it classifies, in a sentence or two
 * @param classes what it can answer, in the order of its scores
 * @param input how a grey image becomes the network's input
 * @param inputChecks what to check on a slice before the run, each with its warning
 * @param output what the client learns
 * @param test where the figures come from
 * @param limits sentences that stand beside every result, such as "This model cannot answer 'no tumour'."
 * @param licence terms and attribution
 */
public record ModelCard(
        String name,
        String version,
        String title,
        String summary,
        List<ClassFigures> classes,
        InputPreparation input,
        List<InputCheck> inputChecks,
        OutputPolicy output,
        TestFigures test,
        List<String> limits,
        String licence) {

    public ModelCard {
        Bounds.name("name", name);
        Bounds.name("version", version);
        Bounds.text("title", title);
        Bounds.text("summary", summary);
        Bounds.text("licence", licence);
        classes = Bounds.list("classes", classes);
        limits = Bounds.list("limits", limits);
        Bounds.within("inputChecks", inputChecks.size(), 0, InputCheck.MAX_CHECKS);
        inputChecks = List.copyOf(inputChecks);
        limits.forEach(limit -> Bounds.text("limit", limit));
        Bounds.within("classes", classes.size(), 2, OutputLayer.MAX_CLASSES);
    }

    /** Returns the names of the classes in the order of the scores. */
    @JsonIgnore
    public List<String> classNames() {
        return classes.stream().map(ClassFigures::name).toList();
    }

    /** The outputs that a client may learn. */
    public enum OutputPolicy {
        /** The index of the largest score, computed inside the circuit. */
        LABEL,
        /** The indices of the largest few scores, in order. */
        TOP_K,
        /** Every score. */
        SCORES
    }

    /**
     * One class and how well the integer network did on it in its test.
     *
     * @param name the class
     * @param recall share of the class's test images that were given this label, 0..1
     * @param precision share of the images given this label that are of the class, 0..1
     * @param images test images of the class
     */
    public record ClassFigures(String name, double recall, double precision, int images) {
        public ClassFigures {
            Bounds.text("class name", name);
            Bounds.fraction("recall", recall);
            Bounds.fraction("precision", precision);
            Bounds.within("images", images, 0, Integer.MAX_VALUE);
        }
    }

    /**
     * The way from an image to the network's input; the words are those of the viewer's input recipes.
     *
     * @param resample how the image is scaled to the network's height and width: {@code box}
     * @param crop {@code none} or {@code head}
     * @param normalise {@code none}, {@code unit} or {@code slice-mean-std}; for small pictures {@code pixels}, {@code
     *     pixels-unit} or {@code pixels-mean-...-std-...}
     * @param scale quantisation steps per unit of the normalised value
     */
    public record InputPreparation(String resample, String crop, String normalise, double scale) {
        public InputPreparation {
            Bounds.name("resample", resample);
            Bounds.name("crop", crop);
            Bounds.name("normalise", normalise);
            if (!(scale > 0 && scale <= 65_536)) {
                throw new IllegalArgumentException("scale: " + scale + " (expected: above 0, at most 65536)");
            }
        }
    }

    /**
     * The test behind the figures.
     *
     * @param dataset which images, and how they were kept apart from the training images
     * @param images how many
     * @param accuracy share that the integer network labels right, 0..1
     * @param floatAccuracy share that the original floating-point network labels right, 0..1
     */
    public record TestFigures(String dataset, int images, double accuracy, double floatAccuracy) {
        public TestFigures {
            Bounds.text("dataset", dataset);
            Bounds.within("images", images, 0, Integer.MAX_VALUE);
            Bounds.fraction("accuracy", accuracy);
            Bounds.fraction("floatAccuracy", floatAccuracy);
        }
    }
}
