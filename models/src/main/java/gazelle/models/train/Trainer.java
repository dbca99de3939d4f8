package gazelle.models.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import gazelle.models.data.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains one network: the same plan, pictures and seed take the same steps, whether it was stopped and resumed or not, up to
 * the order in which the engine adds up.
 */
final class Trainer {
    private static final String ENGINE = "PyTorch";
    private static final String CHECKPOINT = "checkpoint.bin";
    private static final int EVALUATED_AT_ONCE = 256;

    private final TrainingPlan plan;
    private final List<Example> training;
    private final List<Example> heldOut;
    private final String fold;
    private final long seed;
    private final Path out;
    private final float[] classWeights;

    /**
     * The figures of one epoch.
     *
     * @param epoch counting from 1
     * @param loss mean over the training pictures, as they were met
     * @param accuracy on held-out pictures with the values that would be exported; 0 if none are held out
     * @param recalls by class on the same
     * @param seconds that it took
     */
    record Progress(int epoch, double loss, double accuracy, List<Double> recalls, double seconds) {
        Progress {
            recalls = List.copyOf(recalls);
        }
    }

    /**
     * @param fold examples of this fold are held out; empty to train on all
     * @param out folder for checkpoint.bin and model.onnx
     */
    Trainer(TrainingPlan plan, List<Example> examples, String fold, long seed, Path out) {
        this.plan = plan;
        this.fold = fold;
        this.training = examples.stream()
                .filter(example -> !example.fold().equals(fold))
                .toList();
        this.heldOut =
                examples.stream().filter(example -> example.fold().equals(fold)).toList();
        this.seed = seed;
        this.out = out;
        this.classWeights = classWeights();
        if (training.size() < plan.schedule().batch()) {
            throw new IllegalArgumentException("training pictures: " + training.size()
                    + " (expected: at least one batch of " + plan.schedule().batch() + ")");
        }
        if (!fold.isEmpty() && heldOut.isEmpty()) {
            throw new IllegalArgumentException("fold: " + fold + " has no pictures");
        }
    }

    /** Returns true if the engine that trains is present: only builds with the Maven profile {@code training} have it. */
    static boolean engineIsThere() {
        try {
            return Engine.hasEngine(ENGINE);
        } catch (NoClassDefFoundError missing) {
            return false;
        }
    }

    private float[] classWeights() {
        float[] weights = new float[plan.classes()];
        Arrays.fill(weights, 1);
        if (plan.balanced()) {
            long[] counts = new long[plan.classes()];
            training.forEach(example -> counts[example.label()]++);
            for (int c = 0; c < weights.length; c++) {
                weights[c] = (float) training.size() / (Math.max(1, counts[c]) * weights.length);
            }
        }
        return weights;
    }

    /**
     * Trains to the end and writes model.onnx; after every epoch there are a checkpoint and the model so far.
     *
     * @param resume whether to go on from the checkpoint in the folder
     * @param listener hears of every epoch
     */
    void train(boolean resume, Consumer<Progress> listener) throws IOException, UnusableDataException {
        Engine engine = Engine.getEngine(ENGINE);
        try (NDManager manager = engine.newBaseManager()) {
            TrainableNetwork network = new TrainableNetwork(plan, manager, random(0));
            Optimiser optimiser = new Optimiser(network, plan.schedule(), manager);
            Files.createDirectories(out);
            for (int epoch = resume ? restore(network, optimiser) : 0;
                    epoch < plan.schedule().epochs();
                    epoch++) {
                long start = System.nanoTime();
                double loss = epoch(engine, manager, network, optimiser, epoch);
                checkpoint(network, optimiser, epoch + 1).write(out.resolve(CHECKPOINT));
                Files.write(
                        out.resolve("model.onnx"), OnnxExport.write(plan.input(), network.folded(optimiser.best())));
                listener.accept(progress(manager, network, optimiser, epoch, loss, start));
            }
        }
    }

    private Progress progress(
            NDManager manager, TrainableNetwork network, Optimiser optimiser, int epoch, double loss, long start) {
        List<Double> recalls = recalls(manager, network, optimiser);
        double right = 0;
        for (int c = 0; c < recalls.size(); c++) {
            int label = c;
            right += recalls.get(c)
                    * heldOut.stream()
                            .filter(example -> example.label() == label)
                            .count();
        }
        return new Progress(
                epoch + 1,
                loss,
                heldOut.isEmpty() ? 0 : right / heldOut.size(),
                recalls,
                (System.nanoTime() - start) / 1e9);
    }

    /** Everything drawn in an epoch comes from the seed and the epoch's number, 0 being before the first. */
    private SplittableRandom random(int number) {
        return new SplittableRandom(seed * 0x9e37_79b9_7f4a_7c15L + number);
    }

    private double epoch(Engine engine, NDManager manager, TrainableNetwork network, Optimiser optimiser, int epoch)
            throws UnusableDataException {
        Schedule schedule = plan.schedule();
        SplittableRandom random = random(epoch + 1);
        int[] order = shuffled(training.size(), random);
        int steps = training.size() / schedule.batch();
        double losses = 0;
        for (int step = 0; step < steps; step++) {
            double done = (epoch + (double) step / steps) / schedule.epochs();
            List<Example> batch = IntStream.range(step * schedule.batch(), (step + 1) * schedule.batch())
                    .mapToObj(i -> training.get(order[i]))
                    .toList();
            try (NDManager scratch = manager.newSubManager()) {
                NDArray pictures = tensor(scratch, varied(batch, random.nextLong()));
                NDArray targets = scratch.create(targets(batch), new Shape(batch.size(), plan.classes()));
                if (schedule.mixing() > 0 && random.nextDouble() < schedule.mixing()) {
                    double share = random.nextDouble();
                    pictures = blendedWithReverse(pictures, share);
                    targets = blendedWithReverse(targets, share);
                }
                try (GradientCollector tape = engine.newGradientCollector()) {
                    NDArray scores = network.forward(
                            pictures, true, done >= plan.precision().from());
                    NDArray loss = targets.mul(scores.logSoftmax(1)).sum().neg();
                    tape.backward(loss);
                    losses += loss.getFloat();
                }
                if (!Double.isFinite(losses)) {
                    throw new UnusableDataException("epoch " + (epoch + 1) + ": the loss is not a number any more; "
                            + out + " holds what the epoch before left. Go on from there with --resume.");
                }
            }
            optimiser.step(schedule.rate(done), (long) epoch * steps + step);
        }
        return losses / steps;
    }

    /** Each row with as much of the row as far from the other end as {@code share} leaves. */
    private static NDArray blendedWithReverse(NDArray rows, double share) {
        return rows.mul(share).add(rows.flip(0).mul(1 - share));
    }

    private static int[] shuffled(int count, SplittableRandom random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    private List<float[]> varied(List<Example> batch, long batchSeed) {
        // By position, so that the number of threads changes nothing.
        return IntStream.range(0, batch.size())
                .parallel()
                .mapToObj(i -> {
                    Example example = batch.get(i);
                    if (plan.augmentation().equals(Augmentation.NONE)) {
                        return example.input();
                    }
                    float[] values = plan.augmentation()
                            .vary(
                                    example.detailed(),
                                    plan.input(),
                                    plan.source().detail(),
                                    plan.source().context(),
                                    new SplittableRandom(batchSeed + i));
                    plan.source().normaliseInPlace(values);
                    return values;
                })
                .toList();
    }

    private NDArray tensor(NDManager scratch, List<float[]> pictures) {
        int size = plan.input().elements();
        float[] all = new float[pictures.size() * size];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i), 0, all, i * size, size);
        }
        return scratch.create(
                all,
                new Shape(
                        pictures.size(),
                        plan.input().channels(),
                        plan.input().height(),
                        plan.input().width()));
    }

    /** Smoothed one-hot targets, weighted so that a batch's sum is a weighted mean. */
    private float[] targets(List<Example> batch) {
        int classes = plan.classes();
        double total = batch.stream()
                .mapToDouble(example -> classWeights[example.label()])
                .sum();
        float[] targets = new float[batch.size() * classes];
        for (int i = 0; i < batch.size(); i++) {
            int label = batch.get(i).label();
            double share = classWeights[label] / total;
            double smoothing = plan.schedule().labelSmoothing();
            Arrays.fill(targets, i * classes, (i + 1) * classes, (float) (share * smoothing / classes));
            targets[i * classes + label] += (float) (share * (1 - smoothing));
        }
        return targets;
    }

    /** Returns the recall of each class on the held-out pictures, by the network as it is exported, without rounding. */
    private List<Double> recalls(NDManager manager, TrainableNetwork network, Optimiser optimiser) {
        if (heldOut.isEmpty()) {
            return List.of();
        }
        List<NDArray> arrays = network.arrays();
        List<float[]> kept = arrays.stream().map(NDArray::toFloatArray).toList();
        set(arrays, optimiser.best());
        int[] right = new int[plan.classes()];
        int[] of = new int[plan.classes()];
        for (int from = 0; from < heldOut.size(); from += EVALUATED_AT_ONCE) {
            List<Example> batch = heldOut.subList(from, Math.min(heldOut.size(), from + EVALUATED_AT_ONCE));
            try (NDManager scratch = manager.newSubManager()) {
                NDArray pictures =
                        tensor(scratch, batch.stream().map(Example::input).toList());
                long[] labels =
                        network.forward(pictures, false, false).argMax(1).toLongArray();
                for (int i = 0; i < labels.length; i++) {
                    int truth = batch.get(i).label();
                    of[truth]++;
                    if (labels[i] == truth) {
                        right[truth]++;
                    }
                }
            }
        }
        set(arrays, kept);
        return IntStream.range(0, of.length)
                .mapToObj(c -> (double) right[c] / Math.max(1, of[c]))
                .toList();
    }

    private static void set(List<NDArray> arrays, List<float[]> values) {
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i).set(values.get(i));
        }
    }

    private Checkpoint checkpoint(TrainableNetwork network, Optimiser optimiser, int done) {
        List<float[]> values = new ArrayList<>();
        network.arrays().forEach(array -> values.add(array.toFloatArray()));
        optimiser.arrays().forEach(array -> values.add(array.toFloatArray()));
        double[] scales = network.activationScales();
        float[] rounded = new float[scales.length];
        for (int i = 0; i < scales.length; i++) {
            rounded[i] = (float) scales[i];
            scales[i] = rounded[i];
        }
        values.add(rounded);
        return new Checkpoint(plan.name(), seed, fold, plan.schedule().epochs(), done, values);
    }

    private int restore(TrainableNetwork network, Optimiser optimiser) throws UnusableDataException {
        Checkpoint checkpoint = Checkpoint.read(out.resolve(CHECKPOINT));
        Checkpoint expected = checkpoint(network, optimiser, checkpoint.done());
        boolean same = checkpoint.network().equals(expected.network())
                && checkpoint.seed() == expected.seed()
                && checkpoint.fold().equals(expected.fold())
                && sizes(checkpoint).equals(sizes(expected));
        if (!same) {
            throw new UnusableDataException(
                    out.resolve(CHECKPOINT) + ": of another network, seed or fold; nothing to resume");
        }
        List<NDArray> arrays = new ArrayList<>(network.arrays());
        arrays.addAll(optimiser.arrays());
        set(arrays, checkpoint.arrays().subList(0, arrays.size()));
        float[] scales = checkpoint.arrays().getLast();
        for (int i = 0; i < scales.length; i++) {
            network.activationScales()[i] = scales[i];
        }
        return checkpoint.done();
    }

    private static List<Integer> sizes(Checkpoint checkpoint) {
        return checkpoint.arrays().stream().map(array -> array.length).toList();
    }
}
