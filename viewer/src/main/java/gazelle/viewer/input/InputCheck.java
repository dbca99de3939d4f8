package gazelle.viewer.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A check that tells whether a slice resembles what a model was trained on; it warns, it never refuses. */
public sealed interface InputCheck {
    /**
     * Returns true if the slice fails the check, so that people must be warned.
     *
     * @param measures of the slice
     * @param header what its file says, by field name; empty if it says nothing
     */
    boolean warns(InputMeasures measures, Map<String, String> header);

    /**
     * The file's header must speak of the right kind of scan; upper and lower case count alike.
     *
     * @param fields header fields whose words count; without any of them in the header there is no warning
     * @param wanted some word must be one of these; none are wanted if empty
     * @param unwanted no word may be one of these
     */
    record HeaderWords(List<String> fields, List<String> wanted, List<String> unwanted) implements InputCheck {
        public HeaderWords {
            fields = List.copyOf(fields);
            wanted = lowerCase(wanted);
            unwanted = lowerCase(unwanted);
        }

        private static List<String> lowerCase(List<String> words) {
            return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        }

        @Override
        public boolean warns(InputMeasures measures, Map<String, String> header) {
            List<String> words = fields.stream()
                    .map(header::get)
                    .filter(Objects::nonNull)
                    .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (words.isEmpty()) {
                return false;
            }
            return unwanted.stream().anyMatch(words::contains)
                    || (!wanted.isEmpty() && wanted.stream().noneMatch(words::contains));
        }
    }

    /**
     * A measure must lie in a range.
     *
     * @param measure which
     * @param low smallest value that passes
     * @param high largest value that passes
     */
    record MeasureRange(Measure measure, double low, double high) implements InputCheck {
        public MeasureRange {
            Objects.requireNonNull(measure, "measure");
            if (!(low <= high)) {
                throw new IllegalArgumentException("range: " + low + ".." + high + " (expected: ascending)");
            }
        }

        @Override
        public boolean warns(InputMeasures measures, Map<String, String> header) {
            double value = measure.of(measures);
            return value < low || value > high;
        }
    }

    /**
     * The foreground's histogram must resemble another.
     *
     * @param reference shares of {@value InputMeasures#BINS} bins
     * @param limit largest distance that passes
     */
    record HistogramDistance(List<Double> reference, double limit) implements InputCheck {
        public HistogramDistance {
            reference = List.copyOf(reference);
            if (reference.size() != InputMeasures.BINS) {
                throw new IllegalArgumentException(
                        "reference: " + reference.size() + " bins (expected: " + InputMeasures.BINS + ")");
            }
        }

        @Override
        public boolean warns(InputMeasures measures, Map<String, String> header) {
            return measures.histogramDistance(reference) > limit;
        }
    }

    /** A number measured on a slice. */
    enum Measure {
        /** Share of the frame that stands out from the air. */
        FOREGROUND_SHARE("foreground-share") {
            @Override
            public double of(InputMeasures measures) {
                return measures.foregroundShare();
            }
        },
        /** Height of what stands out over its width. */
        HEAD_ASPECT("head-aspect") {
            @Override
            public double of(InputMeasures measures) {
                return measures.headAspect();
            }
        };

        private final String cardName;

        Measure(String cardName) {
            this.cardName = cardName;
        }

        /** The word that a model card uses. */
        public String cardName() {
            return cardName;
        }

        /** The measure's value of a slice. */
        public abstract double of(InputMeasures measures);

        /**
         * Reads a model card's word.
         *
         * @throws IllegalArgumentException if the word is unknown
         */
        public static Measure parse(String cardName) {
            for (Measure candidate : values()) {
                if (candidate.cardName.equals(cardName)) {
                    return candidate;
                }
            }
            throw new IllegalArgumentException("measure: " + cardName + " (expected: foreground-share or head-aspect)");
        }
    }
}
