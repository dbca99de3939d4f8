package gazelle.app.verify;

import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a server's answers agree with known ones.
 *
 * @param images how many were asked about
 * @param right how many were answered as known
 * @param interval what the share of right answers may be in truth
 * @param published the accuracy that the model's owner published, 0 to 1
 * @param classes one for each class of the card, in its order
 */
public record Agreement(
        int images, int right, BinomialInterval interval, double published, List<ClassAgreement> classes) {
    public Agreement {
        classes = List.copyOf(classes);
    }

    /**
     * The answers about the images of one class.
     *
     * @param name the class
     * @param images how many are of it
     * @param right how many of these were answered so
     * @param answered how many images, of whatever class, were answered so
     * @param publishedRecall the share that the card publishes for {@code right} of {@code images}
     */
    public record ClassAgreement(String name, int images, int right, int answered, double publishedRecall) {}

    /**
     * Compares answers with known ones.
     *
     * @param card the model's card
     * @param published the accuracy that its owner published, 0 to 1
     * @param known the known answers, at least one
     * @param answers the server's, in the same order
     */
    public static Agreement of(ModelCard card, double published, List<KnownAnswer> known, List<Integer> answers) {
        if (known.size() != answers.size()) {
            throw new IllegalArgumentException("answers: " + answers.size() + " (expected: " + known.size() + ")");
        }
        int classes = card.classes().size();
        int[] images = new int[classes];
        int[] right = new int[classes];
        int[] answered = new int[classes];
        int allRight = 0;
        for (int i = 0; i < answers.size(); i++) {
            int label = known.get(i).label();
            int answer = answers.get(i);
            images[label]++;
            answered[answer]++;
            if (answer == label) {
                right[label]++;
                allRight++;
            }
        }
        List<ClassAgreement> byClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            ClassFigures figures = card.classes().get(c);
            byClass.add(new ClassAgreement(figures.name(), images[c], right[c], answered[c], figures.recall()));
        }
        return new Agreement(
                answers.size(), allRight, BinomialInterval.of(allRight, answers.size()), published, byClass);
    }

    /** The share of right answers, 0 to 1. */
    public double share() {
        return (double) right / images;
    }

    /** Whether a server that computes the published model could well have answered so. */
    public boolean isCompatible() {
        return interval.contains(published);
    }
}
