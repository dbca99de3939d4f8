package gazelle.models.compile;

import gazelle.crypto.linear.NoiseBudgetException;
import gazelle.models.compile.CompilationResult.Trial;
import gazelle.models.data.LabelFile;
import gazelle.models.data.LabelledImage;
import gazelle.models.evaluate.Evaluation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.quantise.QuantisedNetwork;
import gazelle.models.quantise.Quantiser;
import gazelle.models.quantise.QuantiserOptions;
import gazelle.models.simplify.Simplifier;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.InputCheck;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import gazelle.protocol.model.ModelCard.InputPreparation;
import gazelle.protocol.model.ModelCard.TestFigures;
import gazelle.protocol.model.OutputLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Quantises a network and writes its card.
 *
 * <p>Every choice is made on the calibration images: three quarters of their groups calibrate, the last quarter decides which
 * error price is enough. The test images are looked at once, at the end, for the card's figures.
 *
 * <p>Agreement alone flatters: a network is surer of images that it was trained on than of new ones. So the scores may not be off by
 * more than the accuracy drop either.
 */
public final class Compiler {
    private static final int HELD_OUT_EVERY = 4;

    /** Error prices that the search bisects: this much of the circuits' bytes, doubled again and again. */
    private static final double LOWEST_PRICE = 0.5;

    private static final int PRICES = 12;

    private static final int FEWEST_WEIGHT_BITS = 2;

    /** The approximate cost of a circuit: only the scale of the prices follows from it. */
    private static final int BYTES_PER_CIRCUIT = 500;

    private final FloatNetwork network;
    private final ModelDescription description;
    private final CompilerSettings settings;

    /**
     * @throws IllegalArgumentException if the description does not name one class for each score, a client is to learn more labels than
     *     there are, or the private protocol cannot compute the network: then with the layer and the reason
     */
    public Compiler(FloatNetwork network, ModelDescription description, CompilerSettings settings) {
        if (description.classes().size() != network.output().elements()) {
            throw new IllegalArgumentException(
                    "classes: " + description.classes().size() + " in the description (expected: "
                            + network.output().elements() + " as the network has scores)");
        }
        if (network.output().elements() < 2 || network.output().elements() > OutputLayer.MAX_CLASSES) {
            throw new IllegalArgumentException("scores: " + network.output().elements() + " at the end of the network"
                    + " (expected: 2.." + OutputLayer.MAX_CLASSES + ")");
        }
        settings.output().requireFit(description.classes().size());
        // A network without a private form is refused before anyone reads images.
        Simplifier.simplify(network, List.of());
        this.network = network;
        this.description = description;
        this.settings = settings;
    }

    /** A quantisation with its figures. */
    private record Candidate(QuantisedNetwork network, NetworkCost cost, Trial trial) {}

    /**
     * Compiles.
     *
     * @param calibration images to calibrate and choose with
     * @param test labelled images for the card's figures; may be none
     * @throws IllegalArgumentException if some layer fits no ring of the protocol
     */
    public CompilationResult compile(List<LabelledImage> calibration, List<LabelledImage> test) {
        Split split = Split.of(calibration);
        Quantiser quantiser = new Quantiser(
                network,
                evenly(split.calibration(), settings.calibrationImages()).stream()
                        .map(LabelledImage::input)
                        .toList());
        List<Trial> trials = new ArrayList<>();
        Candidate chosen = settings.errorPrices().isEmpty()
                ? bisected(quantiser, split.heldOut(), trials)
                : firstThatKeeps(quantiser, split.heldOut(), trials);
        List<InputCheck> checks = new ArrayList<>(description.headerChecks());
        checks.addAll(LearnedChecks.learn(description.learnedChecks(), calibration));
        return result(chosen, checks, test, trials);
    }

    private Candidate firstThatKeeps(Quantiser quantiser, List<LabelledImage> heldOut, List<Trial> trials) {
        Candidate last = null;
        for (double errorPrice : settings.errorPrices()) {
            last = candidate(quantiser, errorPrice, heldOut, trials);
            if (keepsToDrop(last.trial())) {
                break;
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("errorPrices: none (expected: at least one)");
        }
        return last;
    }

    /** The lowest price that keeps to the drop, taking dearer ones to be more accurate; the highest if none does. */
    private Candidate bisected(Quantiser quantiser, List<LabelledImage> heldOut, List<Trial> trials) {
        double lowest = LOWEST_PRICE * BYTES_PER_CIRCUIT * Math.max(1, quantiser.circuits());
        int keeps = PRICES - 1;
        int fails = -1;
        Candidate best = null;
        while (fails + 1 < keeps || best == null) {
            int middle = best == null && fails == keeps - 1 ? keeps : (fails + keeps) / 2;
            Candidate candidate = candidate(quantiser, Math.scalb(lowest, middle), heldOut, trials);
            if (keepsToDrop(candidate.trial()) || middle == PRICES - 1) {
                keeps = middle;
                best = candidate;
            } else {
                fails = middle;
            }
        }
        return best;
    }

    private boolean keepsToDrop(Trial trial) {
        return trial.heldOutAgreement() >= 1 - settings.accuracyDrop() && trial.scoreError() <= settings.accuracyDrop();
    }

    /** The widest weights that leave the ciphertexts' noise its room: at most as wide as asked for. */
    private Candidate candidate(
            Quantiser quantiser, double errorPrice, List<LabelledImage> heldOut, List<Trial> trials) {
        for (int weightBits = settings.weightBits(); ; weightBits--) {
            try {
                QuantiserOptions options = new QuantiserOptions(weightBits, settings.activationBits(), errorPrice);
                return candidate(settings.output().applied(quantiser.quantise(options)), errorPrice, heldOut, trials);
            } catch (IllegalArgumentException refused) {
                if (!(refused.getCause() instanceof NoiseBudgetException) || weightBits == FEWEST_WEIGHT_BITS) {
                    throw refused;
                }
            }
        }
    }

    private Candidate candidate(
            QuantisedNetwork quantised, double errorPrice, List<LabelledImage> heldOut, List<Trial> trials) {
        NetworkCost cost = NetworkCost.of(quantised.spec());
        Trial trial = new Trial(
                errorPrice,
                agreement(quantised, heldOut),
                quantised.stages().getLast().relativeError(),
                cost.bytes());
        trials.add(trial);
        return new Candidate(quantised, cost, trial);
    }

    private CompilationResult result(
            Candidate chosen, List<InputCheck> checks, List<LabelledImage> test, List<Trial> trials) {
        String name = description.name();
        boolean labelled = !test.isEmpty() && test.stream().noneMatch(image -> image.label() == LabelFile.UNKNOWN);
        @Nullable
        Evaluation real =
                labelled ? Evaluation.of(name + " (float)", description.classes(), test, network::label) : null;
        @Nullable
        Evaluation integer =
                labelled ? Evaluation.of(name, description.classes(), test, integerNetwork(chosen.network())) : null;
        ModelCard card = new ModelCard(
                name,
                description.version(),
                description.title(),
                description.summary(),
                integer == null
                        ? description.classes().stream()
                                .map(label -> new ClassFigures(label, 0, 0, 0))
                                .toList()
                        : integer.classes(),
                new InputPreparation(
                        description.resample(),
                        description.crop(),
                        description.normalise(),
                        chosen.network().inputScale()),
                checks,
                settings.output().policy(),
                new TestFigures(
                        description.dataset(),
                        labelled ? test.size() : 0,
                        integer == null ? 0 : integer.accuracy(),
                        real == null ? 0 : real.accuracy()),
                description.limits(),
                description.licence());
        return new CompilationResult(
                new CompiledModel(
                        card, chosen.network().spec(), chosen.network().weights()),
                real,
                integer,
                chosen.network().stages(),
                chosen.cost(),
                chosen.trial(),
                keepsToDrop(chosen.trial()),
                trials);
    }

    private static ToIntFunction<float[]> integerNetwork(QuantisedNetwork network) {
        return Evaluation.integerNetwork(network.spec(), network.weights(), network.inputScale());
    }

    private double agreement(QuantisedNetwork quantised, List<LabelledImage> images) {
        ToIntFunction<float[]> integer = integerNetwork(quantised);
        long same = images.parallelStream()
                .map(LabelledImage::input)
                .filter(image -> integer.applyAsInt(image) == network.label(image))
                .count();
        return (double) same / images.size();
    }

    private static List<LabelledImage> evenly(List<LabelledImage> images, int count) {
        if (images.size() <= count) {
            return images;
        }
        List<LabelledImage> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(images.get((int) ((long) i * images.size() / count)));
        }
        return chosen;
    }

    /** Calibration images apart by group, every fourth group held out, in the order of the label file. */
    private record Split(List<LabelledImage> calibration, List<LabelledImage> heldOut) {
        /** Held-out images measure a share of at most a few thousandths; more would only take time. */
        private static final int MOST_HELD_OUT = 1_000;

        static Split of(List<LabelledImage> images) {
            Map<String, Integer> groups = new HashMap<>();
            List<LabelledImage> calibration = new ArrayList<>();
            List<LabelledImage> heldOut = new ArrayList<>();
            for (LabelledImage image : images) {
                int group = groups.computeIfAbsent(image.group(), _ -> groups.size());
                (group % HELD_OUT_EVERY == HELD_OUT_EVERY - 1 ? heldOut : calibration).add(image);
            }
            // Too few groups to hold one out: agreement is then measured on the calibration images.
            return new Split(calibration, evenly(heldOut.isEmpty() ? calibration : heldOut, MOST_HELD_OUT));
        }
    }
}
