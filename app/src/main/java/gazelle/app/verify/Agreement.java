package gazelle.app.verify;

import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * The agreement of a server's answers with known ones.
 *
 * @param images the number of images that were asked about
 * @param right the number of images that were answered as known
 * @param interval the interval of the true share of right answers
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
     * @param images the number of images of that class
     * @param right the number of these that were answered with that class
     * @param answered the number of images, of any class, that were answered with that class
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

    /** Returns the share of right answers, 0 to 1. */
    public double share() {
        return (double) right / images;
    }

    /** Returns whether the published accuracy, taken as exact although it is an estimate too, lies within the interval. */
    public boolean isCompatible() {
        return interval.contains(published);
    }
}
