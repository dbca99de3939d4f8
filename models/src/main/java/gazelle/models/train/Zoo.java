package gazelle.models.train;

import gazelle.models.train.LayerPlan.AveragePool;
import gazelle.models.train.LayerPlan.Convolution;
import gazelle.models.train.LayerPlan.Dense;
import gazelle.models.train.LayerPlan.MaxPool;
import gazelle.models.train.LayerPlan.Relu;
import gazelle.models.train.LayerPlan.Square;
import gazelle.protocol.model.TensorShape;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The networks that this project trains itself. */
final class Zoo {
    private static final Relu RELU = new Relu();
    private static final Square SQUARE = new Square();
    private static final Precision RECTIFIED = new Precision(6, 5, 0.5);
    private static final TensorShape DIGIT = new TensorShape(1, 28, 28);
    private static final TensorShape SLICE = new TensorShape(1, 64, 64);

    /** For kinds of tumours, 25 MB an inference. */
    private static final List<LayerPlan> TUMOUR_LAYERS = List.of(
            halving(14, 3),
            RELU,
            convolution(16, 3),
            RELU,
            new AveragePool(2),
            convolution(40, 3),
            RELU,
            new AveragePool(2),
            convolution(64, 3),
            RELU,
            new AveragePool(2),
            dense(64),
            RELU,
            scores(3));

    private Zoo() {}

    /** The plan of a network. */
    static Optional<TrainingPlan> plan(String name) {
        return Optional.ofNullable(plans().get(name));
    }

    /** The names of all networks, in order. */
    static List<String> names() {
        return List.copyOf(plans().keySet());
    }

    private static SortedMap<String, TrainingPlan> plans() {
        SortedMap<String, TrainingPlan> plans = new TreeMap<>();
        for (TrainingPlan plan : List.of(
                cifar10(),
                brainTumour(),
                brainTumourLesion(),
                slicePlane(),
                digits("mnist-a", new Precision(5, 7, 0.3), dense(128), SQUARE, dense(128), SQUARE, scores(10)),
                digits(
                        "mnist-b",
                        new Precision(6, 0, 0.5),
                        new Convolution(5, 5, 2, 2, true),
                        SQUARE,
                        dense(100),
                        SQUARE,
                        scores(10)),
                digits("mnist-c", RECTIFIED, new Convolution(5, 5, 2, 2, true), RELU, dense(100), RELU, scores(10)),
                digits(
                        "mnist-d",
                        RECTIFIED,
                        new Convolution(16, 5, 1, 0, true),
                        RELU,
                        new MaxPool(2),
                        new Convolution(16, 5, 1, 0, true),
                        RELU,
                        new MaxPool(2),
                        dense(100),
                        RELU,
                        scores(10)))) {
            plans.put(plan.name(), plan);
        }
        return plans;
    }

    /** GAZELLE's networks for handwritten digits (USENIX Security 2018, section 10). */
    private static TrainingPlan digits(String name, Precision precision, LayerPlan... layers) {
        return new TrainingPlan(
                name,
                10,
                DIGIT,
                List.of(layers),
                new PixelPictures("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
                new Augmentation(2, 8, 0.08, 0, false, false, 0, 0, 0, 0),
                new Schedule(10, 128, 0.1, 5e-4, 0.05, 0, 0.995),
                false,
                precision);
    }

    /** MiniONN's network (CCS 2017, figure 13), with average poolings as in GAZELLE. */
    private static TrainingPlan cifar10() {
        return new TrainingPlan(
                "cifar10",
                10,
                new TensorShape(3, 32, 32),
                List.of(
                        convolution(64, 3),
                        RELU,
                        convolution(64, 3),
                        RELU,
                        new AveragePool(2),
                        convolution(64, 3),
                        RELU,
                        convolution(64, 3),
                        RELU,
                        new AveragePool(2),
                        convolution(64, 3),
                        RELU,
                        convolution(64, 1),
                        RELU,
                        convolution(16, 1),
                        RELU,
                        scores(10)),
                new PixelPictures("train.zip", "labels-train.csv"),
                new Augmentation(2, 0, 0, 0, true, false, 0, 0, 0, 0),
                new Schedule(14, 64, 0.06, 5e-4, 0.05, 0, 0.998),
                false,
                Precision.REAL);
    }

    private static TrainingPlan brainTumour() {
        return new TrainingPlan(
                "brain-tumour",
                3,
                SLICE,
                TUMOUR_LAYERS,
                new SlicePictures("train.zip", "labels-train.csv", ""),
                new Augmentation(4, 15, 0.15, 0, true, false, 0.5, 0.3, 0.15, 0.02),
                new Schedule(40, 32, 0.04, 2e-3, 0.1, 0.5, 0.995),
                false,
                Precision.REAL);
    }

    private static TrainingPlan brainTumourLesion() {
        return new TrainingPlan(
                "brain-tumour-lesion",
                3,
                SLICE,
                TUMOUR_LAYERS,
                new SlicePictures("train-256.zip", "labels-train.csv", "boxes-train.csv"),
                new Augmentation(5, 17, 0.3, 0, true, false, 0.2, 0.1, 0, 0.005),
                new Schedule(60, 32, 0.04, 2e-3, 0.1, 0, 0.995),
                true,
                Precision.REAL);
    }

    private static TrainingPlan slicePlane() {
        return new TrainingPlan(
                "slice-plane",
                3,
                SLICE,
                List.of(
                        halving(12, 5),
                        RELU,
                        new AveragePool(2),
                        convolution(24, 3),
                        RELU,
                        new AveragePool(2),
                        convolution(32, 3),
                        RELU,
                        new AveragePool(2),
                        scores(3)),
                new SlicePictures("train.zip", "planes-train.csv", ""),
                new Augmentation(5, 15, 0.2, 0.25, true, false, 1, 0.6, 0.7, 0.03),
                new Schedule(36, 32, 0.05, 5e-4, 0.1, 0, 0.995),
                true,
                new Precision(5, 4, 0.5));
    }

    private static Convolution halving(int outputs, int kernel) {
        return new Convolution(outputs, kernel, 2, kernel / 2, true);
    }

    private static Convolution convolution(int outputs, int kernel) {
        return new Convolution(outputs, kernel, 1, kernel / 2, true);
    }

    private static Dense dense(int outputs) {
        return new Dense(outputs, true);
    }

    private static Dense scores(int outputs) {
        return new Dense(outputs, false);
    }
}
