package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.protocol.model.TensorShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Really trains, on pictures of horizontal and vertical bars. */
@Tag("training")
class TrainerTest {
    private static final TensorShape SHAPE = new TensorShape(1, 8, 8);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void needsTheEngine() {
        assumeTrue(Trainer.engineIsThere(), "no training engine: it comes with the Maven profile 'training'");
    }

    private static List<Example> bars(int count) {
        SplittableRandom random = new SplittableRandom(4);
        List<Example> examples = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            float[] values = new float[SHAPE.elements()];
            int line = random.nextInt(8);
            int label = n % 2;
            for (int i = 0; i < values.length; i++) {
                boolean bar = (label == 0 ? i / 8 : i % 8) == line;
                values[i] = (float) ((bar ? 1 : 0) + 0.3 * random.nextGaussian());
            }
            examples.add(new Example(values, values, label, Integer.toString(n % 5)));
        }
        return examples;
    }

    private static TrainingPlan plan(LayerPlan activation, Precision precision) {
        return new TrainingPlan(
                "bars",
                2,
                SHAPE,
                List.of(
                        new LayerPlan.Convolution(6, 3, 1, 1, true),
                        activation,
                        new LayerPlan.MaxPool(2),
                        new LayerPlan.Dense(2, false)),
                new PixelPictures("", ""),
                new Augmentation(1, 0, 0, 0, true, false, 0, 0, 0, 0),
                new Schedule(6, 16, 0.05, 1e-4, 0, 0.25, 0.9),
                true,
                precision);
    }

    private List<Trainer.Progress> train(TrainingPlan plan, String name, String fold, boolean resume) throws Exception {
        List<Trainer.Progress> epochs = new ArrayList<>();
        new Trainer(plan, bars(400), fold, 3, folder.resolve(name)).train(resume, epochs::add);
        return epochs;
    }

    private double exportedAccuracy(String name, String fold) throws Exception {
        FloatNetwork network = OnnxReader.read(folder.resolve(name).resolve("model.onnx"));
        List<Example> heldOut = bars(400).stream()
                .filter(example -> example.fold().equals(fold))
                .toList();
        return (double) heldOut.stream()
                        .filter(example -> network.label(example.input()) == example.label())
                        .count()
                / heldOut.size();
    }

    @Test
    void learnsAndExportsWhatItMeasured() throws Exception {
        List<Trainer.Progress> epochs = train(plan(new LayerPlan.Relu(), Precision.REAL), "real", "2", false);
        assertThat(epochs).hasSize(6);
        assertThat(epochs.getLast().loss()).isLessThan(epochs.getFirst().loss());
        assertThat(epochs.getLast().accuracy()).isGreaterThan(0.95);
        assertThat(exportedAccuracy("real", "2")).isEqualTo(epochs.getLast().accuracy(), within(1e-9));
    }

    @Test
    void learnsThoughWeightsActivationsAndRootsAreRounded() throws Exception {
        Precision coarse = new Precision(4, 4, 0.3);
        assertThat(train(plan(new LayerPlan.Relu(), coarse), "relu", "1", false)
                        .getLast()
                        .accuracy())
                .isGreaterThan(0.9);
        assertThat(train(plan(new LayerPlan.Square(), new Precision(5, 8, 0.3)), "square", "1", false)
                        .getLast()
                        .accuracy())
                .isGreaterThan(0.9);
        assertThat(exportedAccuracy("square", "1")).isGreaterThan(0.9);
    }

    @Test
    void resumesAsIfItHadNeverStopped() throws Exception {
        TrainingPlan whole = plan(new LayerPlan.Relu(), new Precision(5, 5, 0.5));
        List<Trainer.Progress> straight = train(whole, "straight", "0", false);
        class Stop extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
        assertThatThrownBy(() -> new Trainer(whole, bars(400), "0", 3, folder.resolve("stopped"))
                        .train(false, progress -> {
                            if (progress.epoch() == 2) {
                                throw new Stop();
                            }
                        }))
                .isInstanceOf(Stop.class);
        List<Trainer.Progress> rest = train(whole, "stopped", "0", true);
        assertThat(rest).extracting(Trainer.Progress::epoch).containsExactly(3, 4, 5, 6);
        assertThat(rest.getLast().loss()).isEqualTo(straight.getLast().loss(), within(1e-3));
        assertThat(rest.getLast().accuracy()).isEqualTo(straight.getLast().accuracy(), within(0.03));
    }

    @Test
    void refusesToResumeAnotherTraining() throws Exception {
        TrainingPlan plan = plan(new LayerPlan.Relu(), Precision.REAL).withEpochs(1);
        train(plan, "one", "0", false);
        assertThatThrownBy(() -> new Trainer(plan, bars(400), "0", 4, folder.resolve("one")).train(true, _ -> {}))
                .hasMessageContaining("of another network, seed or fold");
    }
}
