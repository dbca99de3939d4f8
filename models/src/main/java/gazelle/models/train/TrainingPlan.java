package gazelle.models.train;

import gazelle.protocol.model.TensorShape;
import java.util.List;

/**
 * Everything that decides how a network of the zoo is trained, but the seed and the pictures.
 *
 * @param name the network's name and the name of its folder in the zoo
 * @param classes how many classes it tells apart
 * @param input shape of its input
 * @param layers from the input to the scores
 * @param source where its pictures come from and how they become inputs
 * @param augmentation how a picture varies from epoch to epoch
 * @param schedule how it learns
 * @param balanced whether the loss weighs every class alike, however many pictures it has
 * @param precision widths to imitate in training
 */
record TrainingPlan(
        String name,
        int classes,
        TensorShape input,
        List<LayerPlan> layers,
        PictureSource source,
        Augmentation augmentation,
        Schedule schedule,
        boolean balanced,
        Precision precision) {
    /**
     * @throws IllegalArgumentException if the layers do not end in one score a class
     */
    public TrainingPlan {
        layers = List.copyOf(layers);
        TensorShape shape = input;
        for (LayerPlan layer : layers) {
            shape = layer.outputShape(shape);
        }
        if (shape.elements() != classes || !(layers.getLast() instanceof LayerPlan.Linear)) {
            throw new IllegalArgumentException(
                    name + ": the last layer gives " + shape + " (expected: " + classes + " scores)");
        }
    }

    /** The same plan with another number of epochs. */
    public TrainingPlan withEpochs(int epochs) {
        return new TrainingPlan(
                name, classes, input, layers, source, augmentation, schedule.withEpochs(epochs), balanced, precision);
    }
}
