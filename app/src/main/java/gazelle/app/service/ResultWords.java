package gazelle.app.service;

import gazelle.protocol.meter.Phase;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelCard.ClassFigures;
import gazelle.protocol.session.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words in which a result, its limits and its amounts are told, the same on screen and in a terminal. */
public final class ResultWords {
    /** Stands beside everything that the program shows. */
    public static final String NOTICE = "Research use only. Not for diagnosis.";

    /** Stands beside every result: what a server sends may be anything that leads to some class. */
    public static final String NOT_VERIFIED =
            "Not verified: the protocol cannot tell whether the server computed the model that it names.";

    private static final double THOUSAND = 1000;
    private static final double MINUTE = 60;
    private static final double MINUTE_FROM = 2 * MINUTE;

    private ResultWords() {}

    /**
     * The answer and what it was chosen among, such as "Most like: a, then b, among a, b, c."
     *
     * @param card the model's card
     * @param prediction indices of its classes, the best first
     */
    public static String mostLike(ModelCard card, Prediction prediction) {
        return answer(card, prediction) + alternatives(card);
    }

    /** The first half of {@link #mostLike}: the answer. */
    public static String answer(ModelCard card, Prediction prediction) {
        return "Most like: "
                + prediction.labels().stream().map(card.classNames()::get).collect(Collectors.joining(", then ")) + ",";
    }

    /** The second half of {@link #mostLike}: what it was chosen among. */
    public static String alternatives(ModelCard card) {
        return " among " + String.join(", ", card.classNames()) + ".";
    }

    /** Every class with its score and what a score is not; empty unless the server's policy gives scores. */
    public static List<String> scores(ModelCard card, Prediction prediction) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < prediction.scores().size(); i++) {
            lines.add(card.classNames().get(i) + ": " + prediction.scores().get(i));
        }
        if (!lines.isEmpty()) {
            lines.add("Model score, not a probability of disease.");
        }
        return lines;
    }

    /** The limits that the card states, as one paragraph; without the notice, which always stands apart. */
    public static String limits(ModelCard card) {
        return card.limits().stream().filter(limit -> !limit.equals(NOTICE)).collect(Collectors.joining(" "));
    }

    /** Returns the figures of a class in the model's test, as a sentence. */
    public static String figures(ModelCard card, int label) {
        ClassFigures figures = card.classes().get(label);
        return String.format(
                Locale.ROOT,
                "In the model's test: of %d slices showing %s it found %s (recall); of those it called %s, %s were"
                        + " (precision).",
                figures.images(),
                figures.name(),
                percent(figures.recall()),
                figures.name(),
                percent(figures.precision()));
    }

    /** A share as people read it, such as {@code 93.1%}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** Returns the name of a phase. */
    public static String phase(Phase phase) {
        return switch (phase) {
            case ENCRYPT -> "encrypting";
            case SERVER -> "the server computes";
            case DECRYPT -> "decrypting";
            case TRANSFER -> "exchanging activations";
            case EVALUATE -> "computing activations";
        };
    }

    /** Returns a sentence that says how long a server has made its client wait. */
    public static String pause(Duration quiet) {
        return "The server has sent nothing for " + quiet.toSeconds() + " s.";
    }

    /** Returns a remaining time in seconds roughly: to the second, from two minutes on to the minute. */
    public static String remaining(double seconds) {
        if (seconds < 1) {
            return "less than a second left";
        }
        return seconds < MINUTE_FROM
                ? "about " + Math.round(seconds) + " s left"
                : "about " + Math.round(seconds / MINUTE) + " min left";
    }

    /** Returns an amount of data in decimal units. */
    public static String bytes(long bytes) {
        if (bytes < THOUSAND) {
            return bytes + " B";
        }
        double kilobytes = bytes / THOUSAND;
        return kilobytes < THOUSAND
                ? String.format(Locale.ROOT, "%.1f kB", kilobytes)
                : String.format(Locale.ROOT, "%.2f MB", kilobytes / THOUSAND);
    }

    /** Returns a duration, as people read it. */
    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }
}
