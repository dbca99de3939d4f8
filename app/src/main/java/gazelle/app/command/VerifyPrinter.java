package gazelle.app.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import gazelle.app.service.ResultWords;
import gazelle.app.service.ReusableSession;
import gazelle.app.verify.Agreement;
import gazelle.app.verify.Agreement.ClassAgreement;
import gazelle.app.verify.BinomialInterval;
import gazelle.app.verify.KnownAnswer;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.ForwardingInferenceListener;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.wire.ModelOffer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** Prints the progress and the outcome of a self-test; of the answers nothing before all have arrived. */
final class VerifyPrinter extends ForwardingInferenceListener implements ReusableSession.Listener {
    private final PrintWriter out;
    private final PauseLines pauses;
    private final boolean json;
    private int images;

    /**
     * @param json true to print one object for programs at the end, instead of lines for people
     */
    VerifyPrinter(PrintWriter out, PauseLines pauses, boolean json) {
        super(InferenceListener.NONE);
        this.out = out;
        this.pauses = pauses;
        this.json = json;
    }

    void begin(ModelOffer offer, int count) {
        images = count;
        if (!json) {
            out.println(offer.card().title() + " (" + offer.card().name() + ", version "
                    + offer.card().version() + ")");
            out.println(ResultWords.NOTICE);
            out.println(count + " images in the order of the list; all are sent, whatever the answers are.");
            out.flush();
        }
    }

    void answered(int count) {
        if (!json) {
            out.println("  " + count + "/" + images);
            out.flush();
        }
    }

    @Override
    public void sessionPrepared(ReusableSession.SetUp setUp) {}

    @Override
    public void stalled(Duration quiet) {
        pauses.stalled(quiet);
    }

    @Override
    public void resumed(Duration lasted) {
        pauses.resumed(lasted);
    }

    /**
     * Tells the outcome.
     *
     * @param fromCard true if the published accuracy is the card's, false if the user gave it
     */
    void end(ModelCard card, boolean fromCard, Agreement agreement, List<KnownAnswer> known, List<Integer> answers) {
        if (json) {
            out.println(new JsonMapper().writeValueAsString(Outcome.of(card, fromCard, agreement, known, answers)));
        } else {
            print(card, fromCard, agreement);
        }
        out.flush();
    }

    private void print(ModelCard card, boolean fromCard, Agreement agreement) {
        BinomialInterval interval = agreement.interval();
        out.println();
        out.println("Agreement: " + agreement.right() + " of " + agreement.images() + ", "
                + ResultWords.percent(agreement.share()) + " (exact binomial 95 % interval: "
                + ResultWords.percent(interval.low()) + " to " + ResultWords.percent(interval.high()) + ").");
        out.println("Published accuracy: " + ResultWords.percent(agreement.published())
                + (fromCard
                        ? ", of " + card.test().images() + " images, by the card that the server sent. Its test: "
                                + card.test().dataset()
                        : ", as given with --accuracy."));
        out.println(verdict(card, fromCard, agreement));
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "  %-24s %7s %7s %9s %9s %9s",
                "class",
                "images",
                "right",
                "recall",
                "published",
                "answered"));
        for (ClassAgreement each : agreement.classes()) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-24s %7d %7d %9s %9s %9d",
                    each.name(),
                    each.images(),
                    each.right(),
                    each.images() == 0 ? "-" : ResultWords.percent((double) each.right() / each.images()),
                    card.test().images() == 0 ? "-" : ResultWords.percent(each.publishedRecall()),
                    each.answered()));
        }
    }

    private static String verdict(ModelCard card, boolean fromCard, Agreement agreement) {
        if (agreement.isCompatible()) {
            return "Compatible: the published accuracy lies within the interval. This is no proof: another model that does as "
                    + "well passes too, and so does a server that answers otherwise at other times.";
        }
        return (agreement.share() < agreement.published()
                        ? "Not compatible: the agreement is lower than the published accuracy, by more than chance among "
                                + "these images explains. "
                                + "Perhaps the server does not compute the published model, or these images are harder than "
                                + "those of its test, or their labels are wrong."
                        : "Not compatible: the agreement is higher than the published accuracy, by more than chance "
                                + "among these images explains. Perhaps the server computes another model, or these images are easier than those "
                                + "of its test, or the model learned from them.")
                + " If the published accuracy were exact, at most 5 in 100 honest servers would fail, asked about images like "
                + "those of the test. It is itself an estimate"
                + (fromCard ? " from " + card.test().images() + " images" : "")
                + ", so more of them do, and the more the more images you ask about: ask again, with other images, "
                + "before you accuse anybody.";
    }

    /**
     * The outcome as programs read it.
     *
     * @param model the model's name
     * @param modelVersion its version
     * @param images the number of images that were asked about
     * @param right the number of answers that agree with the labels
     * @param agreement their share, 0 to 1
     * @param interval the exact binomial 95 % interval of that share
     * @param publishedAccuracy the accuracy that the answers are compared with, 0 to 1
     * @param publishedBy {@code card}, which the server sent, or {@code option}
     * @param compatible true if the published accuracy lies within the interval
     * @param classes one for each class, in the order of the card
     * @param answers one for each image, in the order of the list
     */
    record Outcome(
            String model,
            String modelVersion,
            int images,
            int right,
            double agreement,
            BinomialInterval interval,
            double publishedAccuracy,
            String publishedBy,
            boolean compatible,
            List<ClassAgreement> classes,
            List<Answer> answers) {

        static Outcome of(
                ModelCard card, boolean fromCard, Agreement agreement, List<KnownAnswer> known, List<Integer> answers) {
            List<Answer> lines = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                int answer = answers.get(i);
                lines.add(new Answer(
                        known.get(i).file(),
                        known.get(i).label(),
                        answer,
                        card.classNames().get(answer)));
            }
            return new Outcome(
                    card.name(),
                    card.version(),
                    agreement.images(),
                    agreement.right(),
                    agreement.share(),
                    agreement.interval(),
                    agreement.published(),
                    fromCard ? "card" : "option",
                    agreement.isCompatible(),
                    agreement.classes(),
                    lines);
        }
    }

    /**
     * The answer about one image as programs read it.
     *
     * @param file as in the list
     * @param expected the label in the list
     * @param label the server's answer
     * @param className its name
     */
    record Answer(
            String file,
            int expected,
            int label,
            @JsonProperty("class") String className) {}
}
