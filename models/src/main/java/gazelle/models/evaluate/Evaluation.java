package gazelle.models.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import gazelle.models.data.ImagePreparation;
import gazelle.models.data.LabelledImage;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.NetworkWeights;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.reference.ReferenceNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A model's results on labelled images; written as JSON in this form.
 *
 * @param model the model's name
 * @param images number of images
 * @param accuracy share labelled right, 0..1
 * @param classes recall and precision by class
 * @param predictions the model's answer for each image, in the label file's order
 */
public record Evaluation(
        String model, int images, double accuracy, List<ClassFigures> classes, List<Prediction> predictions) {
    public Evaluation {
        classes = List.copyOf(classes);
        predictions = List.copyOf(predictions);
    }

    /**
     * One answer.
     *
     * @param file the image's name
     * @param label the class that the model answers, counted as in the label file
     * @param className its name, {@code class} in JSON
     */
    public record Prediction(
            String file, int label, @JsonProperty("class") String className) {}

    /** The preparation that a card describes, for a network's input. */
    public static ImagePreparation preparation(ModelCard.InputPreparation preparation, InputSpec input) {
        return ImagePreparation.parse(
                input.shape(), preparation.resample(), preparation.crop(), preparation.normalise());
    }

    /** Runs a compiled model's integer network. */
    public static Evaluation of(CompiledModel model, List<LabelledImage> images) {
        ToIntFunction<float[]> network = integerNetwork(
                model.spec(), model.weights(), model.card().input().scale());
        return of(model.card().name(), model.card().classNames(), images, network);
    }

    /** The integer network as a function from a normalised image to its label. */
    public static ToIntFunction<float[]> integerNetwork(NetworkSpec spec, NetworkWeights weights, double scale) {
        ReferenceNetwork reference = new ReferenceNetwork(spec, weights);
        return image -> reference.label(QuantisedTensor.quantise(image, scale, spec.input()));
    }

    /**
     * Runs any classifier.
     *
     * @param model name to report
     * @param classNames in the order of the labels
     * @param images at least one
     * @param network from a normalised image to its label
     */
    public static Evaluation of(
            String model, List<String> classNames, List<LabelledImage> images, ToIntFunction<float[]> network) {
        int[] labels = images.parallelStream()
                .mapToInt(image -> network.applyAsInt(image.input()))
                .toArray();
        int[] given = new int[classNames.size()];
        int[] of = new int[classNames.size()];
        int[] right = new int[classNames.size()];
        int allRight = 0;
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            LabelledImage image = images.get(i);
            given[labels[i]]++;
            of[image.label()]++;
            if (labels[i] == image.label()) {
                right[labels[i]]++;
                allRight++;
            }
            predictions.add(new Prediction(image.file(), labels[i], classNames.get(labels[i])));
        }
        List<ClassFigures> classes = new ArrayList<>();
        for (int c = 0; c < given.length; c++) {
            classes.add(new ClassFigures(classNames.get(c), share(right[c], of[c]), share(right[c], given[c]), of[c]));
        }
        return new Evaluation(model, labels.length, share(allRight, labels.length), classes, predictions);
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
