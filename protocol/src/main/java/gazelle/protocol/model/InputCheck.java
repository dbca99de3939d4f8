package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that the client can check on a slice before the run, without the network; a slice that fails it is warned of,
 * never refused.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InputCheck.HeaderWords.class, name = "header-words"),
    @JsonSubTypes.Type(value = InputCheck.MeasureRange.class, name = "measure-range"),
    @JsonSubTypes.Type(value = InputCheck.HistogramDistance.class, name = "histogram-distance"),
})
public sealed interface InputCheck {
    /** The most checks of a card. */
    int MAX_CHECKS = 16;

    /** The sentence to show before the run and on the result if the slice fails the check. */
    String warning();

    /**
     * Returns whether a slice fails the check, so that people must be warned.
     *
     * @throws IllegalArgumentException if the check names a measure or a number of bins that this program does not know
     */
    boolean isFailedBy(CheckedSlice slice);

    /**
     * The file's header must speak of the right kind of scan. A header without any of the fields passes: it says nothing. Whole words
     * count; upper and lower case count alike.
     *
     * @param fields header fields to read, such as {@code series-description}
     * @param wanted some word must be one of these; none are wanted if empty
     * @param unwanted no word may be one of these
     * @param warning the sentence to show
     */
    record HeaderWords(List<String> fields, List<String> wanted, List<String> unwanted, String warning)
            implements InputCheck {
        private static final int MAX_WORDS = 64;

        public HeaderWords {
            fields = names("fields", fields);
            wanted = names("wanted", wanted);
            unwanted = names("unwanted", unwanted);
            Bounds.within("fields", fields.size(), 1, MAX_WORDS);
            Bounds.within("wanted and unwanted", wanted.size() + (long) unwanted.size(), 1, MAX_WORDS);
            Bounds.text("warning", warning);
        }

        @Override
        public boolean isFailedBy(CheckedSlice slice) {
            Set<String> words = fields.stream()
                    .flatMap(field -> slice.headerField(field).stream())
                    .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toSet());
            return !words.isEmpty()
                    && (containsOneOf(words, unwanted) || (!wanted.isEmpty() && !containsOneOf(words, wanted)));
        }

        private static boolean containsOneOf(Set<String> words, List<String> asked) {
            return asked.stream().map(word -> word.toLowerCase(Locale.ROOT)).anyMatch(words::contains);
        }

        private static List<String> names(String what, List<String> words) {
            Bounds.within(what, words.size(), 0, MAX_WORDS);
            words.forEach(word -> Bounds.name(what, word));
            return List.copyOf(words);
        }
    }

    /**
     * A measure of the picture must lie where that of the training slices does.
     *
     * @param measure its name, such as {@code head-aspect}
     * @param low smallest value that passes
     * @param high largest value that passes
     * @param warning the sentence to show
     */
    record MeasureRange(String measure, double low, double high, String warning) implements InputCheck {
        private static final double LARGEST = 1e6;

        public MeasureRange {
            Bounds.name("measure", measure);
            if (!(low >= -LARGEST && low <= high && high <= LARGEST)) {
                throw new IllegalArgumentException(
                        measure + ": " + low + ".." + high + " (expected: ascending, within " + LARGEST + ")");
            }
            Bounds.text("warning", warning);
        }

        @Override
        public boolean isFailedBy(CheckedSlice slice) {
            double value = slice.measure(measure);
            return value < low || value > high;
        }
    }

    /**
     * The histogram of the foreground must resemble the mean histogram of the training slices.
     *
     * @param reference that mean: the share of the foreground in each bin
     * @param limit largest sum of absolute differences that passes, 0..2
     * @param warning the sentence to show
     */
    record HistogramDistance(List<Double> reference, double limit, String warning) implements InputCheck {
        public HistogramDistance {
            Bounds.within("reference", reference.size(), 2, 64);
            reference = List.copyOf(reference);
            reference.forEach(share -> Bounds.fraction("reference", share));
            Bounds.fraction("limit / 2", limit / 2);
            Bounds.text("warning", warning);
        }

        @Override
        public boolean isFailedBy(CheckedSlice slice) {
            return slice.histogramDistance(reference) > limit;
        }
    }
}
