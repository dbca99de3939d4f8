package gazelle.models.compile;

import gazelle.models.data.LabelledImage;
import gazelle.models.evaluate.Evaluation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.quantise.QuantisedNetwork;
import gazelle.models.quantise.Quantiser;
import gazelle.models.quantise.QuantiserOptions;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.InputCheck;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.InputPreparation;
import gazelle.protocol.model.ModelCard.OutputPolicy;
import gazelle.protocol.model.ModelCard.TestFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Quantises a network and writes its card.
 *
 * <p>Every choice is made on the training images: three quarters of their groups calibrate, the last quarter decides which
 * error price is enough. The test images are looked at once, at the end, for the card's figures.
 */
public final class Compiler {
    private static final int HELD_OUT_EVERY = 4;

    /** How often the integer network must answer as the real one on held-out training images. */
    private static final double REQUIRED_AGREEMENT = 0.99;

    /**
     * The most mean squared error of the scores over their mean square. Agreement alone flatters: the real network was
     * trained on the held-out images too, and is surer of them than of any new image.
     */
    private static final double LARGEST_SCORE_ERROR = 0.01;

    private final FloatNetwork network;
    private final ModelDescription description;
    private final int calibrationImages;

    /**
     * @param calibrationImages how many training images to measure errors on
     * @throws IllegalArgumentException if the description does not name one class for each score
     */
    public Compiler(FloatNetwork network, ModelDescription description, int calibrationImages) {
        if (description.classes().size() != network.output().elements()) {
            throw new IllegalArgumentException(
                    "classes: " + description.classes().size() + " in the description (expected: "
                            + network.output().elements() + " as the network has scores)");
        }
        if (calibrationImages < 1 || calibrationImages > 1_024) {
            throw new IllegalArgumentException("calibrationImages: " + calibrationImages + " (expected: 1..1024)");
        }
        this.network = network;
        this.description = description;
        this.calibrationImages = calibrationImages;
    }

    /**
     * Compiles.
     *
     * @param training images to calibrate and choose with
     * @param test images for the card's figures
     * @param weightBits widest weight
     * @param activationBits widest activation
     * @param errorPrices to try, the cheapest first; the first that agrees well enough is taken, else the last
     */
    public CompilationResult compile(
            List<LabelledImage> training,
            List<LabelledImage> test,
            int weightBits,
            int activationBits,
            List<Double> errorPrices) {
        Split split = Split.of(training);
        Quantiser quantiser = new Quantiser(
                network,
                evenly(split.calibration(), calibrationImages).stream()
                        .map(LabelledImage::input)
                        .toList());
        List<CompilationResult.Trial> trials = new ArrayList<>();
        QuantisedNetwork chosen = null;
        for (double errorPrice : errorPrices) {
            chosen = quantiser.quantise(new QuantiserOptions(weightBits, activationBits, errorPrice));
            double agreement = agreement(chosen, split.heldOut());
            double scoreError = chosen.stages().getLast().relativeError();
            trials.add(new CompilationResult.Trial(
                    errorPrice, agreement, scoreError, Math.round(chosen.activationBytes())));
            if (agreement >= REQUIRED_AGREEMENT && scoreError <= LARGEST_SCORE_ERROR) {
                break;
            }
        }
        if (chosen == null) {
            throw new IllegalArgumentException("errorPrices: none (expected: at least one)");
        }
        List<InputCheck> checks = new ArrayList<>(description.headerChecks());
        checks.addAll(LearnedChecks.learn(description.learnedChecks(), training));
        return result(chosen, checks, test, trials);
    }

    private CompilationResult result(
            QuantisedNetwork chosen,
            List<InputCheck> checks,
            List<LabelledImage> test,
            List<CompilationResult.Trial> trials) {
        String name = description.name();
        Evaluation real = Evaluation.of(name + " (float)", description.classes(), test, network::label);
        Evaluation integer = Evaluation.of(name, description.classes(), test, integerNetwork(chosen));
        ModelCard card = new ModelCard(
                name,
                description.version(),
                description.title(),
                description.summary(),
                integer.classes(),
                new InputPreparation(
                        description.resample(), description.crop(), description.normalise(), chosen.inputScale()),
                checks,
                OutputPolicy.LABEL,
                new TestFigures(description.dataset(), test.size(), integer.accuracy(), real.accuracy()),
                description.limits(),
                description.licence());
        return new CompilationResult(
                new CompiledModel(card, chosen.spec(), chosen.weights()), real, integer, chosen.stages(), trials);
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

    /** Training images apart by group, every fourth group held out, in the order of the label file. */
    private record Split(List<LabelledImage> calibration, List<LabelledImage> heldOut) {
        static Split of(List<LabelledImage> images) {
            Map<String, Integer> groups = new HashMap<>();
            List<LabelledImage> calibration = new ArrayList<>();
            List<LabelledImage> heldOut = new ArrayList<>();
            for (LabelledImage image : images) {
                int group = groups.computeIfAbsent(image.group(), _ -> groups.size());
                (group % HELD_OUT_EVERY == HELD_OUT_EVERY - 1 ? heldOut : calibration).add(image);
            }
            // Too few groups to hold one out: agreement is then measured on the calibration images.
            return new Split(calibration, heldOut.isEmpty() ? calibration : heldOut);
        }
    }
}
